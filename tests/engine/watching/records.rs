//! What others do to records of ours: at rest they are what their files say, at work they are the engine's.

use std::sync::Arc;

use mythline_protocol::{JobRow, JobSource, JobStatus};
use serde_json::{Value, json};

use super::{finished, heard_by, source::Told};
use crate::world::{World, gated, until};

fn edit(world: &World, id: &str, change: impl FnOnce(&mut Value)) {
    let mut task = world.task(id);
    change(&mut task);
    world.put(&format!(".mythline/tasks/{id}.json"), task.to_string().as_bytes());
}

#[tokio::test]
async fn a_record_at_rest_is_what_its_file_says() {
    let world = World::new().await;
    let id = finished(&world, "Tower").await;
    edit(&world, &id, |task| {
        task["title"] = json!("The Leaning Tower");
        task["colour"] = json!("red");
    });
    world.until(&id, |row| row.title == "The Leaning Tower").await;
    edit(&world, &id, |task| task["status"] = json!("running"));
    // Nobody runs it: it is what it would be after a crash.
    world.until_status(&id, JobStatus::Interrupted).await;
    until(|| world.task(&id)["status"] == "interrupted", || world.task(&id).to_string()).await;
    assert_eq!(world.task(&id)["colour"], "red");
}

#[tokio::test]
async fn a_record_that_is_damaged_is_told_and_comes_right_again() {
    let world = World::new().await;
    let id = finished(&world, "Tower").await;
    let (file, damaged) = (format!(".mythline/tasks/{id}.json"), format!("tasks/{id}"));
    let whole = world.text(&file);
    world.put(&file, &whole.as_bytes()[..40]);
    let row = world.until(&damaged, |row| row.source == JobSource::Damaged).await;
    assert_eq!(row.problem.unwrap().reason, "The file is cut short.");
    assert!(world.engine.row(&id).is_err());
    world.put(&file, whole.as_bytes());
    world.until_status(&id, JobStatus::Completed).await;
    assert!(world.engine.row(&damaged).is_err());
}

#[tokio::test]
async fn a_record_at_rest_that_is_replaced_by_something_else_is_told_and_left() {
    let world = World::new().await;
    let id = finished(&world, "Tower").await;
    let file = world.dir.path().join(format!(".mythline/tasks/{id}.json"));
    let whole = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let row = world.until(&format!("tasks/{id}"), |row| row.problem.is_some()).await;
    assert_eq!(row.problem.unwrap().reason, "The file is a folder.");
    std::fs::remove_dir(&file).unwrap();
    #[cfg(unix)]
    {
        std::fs::write(world.dir.path().join("elsewhere.json"), &whole).unwrap();
        std::os::unix::fs::symlink(world.dir.path().join("elsewhere.json"), &file).unwrap();
        let is_link = |row: &JobRow| {
            row.problem.as_ref().is_some_and(|problem| problem.reason == "The file is a link.")
        };
        world.until(&format!("tasks/{id}"), is_link).await;
        std::fs::remove_file(&file).unwrap();
    }
    std::fs::write(&file, &whole).unwrap();
    world.until_status(&id, JobStatus::Completed).await;
}

#[tokio::test]
async fn a_record_at_rest_that_is_removed_is_gone_and_comes_back_with_its_file() {
    let world = World::new().await;
    let first = finished(&world, "Tower").await;
    let id = finished(&world, "Tower").await;
    until(|| story_job(&world)["task_id"] == id, || story_job(&world).to_string()).await;
    let file = world.dir.path().join(format!(".mythline/tasks/{id}.json"));
    let whole = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    until(|| world.engine.row(&id).is_err(), || "still there".into()).await;
    until(|| story_job(&world)["task_id"] == first, || story_job(&world).to_string()).await;
    std::fs::write(&file, &whole).unwrap();
    world.until_status(&id, JobStatus::Completed).await;
    until(|| story_job(&world)["task_id"] == id, || story_job(&world).to_string()).await;
}

fn story_job(world: &World) -> Value {
    let text = std::fs::read(world.dir.path().join(".mythline/story_jobs/Tower.json"));
    text.ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

#[tokio::test]
async fn the_record_of_a_job_at_work_is_the_engines_but_for_what_is_not_its_own() {
    let world = World::new().await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    world.engine.pause(&id).await.unwrap();
    edit(&world, &id, |task| {
        task["status"] = json!("completed");
        task["progress"] = json!(100);
        task["title"] = json!("The Leaning Tower");
        task["colour"] = json!("red");
        task["details"]["tokens"] = json!(9000);
    });
    let row = world.until(&id, |row| row.title == "The Leaning Tower").await;
    assert_eq!((row.status, row.saved), (JobStatus::Paused, true));
    let task = world.task(&id);
    assert_eq!((&task["status"], &task["colour"]), (&json!("paused"), &json!("red")));
    assert_eq!(task["details"]["tokens"], 9000);
    world.engine.resume(&id).await.unwrap();
    world.work.let_go(&id, 2);
    world.until_status(&id, JobStatus::Completed).await;
    assert_eq!(world.task(&id)["colour"], "red");
}

#[tokio::test]
async fn the_record_of_a_job_at_work_that_is_removed_or_damaged_is_written_again() {
    let world = World::new().await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    world.engine.pause(&id).await.unwrap();
    let file = format!(".mythline/tasks/{id}.json");
    std::fs::remove_file(world.dir.path().join(&file)).unwrap();
    until(|| world.has(&file) && world.task(&id)["status"] == "paused", || "not written again".into()).await;
    world.put(&file, b"a shopping list");
    until(|| world.text(&file).contains("paused"), || world.text(&file)).await;
    assert_eq!(world.text(&format!(".mythline/tasks/{id}.other-1.json")), "a shopping list");
    let row = world.until(&format!("tasks/{id}.other-1"), |row| row.problem.is_some()).await;
    assert_eq!(row.problem.unwrap().reason, "The file is not JSON.");
    assert_eq!(world.row(&id).status, JobStatus::Paused);
}

#[tokio::test]
async fn an_edit_is_seen_by_the_write_that_would_have_lost_it() {
    let world = heard_by(Arc::new(Told::default())).await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    // Nobody tells of it: only the engine's own next write can see it.
    edit(&world, &id, |task| task["colour"] = json!("red"));
    world.work.let_go(&id, 2);
    world.until_status(&id, JobStatus::Completed).await;
    assert_eq!(world.task(&id)["colour"], "red");
}
