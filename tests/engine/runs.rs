//! Runs that fail, panic, talk much, and what is told of them.

use mythline_protocol::{Action, ErrorCode, Group, JobStatus};
use serde_json::json;

use crate::world::{World, code, until};

#[tokio::test]
async fn a_failure_keeps_the_work_before_it_and_the_detail_goes_to_the_log() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 4, "end": "fail" })).await;
    let row = world.until_status(&id, JobStatus::Error).await;
    assert_eq!(row.group, Group::NeedsYou);
    assert_eq!(row.error.as_ref().unwrap().code, ErrorCode::ModelFailed);
    assert_eq!(row.message, "The model stopped answering. 1 of 4 kept.");
    assert_eq!(row.actions, [Action::Resume, Action::Retry, Action::Discard]);
    let refused = world.engine.result(&id).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (ErrorCode::JobFailed, "The model stopped answering.")
    );
    let task = world.text(&format!(".mythline/tasks/{id}.json"));
    assert!(task.contains(r#""code": "model_failed""#) && !task.contains("0xdead"));
    let log = format!(".mythline/logs/{id}.log");
    until(|| world.has(&log) && world.text(&log).contains("0xdead"), || world.text(&log)).await;
    assert!(world.text(&log).lines().all(|line| line.contains("Z INFO  ") || line.contains("Z ERROR ")));
}

#[tokio::test]
async fn a_panic_is_an_error_and_the_next_job_runs() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 4, "end": "panic" })).await;
    let next = world.start("Keep", json!({ "steps": 1 })).await;
    let row = world.until_status(&id, JobStatus::Error).await;
    assert_eq!(row.error.unwrap().code, ErrorCode::Internal);
    assert!(!row.message.contains("fault"), "{}", row.message);
    world.until_status(&next, JobStatus::Completed).await;
}

#[tokio::test]
async fn a_failed_job_can_be_resumed_and_does_nothing_twice() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 3, "end": "fail" })).await;
    world.until_status(&id, JobStatus::Error).await;
    world.engine.resume(&id).await.unwrap();
    let row = world.until(&id, |row| row.status == JobStatus::Error && row.attempt == 2).await;
    assert_eq!(row.current, 1);
    assert_eq!(world.text(&format!("output/steps/{id}/1.txt")), format!("{id} 1\n"));
}

#[tokio::test]
async fn progress_never_goes_back_and_its_last_value_is_on_disk() {
    let world = World::new().await;
    let mut feed = world.engine.subscribe();
    feed.next().await.unwrap();
    let id = world.start("Tower", json!({ "steps": 3, "talk": 20_000 })).await;
    let mut seen = Vec::new();
    loop {
        let event = crate::world::soon(feed.next()).await.unwrap();
        let mythline_protocol::JobsEvent::Batch { changed, .. } = event else { continue };
        seen.extend(changed.iter().filter(|row| row.id == id).map(|row| row.progress));
        if changed.iter().any(|row| row.status == JobStatus::Completed) {
            break;
        }
    }
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(seen.len() < 2_000, "60,000 updates came as {} rows", seen.len());
    let task = world.task(&id);
    assert_eq!((&task["progress"], &task["current"]), (&json!(100.0), &json!(3)));
    assert_eq!(code(world.engine.pause(&id).await), ErrorCode::NotNow);
}

#[tokio::test]
async fn the_story_job_is_beside_the_task_for_the_newest_job() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 2 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    let file = ".mythline/story_jobs/Tower.json";
    until(|| world.has(file) && world.text(file).contains("completed"), || world.text(file)).await;
    let job: serde_json::Value = serde_json::from_str(&world.text(file)).unwrap();
    assert_eq!((&job["current"], &job["total"], &job["task_id"]), (&json!(2), &json!(2), &json!(id)));
    assert!(job["details"].is_object() && job["timestamp"].is_f64() && job["message"].is_string());
    let newer = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&newer, JobStatus::Completed).await;
    until(|| world.text(file).contains(&newer), || world.text(file)).await;
    world.engine.clean(std::slice::from_ref(&newer)).await.unwrap();
    until(|| world.has(file) && world.text(file).contains(&id), || "the older job's is not back".into())
        .await;
    world.engine.clean(&[id]).await.unwrap();
    until(|| !world.has(file), || world.text(file)).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_log_is_not_held_open_when_nothing_is_left_to_write() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for subject in ["Tower", "Keep", "Moat"] {
        ids.push(world.start(subject, json!({ "steps": 2 })).await);
    }
    for id in &ids {
        world.until_status(id, JobStatus::Completed).await;
    }
    let last_words = |id: &String| {
        let log = format!(".mythline/logs/{id}.log");
        world.has(&log) && world.text(&log).contains("step 2 is done")
    };
    until(|| ids.iter().all(last_words), || "a log is not written to its end".into()).await;
    let logs = world.dir.path().canonicalize().unwrap().join(".mythline/logs");
    let held = || {
        let files = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
        let files = files.filter_map(|file| std::fs::read_link(file.path()).ok());
        files.filter(|file| file.starts_with(&logs)).collect::<Vec<_>>()
    };
    until(|| held().is_empty(), || format!("{:?}", held())).await;
}
