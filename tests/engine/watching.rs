//! What other programs do to the files of jobs while the engine holds the workspace.

mod records;
mod service;
mod source;

use std::{sync::Arc, time::Duration};

use mythline_files::RelPath;
use mythline_jobs::{ChangeSource, Engine, EngineOptions, FilesChanged, Notice, SystemChanges};
use mythline_protocol::{JobSource, JobStatus};
use serde_json::json;
use tempfile::TempDir;

use self::source::{Deaf, Told};
use crate::world::{World, gated, put, soon, until};

async fn heard_by(source: Arc<dyn ChangeSource>) -> World {
    World::with(|mut options| {
        options.changes = source;
        options
    })
    .await
}

async fn finished(world: &World, subject: &str) -> String {
    let id = world.start(subject, json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    id
}

#[tokio::test]
async fn a_file_of_another_tool_is_shown_as_it_comes_and_goes() {
    let world = World::new().await;
    world.put(".mythline/tasks/import.json", br#"{"status":"running","current":1,"total":4}"#);
    let row = world.until("tasks/import", |row| row.progress == 25.0).await;
    assert_eq!((row.source, row.actions.len()), (JobSource::Other, 0));
    world.put(".mythline/tasks/import.json", br#"{"status":"completed"}"#);
    world.until_status("tasks/import", JobStatus::Completed).await;
    std::fs::remove_file(world.dir.path().join(".mythline/tasks/import.json")).unwrap();
    until(|| world.engine.row("tasks/import").is_err(), || "still there".into()).await;
}

#[tokio::test]
async fn folders_that_are_made_and_removed_later_are_watched_too() {
    let world = World::new().await;
    assert!(!world.has(".mythline/story_jobs"));
    for round in 1..=3 {
        let job = json!({ "status": "running", "current": round, "total": 4 });
        world.put(".mythline/story_jobs/Shadowglen.json", job.to_string().as_bytes());
        world.until("story_jobs/Shadowglen", |row| row.current == round).await;
        std::fs::remove_dir_all(world.dir.path().join(".mythline/story_jobs")).unwrap();
        until(|| world.engine.row("story_jobs/Shadowglen").is_err(), || "still there".into()).await;
    }
}

#[tokio::test]
async fn a_folder_that_is_read_before_it_is_watched_and_is_gone_then_is_gone() {
    let source = Arc::new(Told::default());
    let world = heard_by(source.clone()).await;
    let root = world.dir.path().canonicalize().unwrap();
    let file = ".mythline/story_jobs/Shadowglen.json";
    world.put(file, br#"{"status":"running","current":1,"total":4}"#);
    source.tell(Notice::Changed(root.join(file)));
    world.until("story_jobs/Shadowglen", |row| row.current == 1).await;
    std::fs::remove_dir_all(root.join(".mythline/story_jobs")).unwrap();
    source.tell(Notice::Changed(root.join(".mythline/story_jobs")));
    until(|| world.engine.row("story_jobs/Shadowglen").is_err(), || "still there".into()).await;
}

#[tokio::test]
async fn what_the_engine_writes_itself_is_no_change() {
    let world = World::new().await;
    let mut feed = world.engine.subscribe();
    feed.next().await.unwrap();
    let id = world.start("Tower", gated(3)).await;
    world.work.let_go(&id, 3);
    world.until_status(&id, JobStatus::Completed).await;
    // A file that comes after it is noticed after it.
    world.put(".mythline/tasks/mark.json", br#"{"status":"running"}"#);
    world.until("tasks/mark", |_| true).await;
    assert_eq!(world.task(&id)["attempt"], 1);
    assert_eq!(world.row(&id).status, JobStatus::Completed);
    let names = std::fs::read_dir(world.dir.path().join(".mythline/tasks")).unwrap();
    assert_eq!(names.count(), 2, "nothing was set aside");
}

#[tokio::test]
async fn thousands_of_files_that_change_at_once_are_all_shown() {
    let dir = TempDir::new().unwrap();
    let world = World::over(dir, |options| options).await;
    let tasks = world.dir.path().join(".mythline/tasks");
    std::fs::create_dir_all(&tasks).unwrap();
    for number in 0..3000 {
        let task = json!({ "status": "running", "current": number, "total": 3000 });
        std::fs::write(tasks.join(format!("import-{number}.json")), task.to_string()).unwrap();
    }
    let shown = || world.engine.rows().len();
    until(|| shown() == 3000, || shown().to_string()).await;
    for number in 0..3000 {
        std::fs::remove_file(tasks.join(format!("import-{number}.json"))).unwrap();
    }
    until(|| shown() == 0, || shown().to_string()).await;
}

#[tokio::test]
async fn when_more_changes_than_can_be_told_everything_is_looked_at() {
    let source = Arc::new(Told::default());
    let world = heard_by(source.clone()).await;
    let id = finished(&world, "Tower").await;
    world.put(".mythline/tasks/import.json", br#"{"status":"running"}"#);
    std::fs::remove_file(world.dir.path().join(format!(".mythline/tasks/{id}.json"))).unwrap();
    assert!(world.engine.row("tasks/import").is_err(), "nobody has told");
    source.tell(Notice::Overflowed);
    world.until("tasks/import", |_| true).await;
    until(|| world.engine.row(&id).is_err(), || "still there".into()).await;
}

#[tokio::test]
async fn where_nobody_tells_changes_are_looked_for() {
    let broken = Arc::new(Told::default());
    let small = Arc::new(Told { room: Some(1), ..Told::default() });
    for source in [Arc::new(Deaf) as Arc<dyn ChangeSource>, broken.clone(), small] {
        let world = heard_by(source).await;
        let id = finished(&world, "Tower").await;
        if broken.tell.lock().unwrap().is_some() {
            broken.tell(Notice::Ended("the watcher has died".to_owned()));
        }
        world.put(".mythline/tasks/import.json", br#"{"status":"running"}"#);
        world.until("tasks/import", |_| true).await;
        world.put(".mythline/tasks/import.json", br#"{"status":"running","message":"More."}"#);
        world.until("tasks/import", |row| row.message == "More.").await;
        std::fs::remove_file(world.dir.path().join(format!(".mythline/tasks/{id}.json"))).unwrap();
        until(|| world.engine.row(&id).is_err(), || "still there".into()).await;
    }
}

#[tokio::test]
async fn names_that_differ_only_in_case_or_form_are_jobs_of_their_own() {
    let dir = TempDir::new().unwrap();
    put(dir.path(), "probe", b"");
    if dir.path().join("PROBE").exists() {
        return; // Here they are one file.
    }
    let world = World::over(dir, |options| options).await;
    let id = finished(&world, "Caf\u{e9}").await;
    let names = ["CAF\u{c9}", "caf\u{e9}", "cafe\u{301}"];
    for (at, name) in names.iter().enumerate() {
        let job = json!({ "status": "running", "current": at, "total": 4 });
        world.put(&format!(".mythline/story_jobs/{name}.json"), job.to_string().as_bytes());
    }
    world.put(&format!(".mythline/tasks/{}.json", id.to_uppercase()), br#"{"status":"running"}"#);
    for (at, name) in names.iter().enumerate() {
        world.until(&format!("story_jobs/{name}"), |row| row.current as usize == at).await;
    }
    let upper = format!("tasks/{}", id.to_uppercase());
    world.until_status(&upper, JobStatus::Running).await;
    std::fs::remove_file(world.dir.path().join(format!(".mythline/{upper}.json"))).unwrap();
    until(|| world.engine.row(&upper).is_err(), || "still there".into()).await;
    assert_eq!(world.row(&id).status, JobStatus::Completed, "another file's end is not its end");
}

#[tokio::test]
async fn a_program_that_looks_sees_what_changes_without_being_told() {
    let world = World::new().await;
    let look = EngineOptions { look: true, ..EngineOptions::new(world.folder.clone(), "mythline", vec![]) };
    let second = Engine::open(look).await.unwrap();
    world.put(".mythline/tasks/import.json", br#"{"status":"running"}"#);
    until(|| second.row("tasks/import").is_ok(), || "not seen".into()).await;
    std::fs::remove_file(world.dir.path().join(".mythline/tasks/import.json")).unwrap();
    until(|| second.row("tasks/import").is_err(), || "still seen".into()).await;
}

#[tokio::test]
async fn folders_are_watched_one_by_one_and_links_are_not() {
    let source = Arc::new(Told::default());
    let world = heard_by(source.clone()).await;
    finished(&world, "Tower").await;
    let root = world.dir.path().canonicalize().unwrap();
    source.tell(Notice::Changed(root.join(".mythline")));
    until(|| world.engine.watched() == 4, || world.engine.watched().to_string()).await;
    #[cfg(unix)]
    {
        std::fs::remove_dir_all(root.join(".mythline/story_jobs")).unwrap();
        std::os::unix::fs::symlink("/tmp", root.join(".mythline/story_jobs")).unwrap();
        source.tell(Notice::Changed(root.join(".mythline/story_jobs")));
        until(|| world.engine.watched() == 3, || world.engine.watched().to_string()).await;
    }
    tokio::time::timeout(Duration::from_secs(20), world.engine.quit()).await.unwrap().unwrap();
}

#[tokio::test]
async fn whoever_shows_other_files_hears_of_their_changes() {
    let deaf: Arc<dyn ChangeSource> = Arc::new(Deaf);
    for source in [Arc::new(SystemChanges) as Arc<dyn ChangeSource>, deaf] {
        let world = heard_by(source).await;
        world.put("output/Old/research.md", b"Notes.");
        let mut changes = world.engine.changes_in(RelPath::parse("output").unwrap());
        for file in ["output/Old/research.md", "output/New/research.md", "output/New/takes/one/take.json"] {
            world.put(file, b"More notes.");
            let wanted = RelPath::parse(file).unwrap();
            let told = |changed| match changed {
                FilesChanged::Any => true,
                FilesChanged::Some(files) => files.contains(&wanted),
            };
            while !told(soon(changes.next()).await) {}
        }
    }
}
