//! A story by a model on a server, from the start to the finished take.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use mythline_protocol::{
    AddServerParams, ChangeServerParams, ErrorCode, JobRow, JobStatus, JobsEvent, StartParams,
};
use mythline_studio::{Entry, Models, Places, Studio, StudioOptions, shelf};
use mythline_tests::{Asked, LIMIT, NOTES, Reply, TestServer};
use tempfile::TempDir;
use tokio::sync::Notify;

/// A studio with notes, whose stories are written by the model on this server.
async fn studio(test: &TestServer, wait: bool, at_once: u32) -> (Studio, TempDir) {
    let root = tempfile::tempdir().unwrap();
    let folder = |name: &str| root.path().join(name);
    for subject in ["The Ferry", "The Other Ferry"] {
        fs::create_dir_all(folder("workspace/output").join(subject)).unwrap();
        fs::write(folder("workspace/output").join(subject).join("research.md"), NOTES).unwrap();
    }
    let places = Places { config: folder("config"), data: folder("data"), home: None };
    let models: Arc<dyn Models> = shelf(&places).unwrap();
    let params = AddServerParams {
        url: test.url(),
        at_once: Some(at_once),
        wait_when_down: wait,
        ..AddServerParams::default()
    };
    let added = models.add_server(params).await.unwrap();
    models.use_model(&added.id).await.unwrap();
    let options = StudioOptions {
        workspace: folder("workspace"),
        config: places.config.clone(),
        data: places.data.clone(),
        program: "mythline",
        models,
        entry: Entry::Own,
        make: false,
    };
    (Studio::open(options).await.unwrap(), root)
}

async fn start(studio: &Studio, subject: &str) {
    let params = StartParams { subject: subject.into(), seed: Some(1), ..StartParams::default() };
    studio.start(params).await.unwrap();
}

/// Waits until this holds of the jobs; answers them.
async fn until(studio: &Studio, holds: impl Fn(&[JobRow]) -> bool) -> Vec<JobRow> {
    let mut jobs = studio.subscribe_jobs();
    loop {
        let rows = studio.jobs();
        if holds(&rows) {
            return rows;
        }
        let _: JobsEvent = jobs.next().await.unwrap();
    }
}

/// Tells a note again as a good model does: word for word.
fn retold(asked: &Asked) -> Reply {
    let note = asked.last_said().split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = note.split_inclusive(' ').collect();
    Reply::texts(&words)
}

/// Whether the model is asked what it can do, once before its first story.
fn measures(asked: &Asked) -> bool {
    asked.last_said().contains("one line of JSON")
}

fn answer(asked: &Asked) -> Reply {
    if asked.what == "GET /v1/models" { Reply::models(&["far"]) } else { retold(asked) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_written_by_a_model_on_a_server() {
    let test = TestServer::start(|asked, _| answer(asked)).await;
    let (studio, root) = studio(&test, false, 1).await;
    start(&studio, "The Ferry").await;
    let ended =
        |rows: &[JobRow]| rows.iter().all(|row| row.status == JobStatus::Completed) && !rows.is_empty();
    let row = until(&studio, ended).await.remove(0);
    assert_eq!(row.model.as_deref(), Some("far"));
    assert!(row.words > 50, "{row:?}");
    let story = fs::read_to_string(root.path().join("workspace/output/The Ferry/story.md")).unwrap();
    assert!(story.len() > 300, "{story}");
    let chats = test.asked().iter().filter(|asked| asked.what.ends_with("/chat/completions")).count();
    assert!(chats > 5, "the server wrote it: {chats}");
    studio.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_writes_as_many_stories_at_once_as_was_set() {
    // Nobody is answered before both have asked.
    let test = TestServer::start(|asked, before| match asked.what.as_str() {
        "GET /v1/models" => answer(asked),
        _ if measures(asked) => retold(asked),
        _ if before == 1 => Reply::beginning(&["The ferry"]).silent(),
        _ => retold(asked),
    })
    .await;
    let (studio, _root) = studio(&test, false, 2).await;
    start(&studio, "The Ferry").await;
    until(&studio, |rows| rows.iter().any(|row| row.status == JobStatus::Running)).await;
    start(&studio, "The Other Ferry").await;
    let both = |rows: &[JobRow]| rows.iter().filter(|row| row.status == JobStatus::Completed).count() == 1;
    let rows = until(&studio, both).await;
    assert_eq!(
        rows.iter().filter(|row| row.status == JobStatus::Running).count(),
        1,
        "one waits for the server"
    );
    studio.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_fails_the_job_with_its_work_kept() {
    let test = TestServer::start(|asked, before| match asked.what.as_str() {
        "GET /v1/models" => answer(asked),
        _ if before < 12 => retold(asked),
        _ => Reply::status(401, "{}"),
    })
    .await;
    let (studio, root) = studio(&test, false, 1).await;
    start(&studio, "The Ferry").await;
    let failed = |rows: &[JobRow]| rows.iter().any(|row| row.status == JobStatus::Error);
    let row = until(&studio, failed).await.remove(0);
    let error = row.error.unwrap();
    assert_eq!(error.code, ErrorCode::ServerRefused);
    let takes = root.path().join("workspace/output/The Ferry/takes").join(row.id);
    assert!(takes.join("take.json").exists(), "what was written is kept");
    studio.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_two_stories_are_written_at_once_and_the_number_can_be_changed_meanwhile() {
    const MOST: usize = 32;
    // Nobody is answered before thirty-two ask at the same time.
    let (asking, full) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let test = TestServer::start({
        let (asking, full) = (asking.clone(), full.clone());
        move |asked, before| match asked.what.as_str() {
            "GET /v1/models" => answer(asked),
            _ if measures(asked) => retold(asked),
            _ if before <= MOST => {
                if asking.fetch_add(1, Ordering::SeqCst) + 1 == MOST {
                    full.notify_one();
                }
                Reply::beginning(&["The ferry"]).silent()
            }
            _ => retold(asked),
        }
    })
    .await;
    let (studio, root) = studio(&test, false, 2).await;
    for number in 0..MOST + 4 {
        let subject = format!("Ferry {number}");
        let folder = root.path().join("workspace/output").join(&subject);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("research.md"), NOTES).unwrap();
        start(&studio, &subject).await;
    }
    let running = |rows: &[JobRow]| rows.iter().filter(|row| row.status == JobStatus::Running).count();
    until(&studio, |rows| running(rows) == 2 && asking.load(Ordering::SeqCst) == 2).await;

    let change = ChangeServerParams { id: "far".into(), at_once: 32, ..ChangeServerParams::default() };
    studio.change_server(change.clone()).await.unwrap();
    tokio::time::timeout(LIMIT, full.notified()).await.unwrap();
    let rows = until(&studio, |rows| running(rows) >= MOST).await;
    assert_eq!(running(&rows), MOST, "no more than the limit");
    assert!(rows.iter().filter(|row| row.status == JobStatus::Queued).count() >= 4);

    // Fewer from now on: those that run go on, and nothing new begins.
    studio.change_server(ChangeServerParams { at_once: 1, ..change }).await.unwrap();
    let one = rows.iter().find(|row| row.status == JobStatus::Running).unwrap().id.clone();
    studio.cancel(&one).await.unwrap();
    assert_eq!(running(&studio.jobs()), MOST - 1);
    studio.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_says_while_it_waits_for_a_server_that_is_down_and_goes_on_when_it_is_back() {
    let back = Arc::new(AtomicBool::new(true));
    let test = TestServer::start({
        let back = back.clone();
        move |asked, before| match asked.what.as_str() {
            "GET /v1/models" => answer(asked),
            // After some facts it goes down, until somebody has seen that the job says so.
            _ if before == 3 => {
                back.store(false, Ordering::SeqCst);
                Reply::status(503, "{}")
            }
            _ if !back.load(Ordering::SeqCst) => Reply::status(503, "{}"),
            _ => retold(asked),
        }
    })
    .await;
    let (studio, root) = studio(&test, true, 1).await;
    start(&studio, "The Ferry").await;
    let note = "far is in trouble. It is asked again; what was finished is kept.";
    let waiting = |rows: &[JobRow]| rows.iter().any(|row| row.message == note);
    let row = until(&studio, waiting).await.remove(0);
    assert_eq!(row.status, JobStatus::Running);
    back.store(true, Ordering::SeqCst);
    let row =
        until(&studio, |rows| rows.iter().any(|row| row.status == JobStatus::Completed)).await.remove(0);
    studio.quit().await;
    let log = root.path().join("workspace/.mythline/logs").join(format!("{}.log", row.id));
    let log = fs::read_to_string(log).unwrap();
    assert_eq!(log.matches(note).count(), 1, "once, however often it was asked: {log}");
    assert!(log.contains("The model writes again."), "{log}");
}
