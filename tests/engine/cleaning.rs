//! Cleaning, its undo, and what goes by itself.

use std::time::Duration;

use mythline_protocol::{ErrorCode, JobStatus};
use serde_json::json;

use crate::world::{World, code, gated, noon, until};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn a_clean_moves_the_record_and_its_undo_brings_it_back() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 2 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    let before = world.task(&id);
    let answer = world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    assert_eq!(
        (answer.cleaned[0].job_id.as_str(), answer.cleaned[0].title.as_str()),
        (id.as_str(), "The Tower")
    );
    assert_eq!(code(world.engine.row(&id)), ErrorCode::UnknownJob);
    assert!(!world.has(&format!(".mythline/tasks/{id}.json")));
    assert!(world.has(&format!(".mythline/cleaned/{id}.json")));
    assert!(world.has(&format!("output/steps/{id}/2.txt")), "what was written stays");
    world.engine.undo_clean(std::slice::from_ref(&id)).await.unwrap();
    assert_eq!(world.row(&id).status, JobStatus::Completed);
    assert_eq!(world.task(&id), before);
    assert_eq!(code(world.engine.undo_clean(&[id]).await), ErrorCode::UnknownJob);
}

#[tokio::test]
async fn a_cleaned_record_is_purged_when_its_time_is_over() {
    let clock = noon();
    let hands = clock.clone();
    let world = World::with(|mut options| {
        options.clock = clock;
        options
    })
    .await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    until(
        || {
            hands.advance(Duration::from_millis(50));
            world.row(&id).status == JobStatus::Completed
        },
        || "".into(),
    )
    .await;
    let answer = world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    assert_eq!(answer.undo_until, mythline_jobs::Clock::wall(&*hands) + 10_000);
    hands.advance(Duration::from_secs(30));
    assert!(world.has(&format!(".mythline/cleaned/{id}.json")), "longer than the button shows");
    hands.advance(Duration::from_secs(31));
    until(|| !world.has(&format!(".mythline/cleaned/{id}.json")), || "still there".into()).await;
    assert_eq!(code(world.engine.undo_clean(&[id]).await), ErrorCode::UnknownJob);
}

#[tokio::test]
async fn a_clean_cancels_what_is_at_work_first() {
    let world = World::new().await;
    let running = world.start("One", gated(2)).await;
    let queued = world.start("Two", gated(2)).await;
    let ids = [running.clone(), queued.clone(), running.clone()];
    let answer = world.engine.clean(&ids).await.unwrap();
    assert_eq!(answer.cleaned.len(), 2);
    world.engine.undo_clean(&[running.clone(), queued]).await.unwrap();
    assert_eq!(world.row(&running).status, JobStatus::Cancelled);
}

#[tokio::test]
async fn an_unknown_id_among_many_cleans_nothing() {
    let world = World::new().await;
    let id = world.start("One", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    assert_eq!(code(world.engine.clean(&[id.clone(), "ffff".into()]).await), ErrorCode::UnknownJob);
    assert_eq!(world.row(&id).status, JobStatus::Completed);
}

#[tokio::test]
async fn clean_finished_takes_completed_and_cancelled_jobs_alone() {
    let world = World::new().await;
    let done = world.start("Done", json!({ "steps": 1 })).await;
    world.until_status(&done, JobStatus::Completed).await;
    let failed = world.start("Failed", json!({ "steps": 2, "end": "fail" })).await;
    world.until_status(&failed, JobStatus::Error).await;
    let running = world.start("Running", gated(1)).await;
    let cancelled = world.start("Cancelled", gated(1)).await;
    world.engine.cancel(&cancelled).await.unwrap();
    let answer = world.engine.clean_finished().await.unwrap();
    let mut cleaned: Vec<_> = answer.cleaned.into_iter().map(|job| job.job_id).collect();
    cleaned.sort();
    let mut wanted = vec![done, cancelled];
    wanted.sort();
    assert_eq!(cleaned, wanted);
    assert_eq!(world.row(&failed).status, JobStatus::Error);
    assert!(world.row(&running).status.is_active());
}

#[tokio::test]
async fn a_discarded_job_leaves_what_it_finished() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 3, "end": "fail" })).await;
    world.until_status(&id, JobStatus::Error).await;
    world.engine.discard(&id).await.unwrap();
    assert_eq!(code(world.engine.row(&id)), ErrorCode::UnknownJob);
    assert!(world.has(&format!("output/steps/{id}/1.txt")));
}

#[tokio::test]
async fn finished_records_go_by_themselves_after_a_day_and_are_shown_before() {
    let clock = noon();
    let hands = clock.clone();
    let world = World::with(|mut options| {
        options.clock = clock;
        options
    })
    .await;
    let done = world.start("Done", json!({ "steps": 1 })).await;
    until(
        || {
            hands.advance(Duration::from_millis(50));
            world.row(&done).status == JobStatus::Completed
        },
        || "".into(),
    )
    .await;
    let failed = world.start("Failed", json!({ "steps": 2, "end": "fail" })).await;
    until(
        || {
            hands.advance(Duration::from_millis(50));
            world.row(&failed).status == JobStatus::Error
        },
        || "".into(),
    )
    .await;
    assert!(world.engine.older_than(DAY).is_empty());
    hands.advance(DAY);
    assert_eq!(world.engine.older_than(DAY)[0].job_id, done);
    until(
        || {
            hands.advance(Duration::from_secs(60));
            world.engine.row(&done).is_err()
        },
        || "still there".into(),
    )
    .await;
    assert_eq!(world.row(&failed).status, JobStatus::Error, "what needs its user stays");
}

#[tokio::test]
async fn what_an_earlier_program_cleaned_is_gone_at_the_next_start() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    let world = world.again().await;
    until(|| !world.has(&format!(".mythline/cleaned/{id}.json")), || "still there".into()).await;
    assert!(world.engine.rows().is_empty());
}
