//! Runs: begun when a lane has room, watched, and put away when they end.

use std::any::Any;

use mythline_protocol::{CommandError, ErrorCode, JobId, JobStatus};
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    JobHandle, Outcome, StepProgress, StopReason, WorkEnd,
    command::{Heard, RunEnd},
    job::Run,
    machine::Event,
    record::{Record, RecordError},
    scarcity::lack,
    scheduler::Scheduler,
    time_left::Stretch,
    times, verbs,
    work::{Standing, Voice},
};

impl Scheduler {
    /// Begins what there is room for.
    pub(crate) fn fill_lanes(&mut self) {
        self.foretelling.queue_changed();
        let (jobs, now) = (&self.jobs, self.clock.wall());
        let lane_of = |id| jobs.get(&id).map(|job| job.record.lane.as_str());
        let mut begun = Vec::new();
        while let Some(id) = self.queue.take_next(now, lane_of) {
            begun.push(id);
        }
        if begun.is_empty() {
            return;
        }
        for id in begun {
            self.begin(id);
        }
        self.announce_places();
    }

    fn begin(&mut self, id: JobId) {
        let now = self.clock.wall();
        let Some(job) = self.jobs.get(&id) else { return };
        let (lane, work) = (job.record.lane.clone(), self.works.get(&job.record.kind));
        let begun = work.is_ok() && self.step(id, Event::Begin).is_ok();
        let (Ok(work), true, Some(job)) = (work, begun, self.jobs.get_mut(&id)) else {
            return self.queue.leave(&lane);
        };
        let record = &mut job.record;
        if record.started_at.is_some() {
            record.attempt = record.attempt.saturating_add(1);
        }
        record.start_at = None;
        record.started_at.get_or_insert(now);
        record.message = "Getting ready.".to_owned();
        record.owner = Some((&self.owner).into());
        record.progress = share(record.current, 0.0, record.total);
        let stop = CancellationToken::new();
        let handle = JobHandle {
            id,
            request: record.asked(),
            lane: record.lane.clone(),
            stop: stop.clone(),
            voice: Voice {
                progress: self.progress.clone(),
                text: self.texts.of(id),
                mirrored: self.mirrored.clone(),
                logs: self.disk.logs(),
                clock: self.clock.clone(),
            },
        };
        handle.log(tracing::Level::INFO, &format!("Run {} begins.", record.attempt));
        let heard = self.heard.clone();
        let (asked, of) = (handle.request.clone(), work.clone());
        let running = tokio::spawn(async move { work.run(handle).await });
        job.run = Some(Run {
            stop,
            reason: None,
            waiting: Vec::new(),
            task: running.abort_handle(),
            mirrored: false,
            at: None,
        });
        tokio::spawn(async move {
            let end = how_it_ended(running).await;
            let well = matches!(end, RunEnd::Told(Ok(_)));
            let other = if well { of.standing(&asked).await } else { None };
            let _ = heard.send(Heard::Ended { id, end, other }).await;
        });
        self.changed(id);
    }

    /// A run has said where it is.
    pub(crate) fn advanced(&mut self, id: JobId, progress: StepProgress) {
        let now_running = self.step(id, Event::Advance).is_ok();
        let now = self.clock.steady();
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let Some(run) = &mut job.run else { return };
        let record = &mut job.record;
        let done = Stretch::follow(&mut run.at, &progress, now);
        let finished_step = progress.done > record.current;
        // It has saved what it could not save before.
        job.held_by_disk &= !finished_step;
        let fraction = f64::from(progress.fraction).clamp(0.0, 1.0);
        record.progress = record.progress.max(share(progress.done, fraction, progress.total));
        record.current = progress.done;
        record.total = progress.total;
        record.total_steps = progress.total;
        record.step_number = progress.number;
        record.current_step = Some(progress.name).filter(|name| !name.is_empty());
        record.message = progress.message;
        record.details.words = progress.words;
        record.details.to_look_at = progress.to_look_at;
        record.details.ahead = progress.ahead;
        record.details.ahead.extend(progress.effort);
        let lane = record.lane.clone();
        self.learn(&lane, done);
        if now_running || finished_step {
            self.changed(id);
        } else {
            self.progressed(id);
        }
    }

    /// What a job has made was changed after its run. A job at work tells by itself.
    pub(crate) fn stands(&mut self, now: Standing) {
        let Ok(job) = self.wake(now.job) else { return };
        let record = &mut job.record;
        let details = &mut record.details;
        let known = (details.words, details.to_look_at) == (now.words, now.to_look_at);
        if known || job.run.is_some() {
            return self.forget_if_idle(now.job);
        }
        (details.words, details.to_look_at) = (now.words, now.to_look_at);
        if let (JobStatus::Completed, Value::Object(result)) = (record.status, &mut record.result) {
            result.extend(now.result);
            record.message = now.message;
        }
        self.changed(now.job);
    }

    /// A run has ended.
    pub(crate) fn ended(&mut self, id: JobId, end: RunEnd) {
        if let Some(progress) = self.progress.take(&id) {
            self.advanced(id, progress);
        }
        let now = self.clock.wall();
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let Some(run) = job.run.take() else { return };
        let last = run.at.filter(|_| matches!(end, RunEnd::Told(Ok(_))));
        let detail = end.detail();
        job.held_by_disk = false;
        let event = conclude(&mut job.record, &mut job.held_by_disk, end, run.reason);
        if event != Event::Hold {
            job.record.ends(now);
        }
        let scarce = matches!(run.reason, Some(StopReason::Scarcity(_)));
        job.held_by_scarcity = scarce && event == Event::Hold && !job.held_by_disk;
        let lane = job.record.lane.clone();
        self.learn(&lane, last.and_then(|at| at.end(self.clock.steady())));
        if self.step(id, event).is_err() {
            tracing::error!(job = %id, ?event, "a run ended in a way that its state does not know");
        }
        if let Some(job) = self.jobs.get(&id) {
            let time = times::to_text(now);
            let logs = self.disk.logs();
            if let Some(detail) = detail {
                tracing::error!(job = %id, "a run failed: {detail}");
                logs.line(id, format!("{time} ERROR {detail}"));
            }
            logs.line(id, format!("{time} INFO  {}", job.record.message));
        }
        self.queue.leave(&lane);
        self.texts.ended(id);
        if run.mirrored {
            self.end_mirror(id);
        }
        self.changed(id);
        self.wait_for_room(id);
        self.keep_durations();
        for waiter in run.waiting {
            self.answer_when_saved(id, waiter);
        }
        // It may be over since the run was told to stop.
        self.go_on_after_scarcity();
        self.fill_lanes();
    }

    /// Tells every run to stop because the program ends.
    pub(crate) fn stop_all(&mut self) {
        for job in self.jobs.values_mut() {
            if let Some(run) = &mut job.run {
                run.reason = run.reason.or(Some(StopReason::Quit));
                run.stop.cancel();
            }
        }
    }

    /// Gives up the runs that were told to stop and have not: the program cannot wait for ever.
    pub(crate) fn give_up_runs(&mut self) {
        let running: Vec<JobId> =
            self.jobs.iter().filter(|(_, job)| job.run.is_some()).map(|(id, _)| *id).collect();
        for id in running {
            tracing::warn!(job = %id, "a run does not stop and is given up");
            if let Some(run) = self.jobs.get(&id).and_then(|job| job.run.as_ref()) {
                run.task.abort();
            }
            self.ended(id, RunEnd::Told(Err(WorkEnd::Stopped)));
        }
    }
}

async fn how_it_ended(run: JoinHandle<Result<Outcome, WorkEnd>>) -> RunEnd {
    match run.await {
        Ok(end) => RunEnd::Told(end),
        Err(e) if e.is_panic() => RunEnd::Panicked(said(&*e.into_panic())),
        Err(_) => RunEnd::Told(Err(WorkEnd::Stopped)),
    }
}

/// What a run's end means for its job: the event, with the record's words already written.
fn conclude(record: &mut Record, held_by_disk: &mut bool, end: RunEnd, reason: Option<StopReason>) -> Event {
    match (end, reason) {
        (RunEnd::Told(Ok(outcome)), _) => {
            record.progress = 100.0;
            record.current = record.total;
            record.current_step = None;
            record.message = outcome.message;
            record.result = outcome.result;
            Event::Finish
        }
        (RunEnd::Told(Err(_)) | RunEnd::Panicked(_), Some(StopReason::Cancel)) => {
            record.message = verbs::cancelled(record);
            Event::Cancel
        }
        (RunEnd::Told(Err(WorkEnd::Stopped)), Some(StopReason::Pause)) => {
            record.message = format!("Paused. {}", record.kept());
            Event::Hold
        }
        (RunEnd::Told(Err(WorkEnd::Stopped)), Some(StopReason::Scarcity(scarce))) => {
            lack(record, scarce);
            Event::Hold
        }
        (RunEnd::Told(Err(WorkEnd::Waits(why))), _) => {
            record.message = why.message.clone();
            record.error = Some(RecordError::from(&why));
            Event::Hold
        }
        (RunEnd::Told(Err(WorkEnd::Stopped | WorkEnd::NotSaved(_))), Some(StopReason::Quit)) => {
            record.message =
                format!("The program was closed while this was being written. {}", record.kept());
            Event::Lose
        }
        (RunEnd::Told(Err(WorkEnd::NotSaved(error))), reason) => {
            // What its user has paused does not go on by itself.
            *held_by_disk = !matches!(reason, Some(StopReason::Pause));
            record.message = format!("Paused. {} {}", error.message, record.kept());
            Event::Hold
        }
        (RunEnd::Told(Err(WorkEnd::Failed(error, _))), _) => fail(record, &error),
        (RunEnd::Told(Err(WorkEnd::Stopped)), None) | (RunEnd::Panicked(_), _) => fail(record, &unexpected()),
    }
}

fn fail(record: &mut Record, error: &CommandError) -> Event {
    record.message = format!("{} {}", error.message, record.kept());
    record.error = Some(RecordError::from(error));
    Event::Fail
}

fn unexpected() -> CommandError {
    CommandError::new(
        ErrorCode::Internal,
        "Something went wrong in the program while this was being written.",
    )
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Per cent of the whole, below 100 until the run has ended.
fn share(done: u32, fraction: f64, total: u32) -> f64 {
    if total == 0 {
        return 0.0;
    }
    let share = (f64::from(done) + fraction) / f64::from(total) * 100.0;
    (share.clamp(0.0, 99.9) * 10.0).round() / 10.0
}
