//! The end of a program, in good order and not, and what the next one finds.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use mythline_jobs::{Engine, EngineOptions};
use mythline_protocol::{Action, ErrorCode, Group, JobStatus};
use tempfile::TempDir;

use crate::{
    work::StepWork,
    world::{World, code, gated, put, request, until},
};

#[tokio::test]
async fn what_was_at_work_at_a_quit_is_interrupted_and_what_waited_is_paused() {
    let world = World::new().await;
    let running = world.start("One", gated(3)).await;
    let queued = world.start("Two", gated(1)).await;
    world.work.let_go(&running, 1);
    world.until(&running, |row| row.current == 1).await;
    let engine = world.engine.clone();
    let world = world.again().await;
    assert_eq!(code(engine.start("steps", request("Late", gated(1))).await), ErrorCode::NotNow);
    let row = world.row(&running);
    assert_eq!((row.status, row.group), (JobStatus::Interrupted, Group::NeedsYou));
    assert_eq!(row.message, "The program was closed while this was being written. 1 of 3 kept.");
    assert_eq!(row.actions, [Action::Resume, Action::Retry, Action::Discard]);
    let row = world.row(&queued);
    assert_eq!((row.status, row.group), (JobStatus::Paused, Group::Waiting));
    world.engine.resume(&running).await.unwrap();
    world.work.let_go(&running, 2);
    world.until_status(&running, JobStatus::Completed).await;
    assert_eq!(world.row(&queued).status, JobStatus::Paused, "nothing runs by itself");
}

#[tokio::test]
async fn a_quit_releases_the_workspace_and_its_subscribers() {
    let world = World::new().await;
    let mut feed = world.engine.subscribe();
    assert!(feed.next().await.is_some());
    world.engine.quit().await.unwrap();
    crate::world::soon(async { while feed.next().await.is_some() {} }).await;
    world.engine.quit().await.unwrap();
    let again = Engine::open(EngineOptions::new(world.folder.clone(), "mythline", vec![])).await.unwrap();
    assert_eq!(again.access(), mythline_protocol::Access::Owner);
}

#[tokio::test]
async fn a_dropped_engine_stops_its_runs_and_lets_the_workspace_go() {
    let World { dir, engine, work, folder } = World::new().await;
    let id = engine.start("steps", request("One", gated(2))).await.unwrap().job_id;
    drop(engine);
    let free = || {
        let text = std::fs::read_to_string(dir.path().join(".mythline/owner.lock"));
        text.is_ok_and(|text| text.is_empty())
    };
    until(free, || "the lock is still held".to_owned()).await;
    drop((work, folder));
    let world = World::over(dir, |options| options).await;
    assert_eq!(world.row(&id).status, JobStatus::Interrupted);
}

#[tokio::test]
async fn a_story_job_that_a_crash_left_behind_is_put_right() {
    let world = World::new().await;
    let id = world.start("Tower", serde_json::json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.quit().await.unwrap();
    let file = ".mythline/story_jobs/Tower.json";
    let World { dir, .. } = world;
    put(dir.path(), file, format!(r#"{{"schema":1,"task_id":"{id}","status":"running"}}"#).as_bytes());
    put(dir.path(), ".mythline/story_jobs/Gone.json", br#"{"schema":1,"task_id":"x","status":"running"}"#);
    let world = World::over(dir, |options| options).await;
    until(|| world.has(file) && world.text(file).contains("completed"), || world.text(file)).await;
    assert!(!world.has(".mythline/story_jobs/Gone.json"));
}

#[tokio::test]
async fn a_run_that_does_not_stop_is_given_up_at_a_quit() {
    let clock = crate::world::noon();
    let hands = clock.clone();
    let world = World::with(|mut options| {
        options.clock = clock;
        options
    })
    .await;
    let id = world.start("Tower", serde_json::json!({ "steps": 1, "gate": true, "end": "stubborn" })).await;
    world.until(&id, |row| row.status != JobStatus::Queued).await;
    let quit = tokio::spawn({
        let engine = world.engine.clone();
        async move { engine.quit().await }
    });
    until(
        || {
            hands.advance(std::time::Duration::from_millis(500));
            quit.is_finished()
        },
        || "it waits for ever".to_owned(),
    )
    .await;
    quit.await.unwrap().unwrap();
    assert_eq!(world.task(&id)["status"], "interrupted");
}

/// Not a test of its own: the program that the next test kills.
#[test]
fn a_program_to_be_killed() {
    let Ok(dir) = std::env::var("MYTHLINE_TEST_KILLED_IN") else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = mythline_files::Folder::open(dir.as_ref()).unwrap();
        let work = StepWork::new(folder.clone());
        let engine = Engine::open(EngineOptions::new(folder, "mythline", vec![work.clone()])).await.unwrap();
        let id = engine.start("steps", request("Tower", gated(3))).await.unwrap().job_id;
        let waits = engine.start("steps", request("Keep", gated(1))).await.unwrap().job_id;
        work.let_go(&id, 1);
        until(|| engine.row(&id).unwrap().current == 1, || "no step".to_owned()).await;
        writeln!(std::io::stdout(), "killed {id} {waits}").unwrap();
        std::future::pending::<()>().await;
    });
}

#[tokio::test]
async fn after_a_kill_in_the_middle_of_a_step_a_resume_does_every_step_once() {
    let dir = TempDir::new().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::a_program_to_be_killed", "--nocapture"])
        .env("MYTHLINE_TEST_KILLED_IN", dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = lines.map_while(Result::ok).find_map(|line| Some(line.split_once("killed ")?.1.to_owned()));
    child.kill().unwrap();
    child.wait().unwrap();
    let said = said.unwrap();
    let (id, waits) = said.split_once(' ').unwrap();
    let status: serde_json::Value = serde_json::from_slice(
        &std::fs::read(dir.path().join(format!(".mythline/tasks/{id}.json"))).unwrap(),
    )
    .unwrap();
    assert_eq!(status["status"], "running", "that is what a crash leaves");
    put(dir.path(), ".mythline/tasks/.mythline-00000000000000000000000000000000.tmp", b"half a fi");

    let world = World::over(dir, |options| options).await;
    let row = world.row(id);
    assert_eq!(row.status, JobStatus::Interrupted);
    assert_eq!(row.message, "The program closed while this was being written. 1 of 3 kept.");
    assert_eq!(world.row(waits).status, JobStatus::Paused);
    until(|| world.task(id)["status"] == "interrupted", || world.task(id).to_string()).await;
    assert!(!world.has(".mythline/tasks/.mythline-00000000000000000000000000000000.tmp"), "swept");
    let story_job = ".mythline/story_jobs/Tower.json";
    until(|| world.has(story_job) && world.text(story_job).contains("interrupted"), || world.text(story_job))
        .await;
    world.engine.resume(id).await.unwrap();
    world.work.let_go(id, 2);
    world.until_status(id, JobStatus::Completed).await;
    for step in 1..=3 {
        assert_eq!(world.text(&format!("output/steps/{id}/{step}.txt")), format!("{id} {step}\n"));
    }
}
