//! A workspace with an engine on it, and jobs that do nothing but say where they are.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use mythline_files::Folder;
use mythline_jobs::{
    Effort, Efforts, Engine, EngineOptions, JobHandle, Outcome, Prepared, StepProgress, Work, WorkEnd,
    WorkRequest,
};
use mythline_protocol::{CommandError, JobStatus, JobsEvent};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{sync::watch, time::MissedTickBehavior};

/// Jobs of one lane that run at once.
pub(crate) const JOBS: usize = 100;

/// A folder on the disk that the build folder lies on.
pub(crate) fn on_disk() -> TempDir {
    TempDir::new_in(crate::figure::top().join("target")).expect("a folder")
}

/// A folder in memory, where the system has one: for comparing what programs do, whatever the disk is.
pub(crate) fn in_memory() -> TempDir {
    TempDir::new_in("/dev/shm").unwrap_or_else(|_| on_disk())
}

pub(crate) struct Desk {
    pub(crate) engine: Engine,
    dir: TempDir,
    gate: watch::Sender<bool>,
}

impl Desk {
    /// A fresh workspace in a folder made for it.
    pub(crate) async fn new(dir: TempDir) -> Self {
        let folder = Folder::open(dir.path()).expect("the folder is there");
        let (gate, opens) = watch::channel(false);
        let mut options = EngineOptions::new(folder, "mythline", vec![Arc::new(Says { opens })]);
        options.settings.lane_limit = JOBS;
        options.settings.clean_after = None;
        Self { engine: Engine::open(options).await.expect("the workspace opens"), dir, gate }
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// Starts a job that says so many times where it is, once in `every` or as fast as it can.
    pub(crate) async fn start(&self, subject: &str, updates: u32, every: Option<Duration>) -> String {
        let every_ms = every.map(|every| every.as_millis() as u64);
        let Value::Object(options) = json!({ "updates": updates, "every_ms": every_ms }) else {
            unreachable!("an object is an object")
        };
        let request = WorkRequest { subject: subject.to_owned(), player: None, options };
        self.engine.start("says", request).await.expect("it starts").job_id
    }

    /// [`JOBS`] jobs that have all begun and wait to be let go.
    pub(crate) async fn line_up(&self, updates: u32, every: Option<Duration>) -> Vec<String> {
        let mut ids = Vec::with_capacity(JOBS);
        for job in 0..JOBS {
            ids.push(self.start(&format!("Subject {job}"), updates, every).await);
        }
        self.until(|status| status == JobStatus::Running).await;
        ids
    }

    pub(crate) fn let_go(&self) {
        self.gate.send_replace(true);
    }

    /// Returns when every job stands so.
    pub(crate) async fn until(&self, so: impl Fn(JobStatus) -> bool) {
        let mut feed = self.engine.subscribe();
        while !self.engine.rows().iter().all(|row| so(row.status)) {
            feed.next().await.expect("the engine runs");
        }
    }

    /// Reads everything, as a window would, until the engine has ended; answers how many rows it was sent.
    pub(crate) fn look_on(&self) -> tokio::task::JoinHandle<usize> {
        let mut feed = self.engine.subscribe();
        tokio::spawn(async move {
            let mut rows = 0;
            while let Some(event) = feed.next().await {
                rows += match event {
                    JobsEvent::Snapshot { rows, .. } => rows.len(),
                    JobsEvent::Batch { changed, .. } => changed.len(),
                };
            }
            rows
        })
    }

    /// Checks that the last thing that every job said is in its file.
    pub(crate) fn last_values_are_on_disk(&self, ids: &[String], updates: u32) {
        for id in ids {
            let file = self.path().join(format!(".mythline/tasks/{id}.json"));
            let task: Value = serde_json::from_slice(&std::fs::read(file).expect("a task file"))
                .expect("a whole task file");
            assert_eq!(task["details"]["words"], updates, "the last value of {id} is not on disk");
            assert_eq!(task["status"], "completed");
        }
    }
}

/// Work that says where it is.
struct Says {
    opens: watch::Receiver<bool>,
}

#[async_trait]
impl Work for Says {
    fn kind(&self) -> &'static str {
        "says"
    }

    async fn prepare(&self, request: &WorkRequest) -> Result<Prepared, CommandError> {
        Ok(Prepared {
            subject: request.subject.clone(),
            title: format!("The {}", request.subject),
            total: number(request, "updates"),
            lane: "smollm2-135m-instruct".to_owned(),
            efforts: ahead(),
        })
    }

    async fn run(&self, job: JobHandle) -> Result<Outcome, WorkEnd> {
        let total = number(&job.request, "updates");
        job.progress(at(0, total));
        let mut opens = self.opens.clone();
        tokio::select! {
            () = job.stop.cancelled() => return Err(WorkEnd::Stopped),
            opened = opens.wait_for(|open| *open) => drop(opened.expect("the gate is there")),
        }
        let every_ms = job.request.options.get("every_ms").and_then(Value::as_u64);
        if let Some(every_ms) = every_ms {
            let mut tick = tokio::time::interval(Duration::from_millis(every_ms));
            tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
            for update in 1..=total {
                tick.tick().await;
                job.progress(at(update, total));
            }
        } else {
            for update in 1..=total {
                job.progress(at(update, total));
                if update % 64 == 0 {
                    tokio::task::yield_now().await;
                }
            }
        }
        Ok(Outcome { message: "Finished.".to_owned(), result: Value::Null })
    }
}

/// What a story says in the middle of a scene: the share of it that is written, and the words so far.
fn at(update: u32, total: u32) -> StepProgress {
    StepProgress {
        done: 0,
        total: 1,
        number: 1,
        name: "The harbour by night".to_owned(),
        message: "Writing scene 1.".to_owned(),
        fraction: update as f32 / total as f32,
        words: update,
        to_look_at: 0,
        effort: Some(Effort::new("quest_execution", 60.0)),
        ahead: ahead(),
    }
}

/// The steps that a story still has before it.
fn ahead() -> Efforts {
    [Effort::new("quest_execution", 80.0), Effort::new("conclusion", 40.0)].into_iter().collect()
}

fn number(request: &WorkRequest, name: &str) -> u32 {
    request.options.get(name).and_then(Value::as_u64).and_then(|n| n.try_into().ok()).unwrap_or(0)
}
