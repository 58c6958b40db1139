//! A workspace in a temporary folder, with an engine on it.

use std::{path::Path, sync::Arc, time::Duration};

use mythline_files::{Folder, RelPath, Tap};
use mythline_jobs::{Engine, EngineOptions, ManualClock, WorkRequest};
use mythline_protocol::{CommandError, JobRow, JobStatus};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::work::StepWork;

/// How long a condition may take to come true before the test fails. Never waited for in full.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) dir: TempDir,
    pub(crate) folder: Folder,
    pub(crate) work: Arc<StepWork>,
    pub(crate) engine: Engine,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|options| options).await
    }

    /// A fresh workspace, with the options changed by `change`.
    pub(crate) async fn with(change: impl FnOnce(EngineOptions) -> EngineOptions) -> Self {
        Self::over(TempDir::new().unwrap(), change).await
    }

    /// A workspace that is there already.
    pub(crate) async fn over(dir: TempDir, change: impl FnOnce(EngineOptions) -> EngineOptions) -> Self {
        let folder = Folder::open(dir.path()).unwrap();
        let work = StepWork::new(folder.clone());
        let options = EngineOptions::new(folder.clone(), "mythline", vec![work.clone()]);
        let engine = Engine::open(change(options)).await.unwrap();
        Self { dir, folder, work, engine }
    }

    /// A workspace whose engine writes through a tap.
    pub(crate) async fn tapped(tap: Arc<dyn Tap>) -> Self {
        Self::with(|mut options| {
            options.folder = options.folder.with_tap(tap);
            options
        })
        .await
    }

    /// The same workspace, opened again after the engine has quit.
    pub(crate) async fn again(self) -> Self {
        self.engine.quit().await.unwrap();
        Self::over(self.dir, |options| options).await
    }

    pub(crate) async fn start(&self, subject: &str, options: Value) -> String {
        self.engine.start("steps", request(subject, options)).await.unwrap().job_id
    }

    pub(crate) fn row(&self, id: &str) -> JobRow {
        self.engine.row(id).unwrap()
    }

    /// Waits until a job's row is as wanted, and answers the row.
    pub(crate) async fn until(&self, id: &str, wanted: impl Fn(&JobRow) -> bool) -> JobRow {
        let found = || self.engine.row(id).ok().filter(|row| wanted(row));
        until(|| found().is_some(), || format!("{:#?}", self.engine.row(id))).await;
        self.engine.row(id).unwrap()
    }

    pub(crate) async fn until_status(&self, id: &str, status: JobStatus) -> JobRow {
        self.until(id, |row| row.status == status).await
    }

    /// The task file of a job.
    pub(crate) fn task(&self, id: &str) -> Value {
        serde_json::from_str(&self.text(&format!(".mythline/tasks/{id}.json"))).unwrap()
    }

    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.dir.path().join(path).exists()
    }

    /// Puts a file where another program would.
    pub(crate) fn put(&self, path: &str, content: &[u8]) {
        put(self.dir.path(), path, content);
    }
}

/// A folder in memory, where the system has one: for tests that make hundreds of workspaces and decide
/// themselves what reaches the disk.
pub(crate) fn memory() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap()
}

/// Puts a file into a workspace that is not open.
pub(crate) fn put(dir: &Path, path: &str, content: &[u8]) {
    Folder::open(dir).unwrap().write(&RelPath::parse(path).unwrap(), content).unwrap();
}

pub(crate) fn request(subject: &str, options: Value) -> WorkRequest {
    let Value::Object(options) = options else { panic!("options are an object") };
    WorkRequest { subject: subject.to_owned(), player: None, options }
}

/// A job of this many steps that does them one by one, as the test lets it.
pub(crate) fn gated(steps: u32) -> Value {
    json!({ "steps": steps, "gate": true })
}

/// Waits until something is so; says what is instead when it does not come true.
pub(crate) async fn until(so: impl Fn() -> bool, instead: impl Fn() -> String) {
    let watch = async {
        while !so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    if tokio::time::timeout(PATIENCE, watch).await.is_err() {
        panic!("waited in vain; there is: {}", instead());
    }
}

/// Fails when something does not come in good time.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("waited in vain")
}

pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, CommandError>) -> mythline_protocol::ErrorCode {
    result.unwrap_err().code
}

/// A clock that stands still, at noon of a day in 2023.
pub(crate) fn noon() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(1_700_000_000_000))
}
