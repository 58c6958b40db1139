//! The scheduler foretells: each job's time left when it changes, and the queue's now and then.

use std::{collections::BTreeMap, time::Duration};

use mythline_protocol::{JobId, JobStatus, QueueInfo};

use crate::{
    Durations, Effort, Efforts,
    pace::Pace,
    paths,
    scheduler::Scheduler,
    time_left::{Ahead, coarse, of_job, of_lane},
};

/// Between two times that the queue's time left is told.
const QUEUE_TOLD: Duration = Duration::from_secs(1);

/// What foretelling needs.
pub(crate) struct Foretelling {
    durations: Durations,
    queue_told: Pace,
    /// Something has changed since the queue's time left was told.
    queue_stale: bool,
}

impl Foretelling {
    pub(crate) fn new(durations: Durations) -> Self {
        Self { durations, queue_told: Pace::every(QUEUE_TOLD), queue_stale: true }
    }

    /// Who runs and who waits may be others now.
    pub(crate) fn queue_changed(&mut self) {
        self.queue_stale = true;
    }

    /// When the queue's time left is to be told next.
    pub(crate) fn due(&self) -> Option<Duration> {
        self.queue_stale.then(|| self.queue_told.due())
    }
}

impl Scheduler {
    /// A job has changed: foretells anew what is left of it.
    pub(crate) fn foretell(&mut self, id: JobId) {
        self.foretelling.queue_changed();
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let details = &mut job.record.details;
        if matches!(job.record.status, JobStatus::Completed | JobStatus::Cancelled) {
            details.ahead = Efforts::default();
        }
        let at = job.run.as_ref().and_then(|run| run.at.as_ref());
        job.left = of_job(&self.foretelling.durations, &job.record, at);
        let details = &mut job.record.details;
        details.time_left_s = job.left.map(|left| coarse(left, details.time_left_s));
    }

    /// A step of a lane was done in one go.
    pub(crate) fn learn(&self, lane: &str, step: Option<(Effort, Duration)>) {
        if let Some((effort, took)) = step {
            self.foretelling.durations.learn(lane, &effort, took);
        }
    }

    /// Writes down what was learnt, when there is nothing more pressing.
    pub(crate) fn keep_durations(&self) {
        let durations = self.foretelling.durations.clone();
        // The file is not in the workspace: its name here only says that the last of these writes is enough.
        self.disk.write_later(paths::fixed("durations"), move |_| durations.keep());
    }

    /// Tells how long everything that runs and waits takes, when it is time: of jobs that do not run too,
    /// since others may have taught how long they take.
    pub(crate) fn tell_queue(&mut self, now: Duration) {
        if !self.foretelling.queue_stale || !self.foretelling.queue_told.allows(now) {
            return;
        }
        let at_rest = self.jobs.iter().filter(|(_, job)| job.run.is_none() && job.record.status.is_active());
        for id in at_rest.map(|(id, _)| *id).collect::<Vec<_>>() {
            let before = self.jobs.get(&id).and_then(|job| job.record.details.time_left_s);
            self.foretell(id);
            if self.jobs.get(&id).and_then(|job| job.record.details.time_left_s) != before {
                self.progressed(id);
            }
        }
        self.foretelling.queue_stale = false;
        self.foretelling.queue_told.mark(now);
        let before = self.board.queue().time_left_s;
        let time_left_s = self.queue_left().map(|left| coarse(left, before));
        self.board.set_queue(QueueInfo { time_left_s, ..self.queue.info() });
    }

    /// `None` when there is nothing to wait for, or nobody can say.
    fn queue_left(&self) -> Option<Duration> {
        let running = self.jobs.iter().filter(|(_, job)| job.run.is_some()).map(|(id, _)| id);
        let waiting = self.queue.waiting().iter().filter(|_| !self.queue.is_held());
        let mut lanes: BTreeMap<&str, Vec<Ahead>> = BTreeMap::new();
        let now = self.clock.wall();
        for job in running.chain(waiting).filter_map(|id| self.jobs.get(id)) {
            let till = job.record.start_at.map_or(0, |at| at.saturating_sub(now).max(0));
            let begins_in = Duration::from_millis(till.unsigned_abs());
            lanes.entry(&job.record.lane).or_default().push(Ahead { begins_in, takes: job.left? });
        }
        lanes.into_iter().map(|(lane, jobs)| of_lane(self.queue.limit(lane), jobs)).max()
    }
}
