//! Who runs, who waits, and in which order.

use std::time::Duration;

use mythline_jobs::{Clock, Place};
use mythline_protocol::{Action, ErrorCode, JobStatus};
use serde_json::json;

use crate::world::{World, code, gated, noon, request, until};

fn in_lane(lane: &str) -> serde_json::Value {
    json!({ "steps": 1, "gate": true, "lane": lane })
}

#[tokio::test]
async fn a_lane_runs_as_many_as_its_limit_and_the_limit_changes_at_once() {
    let world = World::new().await;
    let first = world.start("One", in_lane("small")).await;
    let second = world.start("Two", in_lane("small")).await;
    let third = world.start("Three", in_lane("small")).await;
    let other = world.start("Four", in_lane("big")).await;
    world.until_status(&first, JobStatus::Running).await;
    world.until_status(&other, JobStatus::Running).await;
    assert_eq!((world.row(&second).place, world.row(&third).place), (Some(1), Some(2)));
    assert_eq!(world.row(&second).actions, [Action::Pause, Action::Cancel]);
    assert_eq!(world.row(&third).actions, [Action::WriteNow, Action::Pause, Action::Cancel]);
    world.engine.set_limit("small", 2).await.unwrap();
    world.until_status(&second, JobStatus::Running).await;
    world.until(&third, |row| row.place == Some(1)).await;
    world.work.let_go(&first, 1);
    world.until_status(&third, JobStatus::Running).await;
    assert_eq!(world.row(&third).place, None);
}

#[tokio::test]
async fn those_that_wait_can_be_moved() {
    let world = World::new().await;
    let running = world.start("Zero", gated(1)).await;
    let mut waiting = Vec::new();
    for subject in ["One", "Two", "Three", "Four"] {
        waiting.push(world.start(subject, gated(1)).await);
    }
    let order = || {
        let mut rows: Vec<_> = waiting.iter().map(|id| world.row(id)).collect();
        rows.sort_by_key(|row| row.place);
        rows.iter().map(|row| row.subject.clone()).collect::<Vec<_>>()
    };
    let becomes = async |wanted: [&str; 4]| until(|| order() == wanted, || format!("{:?}", order())).await;
    world.engine.move_to(&waiting[2], Place::First).await.unwrap();
    becomes(["Three", "One", "Two", "Four"]).await;
    world.engine.move_to(&waiting[0], Place::Last).await.unwrap();
    becomes(["Three", "Two", "Four", "One"]).await;
    world.engine.move_to(&waiting[0], Place::Before(waiting[1].clone())).await.unwrap();
    becomes(["Three", "One", "Two", "Four"]).await;
    world.engine.write_now(&waiting[3]).await.unwrap();
    becomes(["Four", "Three", "One", "Two"]).await;
    assert_eq!(code(world.engine.move_to(&running, Place::First).await), ErrorCode::NotNow);
    assert_eq!(
        code(world.engine.move_to(&waiting[0], Place::Before(running.clone())).await),
        ErrorCode::NotNow
    );
    world.work.let_go(&running, 1);
    world.until_status(&waiting[3], JobStatus::Running).await;
}

#[tokio::test]
async fn a_paused_job_can_be_put_before_all_that_wait() {
    let world = World::new().await;
    let running = world.start("Zero", gated(1)).await;
    let waits = world.start("One", gated(1)).await;
    let paused = world.start("Two", gated(1)).await;
    world.engine.pause(&paused).await.unwrap();
    assert_eq!(world.row(&paused).place, None);
    world.engine.write_now(&paused).await.unwrap();
    world.until(&waits, |row| row.place == Some(2)).await;
    assert_eq!(world.row(&paused).place, Some(1));
    world.work.let_go(&running, 1);
    world.until_status(&paused, JobStatus::Running).await;
}

#[tokio::test]
async fn a_held_queue_begins_nothing() {
    let world = World::new().await;
    world.engine.hold_queue(true).await.unwrap();
    let id = world.start("One", json!({ "steps": 1 })).await;
    assert_eq!(world.row(&id).place, Some(1));
    assert_eq!(world.row(&id).status, JobStatus::Queued);
    world.engine.hold_queue(false).await.unwrap();
    world.until_status(&id, JobStatus::Completed).await;
}

#[tokio::test]
async fn a_paused_queue_frees_the_model_and_goes_on_where_it_was() {
    let world = World::new().await;
    let mut jobs = Vec::new();
    for subject in ["One", "Two", "Three"] {
        jobs.push(world.start(subject, gated(2)).await);
    }
    world.engine.set_every_limit(2).await.unwrap();
    for id in &jobs[..2] {
        world.until_status(id, JobStatus::Running).await;
    }
    world.engine.pause_queue().await.unwrap();
    let states = || jobs.iter().map(|id| world.row(id).status).collect::<Vec<_>>();
    assert_eq!(
        states(),
        [JobStatus::Paused, JobStatus::Paused, JobStatus::Queued],
        "when it answers it is so"
    );
    assert!(world.engine.queue_settings().await.held);
    world.engine.hold_queue(false).await.unwrap();
    for id in &jobs[..2] {
        world.until_status(id, JobStatus::Running).await;
    }
    assert_eq!(world.row(&jobs[2]).place, Some(1), "who had begun goes first");
}

#[tokio::test]
async fn after_this_one_nothing_begins_until_somebody_says_so() {
    let world = World::new().await;
    let first = world.start("One", gated(1)).await;
    let second = world.start("Two", gated(1)).await;
    world.until_status(&first, JobStatus::Running).await;
    world.engine.hold_queue(true).await.unwrap();
    world.work.let_go(&first, 1);
    world.until_status(&first, JobStatus::Completed).await;
    assert_eq!(world.row(&second).status, JobStatus::Queued);
    world.engine.hold_queue(false).await.unwrap();
    world.until_status(&second, JobStatus::Running).await;
}

#[tokio::test]
async fn a_job_waits_for_its_time_and_lets_others_pass() {
    let clock = noon();
    let world = World::with(|mut options| {
        options.clock = clock.clone();
        options
    })
    .await;
    let now = clock.wall();
    let at = now + 3_600_000;
    let options = json!({ "steps": 1 });
    let timed =
        world.engine.start_at("steps", request("One", options.clone()), Some(at)).await.unwrap().job_id;
    let row = world.row(&timed);
    assert_eq!(
        (row.status, row.start_at, row.message.as_str()),
        (JobStatus::Queued, Some(at), "Waits for its time.")
    );
    assert_eq!(row.actions, [Action::WriteNow, Action::Pause, Action::Cancel]);
    assert!(world.task(&timed)["start_at"].is_string());
    let other = world.start("Two", gated(1)).await;
    world.until_status(&other, JobStatus::Running).await;
    // Paused and resumed it still waits for its time.
    world.engine.pause(&timed).await.unwrap();
    world.engine.resume(&timed).await.unwrap();
    assert_eq!(world.row(&timed).start_at, Some(at));
    clock.advance(Duration::from_secs(1_800));
    world.engine.cancel(&other).await.unwrap();
    assert_eq!(world.row(&timed).status, JobStatus::Queued);
    clock.advance(Duration::from_secs(1_800));
    let row = world.until_status(&timed, JobStatus::Completed).await;
    assert_eq!(row.start_at, None);
}

#[tokio::test]
async fn a_clock_that_is_set_brings_the_time_sooner() {
    let clock = noon();
    let world = World::with(|mut options| {
        options.clock = clock.clone();
        options
    })
    .await;
    let at = clock.wall() + 3_600_000;
    let timed =
        world.engine.start_at("steps", request("One", json!({ "steps": 1 })), Some(at)).await.unwrap().job_id;
    clock.set_wall(at + 1);
    clock.advance(Duration::from_secs(20));
    world.until_status(&timed, JobStatus::Completed).await;
}

#[tokio::test]
async fn a_time_that_is_over_or_not_wanted_any_more_is_none() {
    let clock = noon();
    let world = World::with(|mut options| {
        options.clock = clock.clone();
        options
    })
    .await;
    let at = Some(clock.wall() + 3_600_000);
    let one = json!({ "steps": 1 });
    let past = world.engine.start_at("steps", request("Past", one.clone()), Some(7)).await.unwrap().job_id;
    world.until_status(&past, JobStatus::Completed).await;
    let now = world.engine.start_at("steps", request("Now", one.clone()), at).await.unwrap().job_id;
    world.engine.write_now(&now).await.unwrap();
    world.until_status(&now, JobStatus::Completed).await;
    let again = world.engine.start_at("steps", request("Again", one.clone()), at).await.unwrap().job_id;
    let attached = world.engine.start("steps", request("Again", one)).await.unwrap();
    assert_eq!(attached.job_id, again);
    world.until_status(&again, JobStatus::Completed).await;
}

#[tokio::test]
async fn pausing_takes_effect_within_a_second() {
    let world = World::new().await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    let begun = std::time::Instant::now();
    world.engine.pause(&id).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}
