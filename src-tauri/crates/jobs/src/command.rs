use std::time::Duration;

use mythline_protocol::{CancelAnswer, CleanResponse, CommandError, JobId, Scarce, StartResponse};
use tokio::sync::oneshot;

use crate::{Outcome, Place, Prepared, Standing, WorkEnd, WorkRequest, record::Record, watching::JobFile};

/// Where the answer to a command goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, CommandError>>;

/// What the scheduler can be asked.
pub(crate) enum Command {
    Start {
        kind: &'static str,
        request: WorkRequest,
        prepared: Prepared,
        /// Not before this time; milliseconds since the Unix epoch.
        at: Option<i64>,
        reply: Reply<StartResponse>,
    },
    Cancel {
        id: JobId,
        reply: Reply<CancelAnswer>,
    },
    Pause {
        id: JobId,
        reply: Reply<()>,
    },
    Resume {
        id: JobId,
        reply: Reply<()>,
    },
    WriteNow {
        id: JobId,
        reply: Reply<()>,
    },
    Move {
        id: JobId,
        place: Place,
        before: Option<JobId>,
        reply: Reply<()>,
    },
    HoldQueue {
        hold: bool,
        reply: Reply<()>,
    },
    PauseQueue {
        reply: Reply<()>,
    },
    WaitOut {
        scarce: Option<Scarce>,
        reply: Reply<()>,
    },
    SetLimit {
        lane: Option<String>,
        limit: usize,
        reply: Reply<()>,
    },
    Settle {
        id: JobId,
        reply: Reply<()>,
    },
    Clean {
        ids: Vec<JobId>,
        reply: Reply<CleanResponse>,
    },
    UndoClean {
        ids: Vec<JobId>,
        reply: Reply<()>,
    },
    Record {
        id: JobId,
        reply: Reply<Box<Record>>,
    },
    TimeLeft {
        id: JobId,
        reply: Reply<Option<Duration>>,
    },
    /// What a job has made was changed after its run.
    Stands {
        now: Standing,
        reply: Reply<()>,
    },
    CleanAfter {
        /// How old records of finished jobs become; `None` keeps them.
        age: Option<Duration>,
        reply: Reply<()>,
    },
    Quit {
        reply: Reply<()>,
    },
}

/// What the scheduler hears from what it set going.
pub(crate) enum Heard {
    /// A record was written, or was not.
    Saved { id: JobId, version: u64, result: Result<(), mythline_files::FileError> },
    /// Another program had changed a record that was written just now.
    Edited { id: JobId, record: Box<Record> },
    /// Files of jobs are not as the board has them; answered when it has them.
    Outside { files: Vec<JobFile>, done: oneshot::Sender<()> },
    /// A run has ended; and how another job's work stands after it, where it touched that.
    Ended { id: JobId, end: RunEnd, other: Option<Standing> },
    /// Records were moved to `cleaned/`, some perhaps not.
    Cleaned {
        asked: Vec<JobId>,
        moved: Vec<JobId>,
        failed: Option<CommandError>,
        reply: Reply<CleanResponse>,
    },
    /// The queue's file was written, or was not.
    QueueSaved { result: Result<(), mythline_files::FileError>, reply: Option<Reply<()>> },
    /// Records were moved back, some perhaps not.
    Restored {
        asked: Vec<JobId>,
        left: Vec<JobId>,
        records: Vec<Record>,
        failed: Option<CommandError>,
        reply: Reply<()>,
    },
}

/// How a run ended.
pub(crate) enum RunEnd {
    /// As the work says.
    Told(Result<Outcome, WorkEnd>),
    /// It panicked; what it said.
    Panicked(String),
}

impl RunEnd {
    /// What the log is told and people are not.
    pub(crate) fn detail(&self) -> Option<String> {
        match self {
            Self::Told(Err(WorkEnd::Failed(_, detail))) => Some(format!("{detail:#}")),
            Self::Panicked(said) => Some(format!("panic: {said}")),
            Self::Told(_) => None,
        }
    }
}
