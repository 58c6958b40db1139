//! The real engine beside the model: each act is done to both, and then they are compared.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use mythline_files::Folder;
use mythline_jobs::{Engine, EngineOptions, ManualClock};
use mythline_protocol::{CommandError, JobId, JobRow, JobSource, JobStatus};
use proptest::sample::Index;
use serde_json::Value;
use tempfile::TempDir;

use super::{
    FAILED,
    acts::Act,
    faults::Disk,
    model::{Job, Model, Place},
};
use crate::{
    work::{StepWork, step_file},
    world::{memory, noon},
};

/// Longer than the time in which a clean can be taken back.
const TOO_LATE: Duration = Duration::from_secs(90);
/// How long the engine may take to become what the model is, before and after the first failure.
const PATIENCE: [Duration; 2] = [Duration::from_secs(20), Duration::from_millis(500)];

pub(super) struct Play {
    pub(super) model: Model,
    pub(super) dir: TempDir,
    clock: Arc<ManualClock>,
    pub(super) disk: Arc<Disk>,
    pub(super) work: Arc<StepWork>,
    pub(super) engine: Engine,
    /// The ids of new jobs, in an order of their own.
    ids: Arc<AtomicU64>,
}

impl Play {
    pub(super) async fn begin() -> Self {
        let (dir, clock) = (memory(), noon());
        let ids = Arc::default();
        let (disk, work, engine) = open(&dir, &clock, &ids).await;
        Self { model: Model::new(), dir, clock, disk, work, engine, ids }
    }

    pub(super) async fn act(&mut self, act: &Act) {
        // No two jobs are of one moment, so that it is plain which is older.
        self.clock.advance(Duration::from_millis(1));
        match act {
            Act::Ask(verb) if self.can(verb) => self.ask(verb).await,
            Act::Step(index) => {
                if let Some(at) = self.runner(*index) {
                    self.work.let_go(&self.model.jobs[at].id, 1);
                    self.model.step(at);
                }
            }
            Act::Wait(time) => {
                self.clock.advance(*time);
                if *time > TOO_LATE {
                    self.forget_cleaned();
                }
            }
            Act::Reopen => {
                self.quit().await.unwrap();
                let (held, limits) = (self.model.held, self.model.limits);
                self.model.reopen();
                self.reopen().await;
                self.model.take_queue(&self.queue_left());
                assert_eq!(
                    (self.model.held, self.model.limits),
                    (held, limits),
                    "the queue is as it was set"
                );
            }
            Act::DieDuring(verb, n) if self.can(verb) => self.die_during(verb, *n).await,
            Act::DieInStep(index, n) => {
                if let Some(at) = self.runner(*index) {
                    self.die_in_step(at, *n).await;
                }
            }
            Act::FullDuring(verb) if self.can(verb) => self.full_during(verb).await,
            Act::Outside(edit) => self.edit(edit),
            Act::Ask(_) | Act::DieDuring(..) | Act::FullDuring(_) => {}
        }
        self.compare().await;
    }

    /// A last look: opened once more, everything is as it was, each step is there once, and the story jobs
    /// tell the truth.
    pub(super) async fn end(mut self) {
        self.act(&Act::Reopen).await;
        self.quit().await.unwrap();
        for row in self.ours() {
            let text = std::fs::read(self.dir.path().join(format!(".mythline/tasks/{}.json", row.id)));
            let task: Value = serde_json::from_slice(&text.unwrap()).unwrap();
            assert_eq!(task["status"], row.status.word());
            let job = self.model.jobs.iter().find(|job| job.id == row.id).unwrap();
            assert_eq!(task["note"].as_u64(), job.note.map(u64::from), "fields of others are kept");
        }
        for story_job in std::fs::read_dir(self.dir.path().join(".mythline/story_jobs")).into_iter().flatten()
        {
            let text = std::fs::read(story_job.unwrap().path()).unwrap();
            let told: Value = serde_json::from_slice(&text).unwrap();
            if let Some(id) = told["task_id"].as_str() {
                let row = self.ours().into_iter().find(|row| row.id == id);
                let row = row.unwrap_or_else(|| panic!("a story job of no job: {told}"));
                assert_eq!(told["status"], row.status.word(), "{told}");
            }
        }
    }

    /// The engine is, or becomes, what the model says.
    async fn compare(&self) {
        self.eventually(Self::agrees, |play| {
            format!("the model has {:#?}\nand the engine {:#?}", play.model, play.ours())
        })
        .await;
        for job in &self.model.jobs {
            assert_eq!(self.steps_done(job), job.done, "{job:?}");
        }
    }

    fn agrees(&self) -> bool {
        let rows = self.ours();
        let job_agrees = |at: usize, job: &Job| {
            let row = rows.iter().find(|row| row.id == job.id);
            match job.place {
                Place::Listed => {
                    let place = self.model.waiting.iter().position(|waits| *waits == at);
                    let place = place.map(|place| u32::try_from(place).unwrap() + 1);
                    // What recovery puts right is shown a moment before it is on disk.
                    self.status_on_disk(at) == job.status.word()
                        && row.is_some_and(|row| {
                            let kept = row.status != JobStatus::Running || row.current == job.done;
                            kept && row.status == job.status && row.place == place && row.saved
                        })
                }
                Place::Cleaned | Place::Gone => row.is_none(),
                Place::Damaged | Place::Deleted => true,
            }
        };
        let known = |row: &JobRow| self.model.jobs.iter().any(|job| job.id == row.id);
        self.model.jobs.iter().enumerate().all(|(at, job)| job_agrees(at, job)) && rows.iter().all(known)
    }

    /// What comes in good time; `instead` says what it was.
    pub(super) async fn in_time<T>(
        &self,
        what: impl Future<Output = T>,
        instead: impl FnOnce() -> String,
    ) -> T {
        let patience = PATIENCE[usize::from(FAILED.load(Ordering::Relaxed))];
        tokio::time::timeout(patience, what).await.unwrap_or_else(|_| panic!("{}", instead()))
    }

    pub(super) async fn eventually(&self, so: impl Fn(&Self) -> bool, instead: impl Fn(&Self) -> String) {
        let patience = PATIENCE[usize::from(FAILED.load(Ordering::Relaxed))];
        let watch = async {
            while !so(self) {
                // What is announced now and then, or tried again, is so by the engine's clock.
                self.clock.advance(Duration::from_millis(30));
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        if tokio::time::timeout(patience, watch).await.is_err() {
            panic!("{}", instead(self));
        }
    }

    pub(super) async fn quit(&self) -> Result<(), CommandError> {
        self.in_time(self.engine.quit(), || "it does not end".to_owned()).await
    }

    /// The queue's file.
    pub(super) fn queue_left(&self) -> Value {
        let left = std::fs::read(self.dir.path().join(".mythline/queue.json"));
        left.map_or(Value::Null, |left| serde_json::from_slice(&left).unwrap())
    }

    pub(super) async fn reopen(&mut self) {
        (self.disk, self.work, self.engine) = open(&self.dir, &self.clock, &self.ids).await;
        for job in self.model.jobs.iter().filter(|job| job.place == Place::Damaged) {
            let row = self.engine.row(&format!("tasks/{}", job.id)).unwrap();
            assert_eq!(row.source, JobSource::Damaged);
            let text = std::fs::read(self.dir.path().join(format!(".mythline/tasks/{}.json", job.id)));
            assert_eq!(text.unwrap(), b"{\"schema\": 1, \"task", "what cannot be read is left as it is");
        }
    }

    fn forget_cleaned(&mut self) {
        for job in self.model.jobs.iter_mut().filter(|job| job.place == Place::Cleaned) {
            job.place = Place::Gone;
        }
    }

    fn runner(&self, index: Index) -> Option<usize> {
        let running = self.model.running();
        (!running.is_empty()).then(|| running[index.index(running.len())])
    }

    pub(super) fn ours(&self) -> Vec<JobRow> {
        self.engine.rows().into_iter().filter(|row| row.source == JobSource::Mythline).collect()
    }

    pub(super) fn task_path(&self, at: usize) -> String {
        format!(".mythline/tasks/{}.json", self.model.jobs[at].id)
    }

    fn status_on_disk(&self, at: usize) -> Value {
        let text = std::fs::read(self.dir.path().join(self.task_path(at)));
        text.map_or(Value::Null, |text| serde_json::from_slice::<Value>(&text).unwrap()["status"].take())
    }

    /// How many steps of a job are there; each must be there once, and none after one that is not.
    pub(super) fn steps_done(&self, job: &Job) -> u32 {
        let text = |step| std::fs::read_to_string(self.dir.path().join(step_file(&job.id, step).as_str()));
        let done = (1..=job.ask.steps).take_while(|step| text(*step).is_ok()).count();
        let done = u32::try_from(done).unwrap();
        for step in 1..=job.ask.steps {
            let expected = (step <= done).then(|| format!("{} {step}\n", job.id));
            assert_eq!(text(step).ok(), expected, "step {step}");
        }
        done
    }
}

async fn open(
    dir: &TempDir,
    clock: &Arc<ManualClock>,
    ids: &Arc<AtomicU64>,
) -> (Arc<Disk>, Arc<StepWork>, Engine) {
    let disk = Disk::sound();
    let folder = Folder::open(dir.path()).unwrap().with_tap(disk.clone());
    let work = StepWork::new(folder.clone());
    let mut options = EngineOptions::new(folder, "mythline", vec![work.clone()]);
    options.clock = clock.clone();
    options.settings.clean_after = None;
    let ids = ids.clone();
    options.ids = Arc::new(move || {
        // Neither rising nor falling, and the same in every life.
        let n = ids.fetch_add(1, Ordering::SeqCst).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        JobId::from_random_bytes(((u128::from(n) << 64) | u128::from(n)).to_be_bytes())
    });
    let engine = Engine::open(options).await.unwrap();
    (disk, work, engine)
}
