use std::time::Duration;

use mythline_protocol::{
    CancelAnswer, CommandError, ErrorCode, JobId, JobStatus, StartAnswer, StartResponse,
};
use tokio::task::AbortHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    StopReason, command::Reply, opening::subject_key, pace::Pace, record::Record, rows::Situation,
    time_left::Stretch,
};

/// Between two writes of one job's progress, at least.
pub(crate) const PROGRESS_WRITES: Duration = Duration::from_millis(400);

/// A job that has something ahead of it: work, or a write. All others are rows on the board and files.
pub(crate) struct Job {
    pub(crate) record: Record,
    /// Its subject, as subjects are compared.
    pub(crate) subject: String,
    pub(crate) run: Option<Run>,
    /// Counts every change of the record.
    pub(crate) version: u64,
    /// The last version that is on disk.
    pub(crate) saved: u64,
    /// The mark of the file as the engine wrote or read it last.
    pub(crate) on_disk: Option<u64>,
    /// What the disk is writing.
    pub(crate) writing: Option<Writing>,
    /// The version of the last change of state or finished step.
    pub(crate) state_version: u64,
    /// The last such version that was announced.
    pub(crate) announced: u64,
    /// The last write failed: what is announced is not saved.
    pub(crate) unsaved: bool,
    /// It was paused because its work could not be saved; it goes on when saving does.
    pub(crate) held_by_disk: bool,
    /// It was paused because something was scarce; it goes on when that is over.
    pub(crate) held_by_scarcity: bool,
    /// Its first write is not done yet: nobody knows of it, and these want to.
    pub(crate) fresh: Option<Vec<(StartAnswer, Reply<StartResponse>)>>,
    /// Who is to be answered when a version is on disk, or cannot be.
    pub(crate) waiting: Vec<(u64, Waiter)>,
    pub(crate) progress_writes: Pace,
    /// How long what is left of it takes, as far as anybody can say.
    pub(crate) left: Option<Duration>,
}

/// A version on its way to the disk, with the row to announce when it is there.
pub(crate) struct Writing {
    pub(crate) mark: u64,
    pub(crate) state_version: u64,
    pub(crate) record: Box<Record>,
}

/// A run under way.
pub(crate) struct Run {
    pub(crate) stop: CancellationToken,
    pub(crate) reason: Option<StopReason>,
    pub(crate) waiting: Vec<Waiter>,
    pub(crate) task: AbortHandle,
    /// Its text was written down for those who look.
    pub(crate) mirrored: bool,
    /// The step it is at.
    pub(crate) at: Option<Stretch>,
}

/// Somebody who waits for the effect of a command.
pub(crate) enum Waiter {
    Cancel(Reply<CancelAnswer>),
    Pause(Reply<()>),
    Attach(JobId, Reply<StartResponse>),
    Done(Reply<()>),
}

impl Job {
    /// A job whose record is what the disk has.
    pub(crate) fn on_disk(record: Record) -> Self {
        Self {
            on_disk: record.read_from,
            subject: subject_key(&record.subject),
            record,
            run: None,
            version: 0,
            saved: 0,
            writing: None,
            state_version: 0,
            announced: 0,
            unsaved: false,
            held_by_disk: false,
            held_by_scarcity: false,
            fresh: None,
            waiting: Vec::new(),
            progress_writes: Pace::every(PROGRESS_WRITES),
            left: None,
        }
    }

    /// Whether nothing is ahead of it, so that the file and the row are all that is needed.
    pub(crate) fn is_idle(&self) -> bool {
        !self.record.status.is_active()
            && self.run.is_none()
            && self.fresh.is_none()
            && self.writing.is_none()
            && self.saved == self.version
            && self.waiting.is_empty()
    }

    /// Whether a change of state is not on its way to the disk yet.
    pub(crate) fn has_unwritten_state(&self) -> bool {
        self.writing.is_none() && self.saved < self.state_version && !self.unsaved
    }

    /// Whether there is progress that the disk was not given yet.
    pub(crate) fn has_unwritten_progress(&self) -> bool {
        self.writing.is_none() && self.saved < self.version && !self.unsaved
    }

    /// Whether a file with this mark is the engine's own.
    pub(crate) fn has_written(&self, mark: Option<u64>) -> bool {
        mark == self.on_disk || mark == self.writing.as_ref().map(|writing| writing.mark)
    }

    /// Why the run was told to stop, while it has not.
    pub(crate) fn stopping(&self) -> Option<StopReason> {
        self.run.as_ref().and_then(|run| run.reason)
    }

    /// What its row says that the record does not.
    pub(crate) fn situation(&self, place: Option<u32>) -> Situation {
        Situation { place, unsaved: self.unsaved, stopping: self.stopping(), shut: false }
    }

    /// Those whose version is reached.
    pub(crate) fn reached(&mut self, version: u64) -> Vec<Waiter> {
        let (reached, still): (Vec<_>, Vec<_>) = self.waiting.drain(..).partition(|(at, _)| *at <= version);
        self.waiting = still;
        reached.into_iter().map(|(_, waiter)| waiter).collect()
    }
}

impl Waiter {
    /// Answers, now that the job stands so.
    pub(crate) fn answer(self, status: JobStatus) {
        match self {
            Self::Cancel(reply) => {
                let cancelled = status == JobStatus::Cancelled;
                let answer = if cancelled { CancelAnswer::Cancelled } else { CancelAnswer::AlreadyCompleted };
                let _ = reply.send(Ok(answer));
            }
            Self::Pause(reply) => {
                let paused = status == JobStatus::Paused;
                let late =
                    || CommandError::new(ErrorCode::NotNow, "The job ended before it could be paused.");
                let _ = reply.send(if paused { Ok(()) } else { Err(late()) });
            }
            Self::Attach(id, reply) => {
                let _ =
                    reply.send(Ok(StartResponse { job_id: id.to_string(), status: StartAnswer::Attached }));
            }
            Self::Done(reply) => {
                let _ = reply.send(Ok(()));
            }
        }
    }
}
