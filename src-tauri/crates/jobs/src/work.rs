use std::sync::Arc;

use async_trait::async_trait;
use mythline_protocol::{CommandError, ErrorCode, JobId, Scarce, TextEvent};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use crate::{
    Clock, Effort, Efforts,
    coalescer::{Coalescer, Fold, Haste},
    disk::LogSink,
    text::LiveText,
    times,
};

/// One kind of job: what the engine runs without knowing what it does.
///
/// A job is begun by [`Work::prepare`] and then run by [`Work::run`], once or, after a pause, a crash
/// or a failure, again: what is finished follows from what lies on disk, so a run goes on at the first
/// step that is not there.
#[async_trait]
pub trait Work: Send + Sync + 'static {
    /// The `kind` in the task file.
    fn kind(&self) -> &'static str;

    /// Looks at a request before there is a job, and refuses it with a sentence. Writes nothing.
    async fn prepare(&self, request: &WorkRequest) -> Result<Prepared, CommandError>;

    /// Changes at once what jobs of this kind have made, where that is no job of its own. The request says what;
    /// so does the answer.
    async fn change(&self, _: &WorkRequest) -> Result<Value, CommandError> {
        Err(CommandError::new(ErrorCode::BadOption, "What jobs of this kind make is not changed so."))
    }

    /// How the work of another job stands after what was asked here: after a change, or a run that ended well. Where
    /// no other job's work is touched, none.
    async fn standing(&self, _: &WorkRequest) -> Option<Standing> {
        None
    }

    /// Does the work, or what is left of it. Ends soon after [`JobHandle::stop`] is cancelled, with
    /// everything finished on disk.
    async fn run(&self, job: JobHandle) -> Result<Outcome, WorkEnd>;
}

/// What is asked of a job: kept in its record word for word.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkRequest {
    /// The folder under `output/`; checked by [`Work::prepare`].
    pub subject: String,
    /// The main character.
    pub player: Option<String>,
    /// Everything else.
    pub options: Map<String, Value>,
}

/// What the record says of a job before it runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prepared {
    /// The subject in the one spelling that stands on disk.
    pub subject: String,
    /// What the job is called.
    pub title: String,
    /// Steps in all, where known; else 0.
    pub total: u32,
    /// Jobs of one lane share one limit: the model's id.
    pub lane: String,
    /// What all of it takes, where time is to be foretold.
    pub efforts: Efforts,
}

/// How what a job has made stands, when that was changed after its run.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The job that made it.
    pub job: JobId,
    /// Words finished.
    pub words: u32,
    /// Finished steps that want a look.
    pub to_look_at: u32,
    /// What [`Outcome::message`] would be now.
    pub message: String,
    /// What of [`Outcome::result`] is other now, by name.
    pub result: Map<String, Value>,
}

/// How a run ended, when it did not end well.
#[derive(Debug)]
pub enum WorkEnd {
    /// It was told to stop, and has.
    Stopped,
    /// It could not save: the engine pauses the job and says so. Nothing on disk was harmed.
    NotSaved(CommandError),
    /// It waits for its user: the job is paused, with what is to be done. To go on with it is to have done that.
    Waits(CommandError),
    /// It failed: what people are told, and what the log is told.
    Failed(CommandError, anyhow::Error),
}

/// A run that ended well.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// One line for people.
    pub message: String,
    /// The `result` of the task file: it points, it is not the story.
    pub result: Value,
}

/// Where a run is. Last value wins; a step that is finished is on disk before it is told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepProgress {
    /// Steps finished.
    pub done: u32,
    /// Steps in all.
    pub total: u32,
    /// The step being worked on, from 1.
    pub number: u32,
    /// What it is called.
    pub name: String,
    /// One line for people.
    pub message: String,
    /// How far the step itself is, 0 to 1.
    pub fraction: f32,
    /// Words finished.
    pub words: u32,
    /// Finished steps that want a look.
    pub to_look_at: u32,
    /// What the step in hand takes, where time is to be foretold.
    pub effort: Option<Effort>,
    /// What the steps after it take.
    pub ahead: Efforts,
}

impl Fold for StepProgress {
    fn fold(&mut self, newer: Self) -> bool {
        *self = newer;
        true
    }
}

/// Where every run is, as it said last: the runs tell, the scheduler reads.
pub(crate) type Progress = Coalescer<JobId, StepProgress>;

/// Why a run was told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// For good.
    Cancel,
    /// For now.
    Pause,
    /// Until there is more of this again.
    Scarcity(Scarce),
    /// The program ends.
    Quit,
}

/// What a run knows of its job, and how it speaks to the engine. Speaking never waits.
#[derive(Clone)]
pub struct JobHandle {
    /// The job.
    pub id: JobId,
    /// What was asked.
    pub request: WorkRequest,
    /// The lane it was given.
    pub lane: String,
    /// Cancelled when the run must stop; checked often.
    pub stop: CancellationToken,
    pub(crate) voice: Voice,
}

/// Where what a run says goes.
#[derive(Clone)]
pub(crate) struct Voice {
    pub(crate) progress: Arc<Progress>,
    pub(crate) text: Arc<LiveText>,
    /// Whose text has changed, for those who look from other programs.
    pub(crate) mirrored: Arc<Coalescer<JobId, ()>>,
    pub(crate) logs: LogSink,
    pub(crate) clock: Arc<dyn Clock>,
}

impl JobHandle {
    /// Says where the run is. Callers need not hold back: the engine writes a few times a second.
    pub fn progress(&self, progress: StepProgress) {
        self.voice.progress.tell(self.id, Haste::Progress, progress);
    }

    /// Sends text as it is written to whoever looks at this job.
    pub fn text(&self, event: TextEvent) {
        self.voice.text.push(event);
        self.voice.mirrored.tell(self.id, Haste::Progress, ());
    }

    /// Writes a line to the job's log.
    pub fn log(&self, level: tracing::Level, line: &str) {
        let time = times::to_text(self.voice.clock.wall());
        self.voice.logs.line(self.id, format!("{time} {level:5} {line}"));
    }
}
