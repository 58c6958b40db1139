//! Files that are not what they should be, and files of other tools.

use mythline_jobs::{Engine, EngineOptions};
use mythline_protocol::{ErrorCode, Group, JobSource, JobStatus};
use serde_json::json;
use tempfile::TempDir;

use crate::world::{World, code, put, request, until};

const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

#[tokio::test]
async fn a_damaged_task_file_is_shown_with_the_reason_and_left_alone() {
    let good = TempDir::new().unwrap();
    let world = World::over(good, |options| options).await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.quit().await.unwrap();
    let whole = world.text(&format!(".mythline/tasks/{id}.json"));
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("10000000-0000-4000-8000-000000000000", Vec::new(), "The file is empty."),
        (
            "20000000-0000-4000-8000-000000000000",
            whole.as_bytes()[..whole.len() / 2].to_vec(),
            "The file is cut short.",
        ),
        ("30000000-0000-4000-8000-000000000000", b"\x89PNG\r\n".to_vec(), "The file is not JSON."),
        (
            "40000000-0000-4000-8000-000000000000",
            br#"{"schema":1,"status":[7]}"#.to_vec(),
            "The file does not have the fields of a job.",
        ),
        (
            "50000000-0000-4000-8000-000000000000",
            whole.clone().into_bytes(),
            "The file holds the id of another job.",
        ),
        ("60000000-0000-4000-8000-000000000000", vec![b' '; 50 << 20], "The file is larger than 4 MB."),
        (
            "70000000-0000-4000-8000-000000000000",
            whole.replace(r#""schema": 1"#, r#""schema": 99"#).into_bytes(),
            "The file was written by a newer version of Mythline.",
        ),
        ("notes", b"[1, 2]".to_vec(), "The file does not have the fields of a job."),
    ];
    for (name, content, _) in &cases {
        put(world.dir.path(), &format!(".mythline/tasks/{name}.json"), content);
    }
    std::fs::create_dir(world.dir.path().join(".mythline/tasks/80000000-0000-4000-8000-000000000000.json"))
        .unwrap();
    let World { dir, .. } = world;
    let world = World::over(dir, |options| options).await;
    for (name, content, reason) in &cases {
        let row = world.row(&format!("tasks/{name}"));
        assert_eq!((row.source, row.group), (JobSource::Damaged, Group::NeedsYou), "{name}");
        let problem = row.problem.unwrap();
        assert_eq!(
            (problem.reason.as_str(), problem.file),
            (*reason, format!(".mythline/tasks/{name}.json"))
        );
        assert!(row.actions.is_empty());
        assert_eq!(
            &std::fs::read(world.dir.path().join(format!(".mythline/tasks/{name}.json"))).unwrap(),
            content
        );
        assert_eq!(code(world.engine.cancel(&row.id).await), ErrorCode::DamagedFile);
    }
    let folder = world.row("tasks/80000000-0000-4000-8000-000000000000");
    assert_eq!(folder.problem.unwrap().reason, "The file is a folder.");
    assert_eq!(world.row(&id).status, JobStatus::Completed, "the rest is there");
}

#[cfg(unix)]
#[tokio::test]
async fn links_and_pipes_are_not_followed_and_do_not_hang() {
    let dir = TempDir::new().unwrap();
    put(dir.path(), "secret.json", br#"{"status":"running"}"#);
    put(dir.path(), ".mythline/tasks/x.json", b"{}");
    let tasks = dir.path().join(".mythline/tasks");
    std::os::unix::fs::symlink(dir.path().join("secret.json"), tasks.join("link.json")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", tasks.join("zero.json")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(tasks.join("pipe.json")).status().unwrap();
    assert!(made.success());
    let world = World::over(dir, |options| options).await;
    for (name, reason) in
        [("link", "The file is a link."), ("zero", "The file is a link."), ("pipe", "The file is a pipe.")]
    {
        assert_eq!(world.row(&format!("tasks/{name}")).problem.unwrap().reason, reason);
    }
}

#[tokio::test]
async fn files_of_other_tools_are_rows_that_cannot_be_controlled() {
    let dir = TempDir::new().unwrap();
    put(
        dir.path(),
        &format!(".mythline/tasks/{ID}.json"),
        br#"{"status":"running","progress":50,"message":"Processing data"}"#,
    );
    put(dir.path(), ".mythline/story_jobs/Shadowglen.json", br#"{"status":"in_progress","message":"Scene 2","current":2,"total":8,"details":{},"timestamp":1700000000.0}"#);
    let world = World::over(dir, |options| options).await;
    let task = world.row(&format!("tasks/{ID}"));
    assert_eq!((task.source, task.status, task.progress), (JobSource::Other, JobStatus::Running, 50.0));
    assert_eq!(task.message, "Processing data");
    let job = world.row("story_jobs/Shadowglen");
    assert_eq!((job.source, job.subject.as_str(), job.progress), (JobSource::Other, "Shadowglen", 25.0));
    assert_eq!(code(world.engine.cancel(&job.id).await), ErrorCode::NotNow);
    assert_eq!(code(world.engine.clean(&[job.id]).await), ErrorCode::NotNow);
    assert!(world.text(&format!(".mythline/tasks/{ID}.json")).contains("Processing data"));
}

#[tokio::test]
async fn a_story_job_that_cannot_be_read_is_not_written_over() {
    let dir = TempDir::new().unwrap();
    put(dir.path(), ".mythline/story_jobs/Tower.json", b"my own notes, not JSON");
    let world = World::over(dir, |options| options).await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.quit().await.unwrap();
    assert_eq!(world.text(".mythline/story_jobs/Tower.json"), "my own notes, not JSON");
}

#[tokio::test]
async fn a_task_file_damaged_meanwhile_is_told_and_left_alone() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    let file = format!(".mythline/tasks/{id}.json");
    world.put(&file, b"{");
    assert_eq!(code(world.engine.result(&id).await), ErrorCode::DamagedFile);
    assert_eq!(code(world.engine.retry(&id).await), ErrorCode::DamagedFile);
    assert_eq!(world.text(&file), "{");
}

#[tokio::test]
async fn a_record_of_schema_1_loads_and_keeps_what_it_does_not_know() {
    let dir = TempDir::new().unwrap();
    let fixture = include_bytes!("../fixtures/state/task-schema-1.json");
    put(dir.path(), &format!(".mythline/tasks/{ID}.json"), fixture);
    let world = World::over(dir, |options| options).await;
    let row = world.row(ID);
    assert_eq!((row.status, row.title.as_str()), (JobStatus::Interrupted, "The Beacon of Marrow Point"));
    assert_eq!((row.current, row.total, row.words, row.attempt), (4, 9, 512, 2));
    assert_eq!(row.created_at, 1_764_000_000_250);
    assert_eq!(row.model.as_deref(), Some("smollm2-135m"));
    until(|| world.task(ID)["status"] == "interrupted", || world.task(ID).to_string()).await;
    let task = world.task(ID);
    assert_eq!(task["mood"], json!({ "of": "a later version" }));
    assert_eq!(task["details"]["tokens"], 9000);
    assert_eq!(task["request"]["wish"], "Keep it quiet.");
}

#[tokio::test]
async fn a_workspace_that_is_no_folder_is_refused() {
    let dir = TempDir::new().unwrap();
    put(dir.path(), "file", b"");
    let error = mythline_files::Folder::open(&dir.path().join("file")).map(drop).unwrap_err();
    assert_eq!(error.reason(), "is a file");
    put(dir.path(), ".mythline", b"a file where the folder should be");
    let folder = mythline_files::Folder::open(dir.path()).unwrap();
    let refused = Engine::open(EngineOptions::new(folder, "mythline", vec![])).await.map(drop).unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadWorkspace);
    assert_eq!(refused.message, "The workspace cannot be opened: its job folder is a file.");
}

#[tokio::test]
async fn a_workspace_that_is_deleted_meanwhile_is_told() {
    let world = World::new().await;
    std::fs::remove_dir_all(world.dir.path()).unwrap();
    let refused = world.engine.start("steps", request("Tower", json!({ "steps": 1 }))).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadWorkspace);
    assert!(refused.message.contains("moved or deleted"), "{refused}");
    assert!(world.engine.rows().is_empty());
}

#[tokio::test]
async fn a_file_that_says_falsely_that_its_job_runs_does_not_keep_it_from_running() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 2, "end": "fail" })).await;
    world.until_status(&id, JobStatus::Error).await;
    let path = format!(".mythline/tasks/{id}.json");
    world.put(&path, world.text(&path).replace("\"error\",", "\"running\",").as_bytes());
    world.engine.resume(&id).await.unwrap();
    world.until(&id, |row| row.attempt == 2 && row.status == JobStatus::Error).await;
}
