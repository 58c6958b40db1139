//! The queue as a whole: held, paused, its limits, and kept over a restart.

use std::time::Duration;

use mythline_files::{FileError, Folder};
use mythline_protocol::{JobId, JobStatus, QueueInfo, Saving};
use tokio::sync::oneshot;

use crate::{
    command::{Heard, Reply},
    job::Job,
    machine::Event,
    paths,
    queue_file::QueueFile,
    saving::{RETRY, trouble},
    scheduler::Scheduler,
    verbs::waits,
};

/// Between two looks whether the computer's clock was set, while a job waits for its time.
const CLOCK_LOOKS: Duration = Duration::from_secs(20);

impl Scheduler {
    /// What runs goes on and nothing new begins; or lets it go, with what was paused with it.
    pub(crate) fn hold_queue(&mut self, hold: bool, reply: Reply<()>) {
        if !hold {
            // They are put back before anything begins, so that nobody takes their place.
            for id in self.queue.take_paused().into_iter().rev() {
                let paused = self.wake(id).is_ok_and(|job| job.record.status == JobStatus::Paused);
                if paused && self.step(id, Event::Resume).is_ok() {
                    self.enqueue(id, true);
                } else {
                    self.forget_if_idle(id);
                }
            }
        }
        self.queue.hold(hold);
        self.announce_queue();
        self.fill_lanes();
        self.announce_places();
        self.keep_queue(Some(reply));
    }

    /// Nothing new begins, and what runs is paused until the queue goes on. Answers when all has stopped.
    pub(crate) fn pause_queue(&mut self, reply: Reply<()>) {
        self.queue.hold(true);
        let at_work = |job: &Job| job.run.as_ref().is_some_and(|run| run.reason.is_none());
        let running: Vec<JobId> =
            self.jobs.iter().filter(|(_, job)| at_work(job)).map(|(id, _)| *id).collect();
        let mut stopping = Vec::with_capacity(running.len() + 1);
        for id in running {
            let (reply, stopped) = oneshot::channel();
            self.pause(id, reply);
            self.queue.paused_too(id);
            stopping.push(stopped);
        }
        self.announce_queue();
        let (kept, keeping) = oneshot::channel();
        self.keep_queue(Some(kept));
        stopping.push(keeping);
        tokio::spawn(async move {
            for stopped in stopping {
                // One that ended instead of being paused is well too.
                let _ = stopped.await;
            }
            let _ = reply.send(Ok(()));
        });
    }

    pub(crate) fn set_limit(&mut self, lane: Option<String>, limit: usize, reply: Reply<()>) {
        self.queue.set_limit(lane, limit);
        self.announce_queue();
        self.fill_lanes();
        self.keep_queue(Some(reply));
    }

    /// Announces what somebody decided about the queue.
    pub(crate) fn announce_queue(&self) {
        let time_left_s = self.board.queue().time_left_s;
        self.board.set_queue(QueueInfo { time_left_s, ..self.queue.info() });
    }

    /// Writes the queue's file: at once for somebody who waits for it, else when nothing is more pressing.
    pub(crate) fn keep_queue(&mut self, reply: Option<Reply<()>>) {
        self.queue.is_kept();
        self.queue_writes.mark(self.clock.steady());
        let mut order: Vec<JobId> =
            self.jobs.iter().filter(|(_, job)| job.run.is_some()).map(|(id, _)| *id).collect();
        order.sort_unstable_by_key(|id| self.jobs.get(id).map(|job| job.record.started_at));
        order.extend(self.queue.waiting());
        order.extend(self.queue.absent().filter(|id| self.board.ours(*id).is_some()));
        let content = QueueFile::content(self.queue.settled(), order);
        let heard = self.heard.clone();
        let pressing = reply.is_some();
        let write = move |folder: &Folder| {
            let result = folder.write(&paths::queue(), &content);
            let _ = heard.blocking_send(Heard::QueueSaved { result, reply });
        };
        if pressing {
            // What still waits for the disk is older, and would be written over this.
            self.disk.take_back(&paths::queue());
            self.disk.write(write);
        } else {
            self.disk.write_later(paths::queue(), write);
        }
    }

    /// The disk has answered. What was decided is so whether it was saved or not; that it was not is
    /// announced.
    pub(crate) fn queue_saved(&mut self, result: Result<(), FileError>, reply: Option<Reply<()>>) {
        self.queue_unsaved = result.is_err();
        match result {
            Ok(()) => self.end_trouble_when_over(),
            Err(e) => {
                tracing::error!("the queue was not saved: {e}");
                self.retry_at.get_or_insert(self.clock.steady() + RETRY);
                self.board.set_saving(Saving::Trouble { message: trouble(&e) }, true);
            }
        }
        if let Some(reply) = reply {
            let _ = reply.send(Ok(()));
        }
    }

    /// Lets those go on that were at work or waited when the program before this one ended, in the order
    /// they had. What somebody had paused stays so.
    pub(crate) fn go_on(&mut self, order: &[JobId], recovered: &[JobId]) {
        let mut left: Vec<JobId> = recovered.iter().filter(|id| !order.contains(id)).copied().collect();
        left.sort_unstable_by_key(|id| self.jobs.get(id).map(|job| job.record.created_at));
        for id in order.iter().copied().chain(left) {
            let stopped = self.wake(id).is_ok_and(|job| match job.record.status {
                JobStatus::Interrupted => true,
                JobStatus::Paused => recovered.contains(&id),
                _ => false,
            });
            let kind = self.jobs.get(&id).map(|job| job.record.kind.clone()).unwrap_or_default();
            if stopped && self.works.get(&kind).is_ok() && self.step(id, Event::Resume).is_ok() {
                self.enqueue(id, false);
            } else {
                self.forget_if_idle(id);
            }
        }
    }

    /// Lets those whose time has come wait for their turn.
    pub(crate) fn begin_timed(&mut self) {
        let due = self.queue.take_due(self.clock.wall());
        for id in &due {
            if let Some(job) = self.jobs.get_mut(id) {
                job.record.start_at = None;
                job.record.message = waits(&job.record);
                self.changed(*id);
            }
        }
        if !due.is_empty() {
            self.fill_lanes();
        }
    }

    /// When the next job's time comes, by the clock that never goes back. The computer's clock may be set
    /// and a computer may sleep, so it is looked at again before.
    pub(crate) fn next_start(&self) -> Option<Duration> {
        let now = self.clock.wall();
        let until = u64::try_from(self.queue.next_start(now)? - now).unwrap_or(0);
        Some(self.clock.steady() + Duration::from_millis(until).min(CLOCK_LOOKS))
    }
}
