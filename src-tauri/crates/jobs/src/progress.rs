use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use mythline_protocol::JobId;
use tokio::sync::Notify;

use crate::StepProgress;

/// Where every run is, as it said last: the runs write, the scheduler reads when it is time. Saying
/// something costs a lock and, the first time, a wake-up; what is not read is replaced.
#[derive(Default)]
pub(crate) struct Progress {
    latest: Mutex<HashMap<JobId, StepProgress>>,
    /// Runs that gave a sign of work.
    pub(crate) woken: Notify,
}

impl Progress {
    pub(crate) fn say(&self, id: JobId, progress: StepProgress) {
        let first = {
            let mut latest = self.lock();
            let first = latest.is_empty();
            latest.insert(id, progress);
            first
        };
        if first {
            self.woken.notify_one();
        }
    }

    /// Takes what one run said last.
    pub(crate) fn take(&self, id: JobId) -> Option<StepProgress> {
        self.lock().remove(&id)
    }

    /// Takes what every run said last.
    pub(crate) fn take_all(&self) -> HashMap<JobId, StepProgress> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<JobId, StepProgress>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
