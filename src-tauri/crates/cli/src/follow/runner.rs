use std::{future::pending, time::Duration};

use mythline_protocol::{Access, JobRow, JobStatus, JobsEvent};
use mythline_studio::Studio;
use tokio::time::Instant;

use super::has_ended;

/// How long a job may lie there interrupted before it is given up: time for another program to go on.
const PATIENCE: Duration = Duration::from_secs(4);

/// Who runs a job that is followed, and what becomes of the job when that program ends.
pub(super) struct Runner {
    /// This program owns the workspace.
    here: bool,
    /// This program took the workspace over while it followed.
    taken_over: bool,
    /// It was at work, or waited, when it was seen last under the owner before.
    at_work: bool,
    /// When it is given up.
    until: Option<Instant>,
}

/// What a job's row says to whoever follows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// There is more to come.
    GoesOn,
    /// Nothing comes any more.
    Ended,
    /// The owner is gone, and this program has the workspace now.
    Left,
}

impl Runner {
    pub(super) fn of(studio: &Studio) -> Self {
        let here = studio.info().access == Access::Owner;
        Self { here, taken_over: false, at_work: true, until: None }
    }

    /// Hears whether the workspace was taken over.
    pub(super) fn hear(&mut self, event: &JobsEvent) {
        let access = match event {
            JobsEvent::Snapshot { access, .. } => Some(access),
            JobsEvent::Batch { access, .. } => access.as_ref(),
        };
        if access == Some(&Access::Owner) && !self.here {
            self.here = true;
            self.taken_over = true;
        }
    }

    /// What a row means.
    pub(super) fn judge(&mut self, row: &JobRow) -> Fate {
        let stopped = matches!(row.status, JobStatus::Interrupted | JobStatus::Paused);
        if self.taken_over && self.at_work && stopped {
            self.at_work = false;
            return Fate::Left;
        }
        if !self.taken_over {
            self.at_work = !stopped || (self.at_work && row.status == JobStatus::Interrupted);
        }
        match row.status {
            JobStatus::Interrupted if !self.here => {
                self.until.get_or_insert_with(|| Instant::now() + PATIENCE);
                Fate::GoesOn
            }
            _ if has_ended(row) => Fate::Ended,
            _ => {
                self.until = None;
                Fate::GoesOn
            }
        }
    }

    /// Waits until the job is to be given up.
    pub(super) async fn patience(&self) {
        match self.until {
            Some(until) => tokio::time::sleep_until(until).await,
            None => pending().await,
        }
    }
}
