//! A second program on the same workspace.

use std::sync::Arc;

use mythline_files::{Lock, RelPath, this_process};
use mythline_jobs::{Engine, EngineOptions, Place};
use mythline_protocol::{Access, Action, ErrorCode, JobStatus, JobsEvent, Owner};
use serde_json::json;

use crate::{
    work::StepWork,
    world::{World, gated, noon, request, soon, until},
};

/// Another program on the same workspace.
pub(crate) async fn look(world: &World) -> Engine {
    let work = StepWork::new(world.folder.clone());
    Engine::open(EngineOptions::new(world.folder.clone(), "mythline", vec![work])).await.unwrap()
}

#[tokio::test]
async fn a_second_program_looks_and_is_told_who_owns_the_workspace() {
    let world = World::with(|mut options| {
        options.program = "mythline-desktop".to_owned();
        options
    })
    .await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    let second = look(&world).await;
    let Access::Looking { owner: Some(owner) } = second.access() else { panic!("{:?}", second.access()) };
    assert_eq!((owner.program.as_str(), owner.pid), ("mythline-desktop", std::process::id()));
    assert!(!owner.process_start.is_empty());
    assert_eq!(second.row(&id).unwrap().status, JobStatus::Running);
    assert_eq!(second.row(&id).unwrap().actions, [Action::Pause, Action::Cancel], "the owner can be asked");
    world.work.let_go(&id, 2);
    until(
        || second.row(&id).is_ok_and(|row| row.status == JobStatus::Completed),
        || format!("{:?}", second.row(&id)),
    )
    .await;
    assert_eq!(second.result(&id).await.unwrap().result, json!({ "steps": 2 }));
    let new = world.start("New", gated(1)).await;
    until(|| second.row(&new).is_ok(), || "a new job is not seen".into()).await;
    world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    until(|| second.row(&id).is_err(), || "a cleaned job is still seen".into()).await;
    second.quit().await.unwrap();
}

#[tokio::test]
async fn a_second_program_sees_the_queue_as_it_stands_and_changes_it() {
    let world = World::new().await;
    let running = world.start("Zero", gated(1)).await;
    let one = world.start("One", gated(1)).await;
    let two = world.start("Two", gated(1)).await;
    world.until_status(&running, JobStatus::Running).await;
    let second = look(&world).await;
    let places = |one_at, two_at| {
        let at = |id: &str| second.row(id).ok().and_then(|row| row.place);
        (at(&one), at(&two)) == (one_at, two_at)
    };
    until(|| places(Some(1), Some(2)), || format!("{:?}", second.rows())).await;
    second.move_to(&two, Place::First).await.unwrap();
    until(|| places(Some(2), Some(1)), || format!("{:?}", second.rows())).await;
    assert_eq!(world.row(&two).place, Some(1));

    second.set_limit("big", 3).await.unwrap();
    second.hold_queue(true).await.unwrap();
    until(|| second.queue().held, || format!("{:?}", second.queue())).await;
    assert_eq!((second.queue().paused, second.queue().limit), (false, 1));
    assert_eq!(second.queue().limits.get("big"), Some(&3));
    world.engine.pause_queue().await.unwrap();
    until(|| second.queue().paused, || format!("{:?}", second.queue())).await;
    until(|| second.row(&running).unwrap().status == JobStatus::Paused, || "it is not paused".into()).await;
    second.hold_queue(false).await.unwrap();
    until(|| !second.queue().held && !second.queue().paused, || format!("{:?}", second.queue())).await;
    assert_eq!(world.engine.queue().limits, second.queue().limits);
    second.quit().await.unwrap();
}

#[tokio::test]
async fn a_workspace_that_cannot_be_written_can_be_looked_at() {
    struct ReadOnly;
    impl mythline_files::Tap for ReadOnly {
        fn before(&self, _: &mythline_files::Op) -> std::io::Result<()> {
            Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
        }
    }
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.quit().await.unwrap();
    let folder = world.folder.clone().with_tap(Arc::new(ReadOnly));
    let engine = Engine::open(EngineOptions::new(folder, "mythline", vec![])).await.unwrap();
    assert_eq!(engine.access(), Access::Looking { owner: None });
    assert_eq!(engine.row(&id).unwrap().status, JobStatus::Completed);
    assert_eq!(engine.row(&id).unwrap().actions, [Action::Read]);
    let refused = engine.cancel(&id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ReadOnly);
    assert!(refused.message.starts_with("Nothing can be saved in this folder"), "{refused}");
}

#[tokio::test]
async fn who_looks_takes_over_when_the_owner_is_gone_and_nothing_runs_by_itself() {
    let world = World::new().await;
    let running = world.start("Tower", gated(2)).await;
    let waiting = world.start("Keep", gated(1)).await;
    let done = world.start("Hut", json!({ "steps": 1, "lane": "other" })).await;
    world.until_status(&done, JobStatus::Completed).await;
    world.until_status(&running, JobStatus::Running).await;
    let second = look(&world).await;
    let mut feed = second.subscribe();
    let Some(JobsEvent::Snapshot { access, .. }) = feed.next().await else { panic!("no snapshot") };
    assert!(matches!(access, Access::Looking { .. }));
    world.engine.quit().await.unwrap();
    let told = async {
        loop {
            if let Some(JobsEvent::Batch { access: Some(access), .. }) = feed.next().await {
                return access;
            }
        }
    };
    assert_eq!(soon(told).await, Access::Owner);
    assert_eq!(second.access(), Access::Owner);
    let status = |id: &str| second.row(id).unwrap().status;
    until(|| status(&running) == JobStatus::Interrupted, || format!("{:?}", second.row(&running))).await;
    assert_eq!(status(&waiting), JobStatus::Paused);
    assert_eq!(status(&done), JobStatus::Completed);
    assert_eq!(second.row(&running).unwrap().actions, [Action::Resume, Action::Retry, Action::Discard]);
    second.cancel(&waiting).await.unwrap();
    assert_eq!(world.task(&waiting)["status"], "cancelled");
    let third = look(&world).await;
    assert!(matches!(third.access(), Access::Looking { owner: Some(_) }), "the lock is taken");
    third.quit().await.unwrap();
    second.quit().await.unwrap();
}

#[tokio::test]
async fn who_was_only_to_look_takes_nothing_over() {
    let world = World::new().await;
    let mut options = EngineOptions::new(world.folder.clone(), "mythline", vec![]);
    options.look = true;
    let clock = noon();
    options.clock = clock.clone();
    let second = Engine::open(options).await.unwrap();
    second.may_change().unwrap();
    world.engine.quit().await.unwrap();
    for _ in 0..20 {
        clock.advance(std::time::Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
    let third = look(&world).await;
    assert_eq!(third.access(), Access::Owner, "nobody had taken it");
    third.quit().await.unwrap();
    let refused = second.hold_queue(true).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotOwner);
    assert!(refused.message.starts_with("The workspace was opened only to look"), "{refused}");
}

#[tokio::test]
async fn a_command_right_after_the_owner_has_gone_is_done_by_whoever_takes_over() {
    let world = World::new().await;
    let second = look(&world).await;
    world.engine.quit().await.unwrap();
    let started = soon(second.start("steps", request("Tower", json!({ "steps": 1 })))).await.unwrap();
    until(
        || second.row(&started.job_id).is_ok_and(|row| row.status == JobStatus::Completed),
        || format!("{:?}", second.row(&started.job_id)),
    )
    .await;
    second.quit().await.unwrap();
}

#[tokio::test]
async fn a_process_id_that_is_used_again_is_no_owner() {
    let world = World::new().await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    // What a crash leaves: a job at work, and a lock's file that names a process which is another now.
    let left = world.text(&format!(".mythline/tasks/{id}.json"));
    world.engine.quit().await.unwrap();
    world.put(&format!(".mythline/tasks/{id}.json"), left.as_bytes());
    let other = Owner { process_start: "an earlier start:1".to_owned(), ..this_process("mythline") };
    world.put(".mythline/owner.lock", &serde_json::to_vec(&other).unwrap());
    let mut options = EngineOptions::new(world.folder.clone(), "mythline", vec![]);
    options.look = true;
    let looker = Engine::open(options).await.unwrap();
    assert_eq!(looker.access(), Access::Looking { owner: None });
    assert_eq!(looker.row(&id).unwrap().status, JobStatus::Interrupted);
    let opened = look(&world).await;
    assert_eq!(opened.access(), Access::Owner);
    assert_eq!(opened.row(&id).unwrap().status, JobStatus::Interrupted);
    opened.quit().await.unwrap();
}

#[tokio::test]
async fn an_owner_that_does_not_answer_is_told_of_and_the_request_taken_back() {
    let world = World::new().await;
    world.engine.quit().await.unwrap();
    let lock = RelPath::parse(".mythline/owner.lock").unwrap();
    let _deaf = Lock::take(&world.folder, &lock, &this_process("mythline-desktop")).unwrap();
    let clock = noon();
    let mut options = EngineOptions::new(world.folder.clone(), "mythline", vec![]);
    options.clock = clock.clone();
    let second = Arc::new(Engine::open(options).await.unwrap());
    let asking = tokio::spawn({
        let second = second.clone();
        async move { second.hold_queue(true).await }
    });
    until(|| !requests(&world).is_empty(), || "no request".into()).await;
    until(
        || {
            clock.advance(std::time::Duration::from_secs(1));
            asking.is_finished()
        },
        || "no answer".into(),
    )
    .await;
    let refused = asking.await.unwrap().unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotOwner);
    assert!(refused.message.starts_with("The Mythline window runs the jobs"), "{refused}");
    assert!(requests(&world).is_empty(), "{:?}", requests(&world));
}

fn requests(world: &World) -> Vec<String> {
    let path = RelPath::parse(".mythline/requests").unwrap();
    world.folder.names(Some(&path)).unwrap_or_default()
}
