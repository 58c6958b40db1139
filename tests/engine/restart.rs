//! What is as it was when the workspace is opened again, and what goes on by itself.

use mythline_jobs::{EngineOptions, Place};
use mythline_protocol::JobStatus;
use serde_json::json;

use crate::world::{World, gated, request, until};

/// Opens the workspace again after a quit.
async fn again(world: World, go_on: bool) -> World {
    world.engine.quit().await.unwrap();
    over(world, go_on).await
}

async fn over(world: World, go_on: bool) -> World {
    World::over(world.dir, |mut options: EngineOptions| {
        options.settings.go_on = go_on;
        options
    })
    .await
}

async fn four(world: &World) -> Vec<String> {
    let mut jobs = Vec::new();
    for subject in ["One", "Two", "Three", "Four"] {
        jobs.push(world.start(subject, gated(1)).await);
    }
    world.until_status(&jobs[0], JobStatus::Running).await;
    world.engine.move_to(&jobs[3], Place::First).await.unwrap();
    jobs
}

#[tokio::test]
async fn nothing_runs_by_itself_and_who_comes_back_has_the_old_place() {
    let world = World::new().await;
    let jobs = four(&world).await;
    let world = again(world, false).await;
    let states = || jobs.iter().map(|id| world.row(id).status).collect::<Vec<_>>();
    use JobStatus::{Interrupted, Paused};
    assert_eq!(states(), [Interrupted, Paused, Paused, Paused]);
    world.engine.hold_queue(true).await.unwrap();
    for n in [2, 1, 3, 0] {
        world.engine.resume(&jobs[n]).await.unwrap();
    }
    let places: Vec<_> = jobs.iter().map(|id| world.row(id).place).collect();
    assert_eq!(places, [Some(1), Some(3), Some(4), Some(2)]);
}

#[tokio::test]
async fn where_the_setting_says_so_all_goes_on_in_its_order() {
    let world = World::new().await;
    let jobs = four(&world).await;
    let paused = world.start("Paused", gated(1)).await;
    world.engine.pause(&paused).await.unwrap();
    let world = again(world, true).await;
    let row = world.until_status(&jobs[0], JobStatus::Running).await;
    assert_eq!(row.attempt, 2);
    assert_eq!(world.row(&paused).status, JobStatus::Paused, "what somebody paused stays so");
    for (n, next) in [(0, 3), (3, 1), (1, 2)] {
        world.work.let_go(&jobs[n], 1);
        world.until_status(&jobs[next], JobStatus::Running).await;
    }
    assert_eq!(world.text(&format!("output/steps/{}/1.txt", jobs[0])), format!("{} 1\n", jobs[0]));
}

#[tokio::test]
async fn after_a_crash_all_goes_on_too_where_the_setting_says_so() {
    let world = World::new().await;
    let jobs = four(&world).await;
    // As a crash leaves them: the files of a moment at which the program was at work.
    let files: Vec<(String, String)> = jobs
        .iter()
        .map(|id| format!(".mythline/tasks/{id}.json"))
        .chain([".mythline/queue.json".to_owned()])
        .map(|path| (path.clone(), world.text(&path)))
        .collect();
    world.engine.quit().await.unwrap();
    files.iter().for_each(|(path, text)| world.put(path, text.as_bytes()));
    let world = over(world, true).await;
    world.until_status(&jobs[0], JobStatus::Running).await;
    until(
        || [3, 1, 2].map(|n| world.row(&jobs[n]).place) == [Some(1), Some(2), Some(3)],
        || format!("{:?}", jobs.iter().map(|id| world.row(id).place).collect::<Vec<_>>()),
    )
    .await;
}

#[tokio::test]
async fn hold_and_limits_are_kept() {
    let world = World::new().await;
    world.engine.set_every_limit(2).await.unwrap();
    world.engine.set_limit("big", 3).await.unwrap();
    world.engine.hold_queue(true).await.unwrap();
    let waiting = world.start("One", json!({ "steps": 1 })).await;
    let world = again(world, true).await;
    let queue = world.engine.queue_settings().await;
    assert_eq!((queue.held, queue.limit, queue.limits.get("big")), (true, 2, Some(&3)));
    world.until(&waiting, |row| row.place == Some(1)).await; // It waits on, as the queue is held.
    world.engine.hold_queue(false).await.unwrap();
    world.until_status(&waiting, JobStatus::Completed).await;
    let mut running = Vec::new();
    for subject in ["Two", "Three", "Four"] {
        running.push(world.start(subject, gated(1)).await);
    }
    for id in &running[..2] {
        world.until_status(id, JobStatus::Running).await;
    }
    assert_eq!(world.row(&running[2]).place, Some(1));
}

#[tokio::test]
async fn what_was_paused_with_the_queue_goes_on_with_it_after_a_restart_too() {
    let world = World::new().await;
    let id = world.start("One", gated(1)).await;
    world.until_status(&id, JobStatus::Running).await;
    world.engine.pause_queue().await.unwrap();
    let world = again(world, false).await;
    assert_eq!(world.row(&id).status, JobStatus::Paused);
    world.engine.hold_queue(false).await.unwrap();
    world.until_status(&id, JobStatus::Running).await;
}

#[tokio::test]
async fn a_time_is_kept_and_waited_for_again() {
    let at = 4_000_000_000_000;
    for go_on in [false, true] {
        let world = World::new().await;
        let start = world.engine.start_at("steps", request("One", json!({ "steps": 1 })), Some(at));
        let id = start.await.unwrap().job_id;
        let world = again(world, go_on).await;
        let wanted = if go_on { JobStatus::Queued } else { JobStatus::Paused };
        let row = world.until_status(&id, wanted).await;
        assert_eq!(row.start_at, Some(at));
        if !go_on {
            world.engine.resume(&id).await.unwrap();
            assert_eq!(world.row(&id).message, "Waits for its time.");
        }
    }
}

#[tokio::test]
async fn a_queue_that_cannot_be_read_stops_nothing() {
    for content in ["", "{", "[]", r#"{"schema":99,"held":true}"#, r#"{"schema":1,"order":["../x"]}"#] {
        let world = World::new().await;
        world.engine.quit().await.unwrap();
        world.put(".mythline/queue.json", content.as_bytes());
        let world = over(world, true).await;
        assert!(!world.engine.queue_settings().await.held);
        let id = world.start("One", json!({ "steps": 1 })).await;
        world.until_status(&id, JobStatus::Completed).await;
    }
}
