//! How long what is left takes, as people are told.

use std::{sync::Arc, time::Duration};

use mythline_jobs::{Durations, Engine, EngineOptions, ManualClock};
use mythline_protocol::JobStatus;
use serde_json::json;

use crate::world::{World, gated, noon, request, until};

/// A world whose time stands still, and which knows what `durations` has learnt.
async fn world(clock: &Arc<ManualClock>, durations: &Durations) -> World {
    World::with(|mut options| {
        options.clock = clock.clone();
        options.durations = durations.clone();
        options
    })
    .await
}

/// Lets a job do its next step in so many seconds.
async fn step(world: &World, clock: &ManualClock, id: &str, seconds: u64) {
    let row = world.until_status(id, JobStatus::Running).await;
    clock.advance(Duration::from_secs(seconds));
    world.work.let_go(id, 1);
    world.until(id, |now| now.current == row.current + 1).await;
}

async fn queue_becomes(world: &World, clock: &ManualClock, wanted: Option<u32>) {
    let told = || {
        clock.advance(Duration::from_millis(100));
        world.engine.queue().time_left_s == wanted
    };
    until(told, || format!("{:?}", world.engine.queue())).await;
}

#[tokio::test]
async fn time_left_is_learnt_from_the_first_steps_and_told_coarsely() {
    let clock = noon();
    let world = world(&clock, &Durations::default()).await;
    let id = world.start("Tower", gated(4)).await;
    assert_eq!(world.until_status(&id, JobStatus::Running).await.time_left_s, None, "nothing is known yet");
    step(&world, &clock, &id, 100).await;
    assert_eq!(world.row(&id).time_left_s, Some(300));
    step(&world, &clock, &id, 100).await;
    assert_eq!(world.row(&id).time_left_s, Some(180), "200 seconds, in minutes");
    assert_eq!(world.engine.time_left(&id).await.unwrap(), Some(Duration::from_secs(200)));
    step(&world, &clock, &id, 40).await;
    assert_eq!(world.row(&id).time_left_s, Some(60));
    assert_eq!(world.task(&id)["details"]["time_left_s"], 60, "those who look are told too");
    world.work.let_go(&id, 1);
    let done = world.until_status(&id, JobStatus::Completed).await;
    assert_eq!(done.time_left_s, None);
}

#[tokio::test]
async fn the_time_of_a_pause_does_not_count() {
    let clock = noon();
    let world = world(&clock, &Durations::default()).await;
    let id = world.start("Tower", gated(4)).await;
    step(&world, &clock, &id, 60).await;
    // Half of the second step, which is then begun again, and a night.
    clock.advance(Duration::from_secs(30));
    world.engine.pause(&id).await.unwrap();
    assert_eq!(world.row(&id).time_left_s, Some(180));
    clock.advance(Duration::from_secs(8 * 3_600));
    world.engine.resume(&id).await.unwrap();
    assert_eq!(world.row(&id).time_left_s, Some(180), "right at once after the pause");
    step(&world, &clock, &id, 60).await;
    assert_eq!(world.row(&id).time_left_s, Some(120));
}

#[tokio::test]
async fn what_was_learnt_is_known_in_another_workspace_before_anything_runs() {
    let clock = noon();
    let data = tempfile::tempdir().unwrap();
    {
        let world = world(&clock, &Durations::open(data.path())).await;
        let id = world.start("Tower", gated(3)).await;
        for _ in 0..3 {
            step(&world, &clock, &id, 120).await;
        }
        world.until_status(&id, JobStatus::Completed).await;
        world.engine.quit().await.unwrap();
    }
    let world = world(&clock, &Durations::open(data.path())).await;
    let asked = request("Tower", json!({ "steps": 4 }));
    assert_eq!(world.engine.foretell("steps", &asked).await.unwrap(), Some(Duration::from_secs(480)));
    let other = request("Tower", json!({ "steps": 4, "lane": "large" }));
    assert_eq!(world.engine.foretell("steps", &other).await.unwrap(), None, "another model, another speed");
    assert!(world.engine.foretell("steps", &request("no notes", json!({}))).await.is_err());
    let id = world.start("Tower", gated(4)).await;
    assert_eq!(world.row(&id).time_left_s, Some(480));
}

#[tokio::test]
async fn the_queue_is_told_as_a_whole() {
    let clock = noon();
    let world = world(&clock, &Durations::default()).await;
    let first = world.start("One", gated(2)).await;
    let second = world.start("Two", gated(3)).await;
    let third = world.start("Three", gated(1)).await;
    queue_becomes(&world, &clock, None).await;
    world.until_status(&first, JobStatus::Running).await;
    step(&world, &clock, &first, 100).await;
    // One step of the first, three of the second, one of the third; a job that is paused is not waited for.
    queue_becomes(&world, &clock, Some(480)).await;
    world.until(&second, |row| row.time_left_s == Some(300)).await;
    world.engine.pause(&third).await.unwrap();
    queue_becomes(&world, &clock, Some(420)).await;
    world.engine.set_limit("small", 2).await.unwrap();
    queue_becomes(&world, &clock, Some(300)).await;
    world.engine.set_limit("small", 1).await.unwrap();
    world.engine.cancel(&second).await.unwrap();
    queue_becomes(&world, &clock, Some(120)).await;
    world.engine.cancel(&first).await.unwrap();
    queue_becomes(&world, &clock, None).await;
}

#[tokio::test]
async fn a_queue_that_is_held_is_not_waited_for() {
    let clock = noon();
    let durations = Durations::default();
    let world = world(&clock, &durations).await;
    let id = world.start("One", gated(1)).await;
    step(&world, &clock, &id, 240).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.hold_queue(true).await.unwrap();
    let waits = world.start("Two", gated(1)).await;
    assert_eq!(world.row(&waits).time_left_s, Some(240));
    queue_becomes(&world, &clock, None).await;
    world.engine.hold_queue(false).await.unwrap();
    queue_becomes(&world, &clock, Some(240)).await;
}

#[tokio::test]
async fn one_who_looks_is_told_what_the_owner_knows() {
    let clock = noon();
    let world = world(&clock, &Durations::default()).await;
    let id = world.start("Tower", gated(3)).await;
    step(&world, &clock, &id, 120).await;
    let mut options = EngineOptions::new(world.folder.clone(), "mythline", vec![world.work.clone()]);
    options.look = true;
    let looking = Engine::open(options).await.unwrap();
    assert_eq!(looking.row(&id).unwrap().time_left_s, Some(240));
}
