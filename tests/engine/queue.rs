//! Who runs, who waits, and in which order.

use mythline_jobs::Place;
use mythline_protocol::{Action, ErrorCode, JobStatus};
use serde_json::json;

use crate::world::{World, code, gated, until};

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
