//! What writing needs runs low: what runs is paused and nothing begins, until it is over. Whoever opened the
//! engine watches for it.

use std::cmp::Reverse;

use mythline_protocol::{CommandError, ErrorCode, JobId, JobStatus, Scarce};
use tokio::sync::oneshot;

use crate::{
    StopReason,
    command::Reply,
    job::{Job, Waiter},
    machine::Event,
    record::{Record, RecordError},
    scheduler::Scheduler,
};

impl Scheduler {
    /// Waits while something is scarce, or lets go on what waited for it. Answers when all has stopped.
    pub(crate) fn wait_out(&mut self, scarce: Option<Scarce>, reply: Reply<()>) {
        self.queue.lack(scarce);
        self.announce_queue();
        let Some(scarce) = scarce else {
            self.go_on_after_scarcity();
            self.fill_lanes();
            self.announce_places();
            return drop(reply.send(Ok(())));
        };
        let mut stopping = Vec::new();
        for (id, job) in &mut self.jobs {
            if let Some(run) = job.run.as_mut().filter(|run| run.reason.is_none()) {
                let (stopped, waits) = oneshot::channel();
                run.reason = Some(StopReason::Scarcity(scarce));
                run.waiting.push(Waiter::Done(stopped));
                run.stop.cancel();
                stopping.push((*id, waits));
            }
        }
        self.say_what_is_scarce(scarce);
        stopping.iter().for_each(|(id, _)| self.restate(*id, None));
        tokio::spawn(async move {
            for (_, stopped) in stopping {
                // One that ended instead of being paused is well too.
                let _ = stopped.await;
            }
            let _ = reply.send(Ok(()));
        });
    }

    /// Lets those go on that were paused because something was scarce, unless it still is.
    pub(crate) fn go_on_after_scarcity(&mut self) {
        if self.queue.lacks().is_some() || self.quitting.is_some() {
            return;
        }
        let mut waited = self.waiting_for_more();
        // Each is put before those that are there: the one begun first comes last.
        waited.sort_unstable_by_key(|id| Reverse(self.jobs.get(id).map(|job| job.record.started_at)));
        for id in waited {
            if self.step(id, Event::Resume).is_ok() {
                self.enqueue(id, true);
            }
        }
    }

    /// What was paused for one thing says so too when it is another that is missing now.
    fn say_what_is_scarce(&mut self, scarce: Scarce) {
        for id in self.waiting_for_more() {
            let Some(job) = self.jobs.get_mut(&id) else { continue };
            if job.record.error.as_ref().is_none_or(|error| *error != RecordError::from(&told(scarce))) {
                lack(&mut job.record, scarce);
                self.changed(id);
            }
        }
    }

    fn waiting_for_more(&self) -> Vec<JobId> {
        let waits = |job: &Job| job.held_by_scarcity && job.record.status == JobStatus::Paused;
        self.jobs.iter().filter(|(_, job)| waits(job)).map(|(id, _)| *id).collect()
    }
}

/// Puts down why a job waits.
pub(crate) fn lack(record: &mut Record, scarce: Scarce) {
    let error = told(scarce);
    record.message = format!("{} {}", error.message, record.kept());
    record.error = Some(RecordError::from(&error));
}

/// After a start a job that had waited so goes on only when somebody says so. Whether there was such a thing.
pub(crate) fn recover(record: &mut Record) -> bool {
    let waited = |code| matches!(code, ErrorCode::LowBattery | ErrorCode::LowDisk);
    let waited = record.status == JobStatus::Paused && record.failure().is_some_and(|e| waited(e.code));
    if waited {
        record.error = None;
        record.message = format!("Paused when the program closed. {}", record.kept());
    }
    waited
}

fn told(scarce: Scarce) -> CommandError {
    let (code, sentence) = match scarce {
        Scarce::Battery => (
            ErrorCode::LowBattery,
            "The battery is nearly empty. This goes on by itself when the computer is plugged in.",
        ),
        Scarce::Disk => {
            (ErrorCode::LowDisk, "The disk is nearly full. This goes on by itself when there is room again.")
        }
    };
    CommandError::new(code, sentence)
}
