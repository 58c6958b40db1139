//! What other programs do to the files of jobs while the engine holds the workspace.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use mythline_files::RelPath;
use mythline_jobs::{
    ChangeSource, Engine, EngineOptions, FilesChanged, Notice, SystemChanges, Tell, WatchedFolders,
};
use mythline_protocol::{JobRow, JobSource, JobStatus, JobsEvent};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::world::{World, gated, put, soon, until};

/// A source of changes in the place of the operating system.
#[derive(Default)]
struct Told {
    tell: Mutex<Option<Tell>>,
    folders: Arc<Mutex<Vec<PathBuf>>>,
    /// After so many folders the system has no more room.
    room: Option<usize>,
}

struct Folders(Arc<Mutex<Vec<PathBuf>>>, Option<usize>);

impl ChangeSource for Told {
    fn begin(&self, tell: Tell) -> anyhow::Result<Box<dyn WatchedFolders>> {
        *self.tell.lock().unwrap() = Some(tell);
        Ok(Box::new(Folders(self.folders.clone(), self.room)))
    }
}

impl WatchedFolders for Folders {
    fn add(&mut self, folder: &Path) -> anyhow::Result<()> {
        let mut folders = self.0.lock().unwrap();
        anyhow::ensure!(self.1.is_none_or(|room| folders.len() < room), "no room for more watches");
        folders.push(folder.to_owned());
        Ok(())
    }
}

impl Told {
    fn tell(&self, notice: Notice) {
        self.tell.lock().unwrap().as_ref().unwrap()(notice);
    }
}

/// Nothing is told at all.
struct Deaf;

impl ChangeSource for Deaf {
    fn begin(&self, _: Tell) -> anyhow::Result<Box<dyn WatchedFolders>> {
        anyhow::bail!("too many programs watch files")
    }
}

async fn heard_by(source: Arc<dyn ChangeSource>) -> World {
    World::with(|mut options| {
        options.changes = source;
        options
    })
    .await
}

fn edit(world: &World, id: &str, change: impl FnOnce(&mut Value)) {
    let mut task = world.task(id);
    change(&mut task);
    world.put(&format!(".mythline/tasks/{id}.json"), task.to_string().as_bytes());
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
            {}
        }
    }
}

/// Another program on the same workspace, as `tests/engine/other_tool.py` has it: it writes its files in their
/// place and whole at once, not beside and moved.
#[tokio::test]
async fn a_running_python_service_is_shown_with_its_progress_to_the_end() {
    let world = World::new().await;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/engine/other_tool.py");
    let mut feed = world.engine.subscribe();
    feed.next().await.unwrap();
    let mut python = match std::process::Command::new("python3").arg(script).arg(world.dir.path()).spawn() {
        Ok(python) => python,
        Err(e) => return eprintln!("There is no Python here, so this is not tried: {e}"),
    };
    let mut seen: std::collections::BTreeMap<String, Vec<f32>> = std::collections::BTreeMap::new();
    let ended = |row: &JobRow| row.status == JobStatus::Completed;
    while !["tasks/import", "tasks/steps", "story_jobs/Shadowglen"]
        .iter()
        .all(|id| world.engine.row(id).is_ok_and(|row| ended(&row)))
    {
        if let JobsEvent::Batch { changed, .. } = soon(feed.next()).await.unwrap() {
            for row in changed {
                assert_eq!(row.source, JobSource::Other, "never damaged: {row:?}");
                seen.entry(row.id).or_default().push(row.progress);
            }
        }
    }
    for (id, progress) in seen.into_iter().filter(|(id, _)| id != "tasks/fails") {
        assert!(progress.is_sorted(), "{id} goes forward: {progress:?}");
        assert!(progress.len() > 2, "{id} is followed on its way: {progress:?}");
    }
    let failed = world.until_status("tasks/fails", JobStatus::Error).await;
    assert_eq!(failed.error.unwrap().message, "the source is not there");
    assert_eq!(world.row("story_jobs/Shadowglen").message, "Story creation complete");
    assert!(python.wait().unwrap().success());
}
