//! What people ask of jobs.

use mythline_protocol::{
    CancelAnswer, CommandError, ErrorCode, JobId, JobRow, JobStatus, StartAnswer, StartResponse,
};

use crate::{
    Place, Prepared, StopReason, WorkRequest,
    command::Reply,
    job::{Job, Waiter},
    machine::{self, Event},
    opening::subject_key,
    record::Record,
    scheduler::Scheduler,
};

impl Scheduler {
    pub(crate) fn start(
        &mut self,
        kind: &'static str,
        request: WorkRequest,
        prepared: Prepared,
        at: Option<i64>,
        reply: Reply<StartResponse>,
    ) {
        if self.quitting.is_some() {
            let _ = reply.send(Err(not_now("The program is closing. Nothing new is begun.")));
            return;
        }
        let subject = subject_key(&prepared.subject);
        if let Some(id) = self.same_at_work(kind, &request, &subject) {
            return self.attach(id, at, reply);
        }
        let id = (self.ids)();
        if self.jobs.contains_key(&id) || self.board.ours(id).is_some() {
            let _ =
                reply.send(Err(CommandError::new(ErrorCode::Internal, "The job could not be given an id.")));
            return;
        }
        let now = self.clock.wall();
        let mut record = Record::new(id, kind, request, prepared, now);
        record.start_at = at.filter(|at| *at > now);
        record.message = waits(&record);
        self.queue.not_before(id, record.start_at);
        let mut job = Job::on_disk(record);
        job.fresh = Some(vec![(StartAnswer::Started, reply)]);
        self.jobs.insert(id, job);
        self.newest.insert(subject, id);
        self.changed(id);
    }

    /// Answers with a job that is there; when it was paused it goes on, because somebody wants it.
    fn attach(&mut self, id: JobId, at: Option<i64>, reply: Reply<StartResponse>) {
        if at.is_none() {
            self.no_longer_timed(id);
        }
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if let Some(fresh) = &mut job.fresh {
            return fresh.push((StartAnswer::Attached, reply));
        }
        if job.record.status == JobStatus::Paused && self.step(id, Event::Resume).is_ok() {
            self.enqueue(id, false);
        }
        self.answer_when_saved(id, Waiter::Attach(id, reply));
    }

    /// The job at work that does what is asked; of several (one was started again, and resumed) one that does
    /// not wait for its user, and of those the oldest.
    fn same_at_work(&self, kind: &str, request: &WorkRequest, subject: &str) -> Option<JobId> {
        let same = |job: &Job| {
            job.subject == subject
                && job.record.status.is_active()
                && job.record.kind == kind
                && job.record.player == request.player
                && job.record.request == request.options
        };
        let stopping = |job: &Job| job.stopping() == Some(StopReason::Cancel);
        let all = self.jobs.iter().filter(|(_, job)| same(job) && !stopping(job));
        let order = |id: JobId, record: &Record| (record.status == JobStatus::Paused, record.created_at, id);
        all.map(|(id, job)| order(*id, &job.record)).min().map(|(_, _, id)| id)
    }

    pub(crate) fn cancel(&mut self, id: JobId, reply: Reply<CancelAnswer>) {
        let active = self.board.ours(id).is_some_and(|row| row.status.is_active());
        if !active && !self.jobs.contains_key(&id) {
            let _ = reply.send(Ok(CancelAnswer::AlreadyCompleted));
            return;
        }
        let job = match self.wake(id) {
            Ok(job) => job,
            Err(e) => return drop(reply.send(Err(e))),
        };
        let waiter = Waiter::Cancel(reply);
        if let Some(run) = &mut job.run {
            run.waiting.push(waiter);
            if run.reason != Some(StopReason::Quit) {
                run.reason = Some(StopReason::Cancel);
            }
            run.stop.cancel();
            return self.restate(id, None);
        }
        if self.step(id, Event::Cancel).is_err() {
            return self.answer_when_saved(id, waiter);
        }
        self.queue.remove(id);
        let now = self.clock.wall();
        if let Some(job) = self.jobs.get_mut(&id) {
            job.held_by_scarcity = false;
            job.record.error = None;
            job.record.ends(now);
            job.record.message = cancelled(&job.record);
        }
        self.changed(id);
        self.answer_when_saved(id, waiter);
        self.announce_places();
    }

    pub(crate) fn pause(&mut self, id: JobId, reply: Reply<()>) {
        let job = match self.wake(id) {
            Ok(job) => job,
            Err(e) => return drop(reply.send(Err(e))),
        };
        if let Some(run) = &mut job.run {
            if matches!(run.reason, Some(StopReason::Cancel | StopReason::Quit)) {
                return drop(reply.send(Err(not_now("This job is being stopped for good."))));
            }
            run.reason = Some(StopReason::Pause);
            run.waiting.push(Waiter::Pause(reply));
            run.stop.cancel();
            return self.restate(id, None);
        }
        // What its user wants to wait does not go on by itself when there is room again.
        job.held_by_disk = false;
        if std::mem::take(&mut job.held_by_scarcity) {
            job.record.error = None;
            job.record.message = format!("Paused. {}", job.record.kept());
            self.changed(id);
            return self.answer_when_saved(id, Waiter::Done(reply));
        }
        if job.record.status == JobStatus::Paused {
            return self.answer_when_saved(id, Waiter::Done(reply));
        }
        if self.step(id, Event::Hold).is_err() {
            self.forget_if_idle(id);
            return drop(
                reply
                    .send(Err(not_now("This job is not at work and does not wait, so it cannot be paused."))),
            );
        }
        self.queue.remove(id);
        if let Some(job) = self.jobs.get_mut(&id) {
            job.record.message = "Paused. Resume puts it back in the queue.".to_owned();
        }
        self.changed(id);
        self.answer_when_saved(id, Waiter::Done(reply));
        self.announce_places();
    }

    pub(crate) fn resume(&mut self, id: JobId, first: bool, reply: Reply<()>) {
        if self.quitting.is_some() {
            return drop(reply.send(Err(not_now("The program is closing. Nothing new is begun."))));
        }
        let job = match self.wake(id) {
            Ok(job) => job,
            Err(e) => return drop(reply.send(Err(e))),
        };
        if job.run.is_some() && job.stopping().is_some() {
            return drop(reply.send(Err(not_now("This job is just stopping. Try again when it has."))));
        }
        if matches!(job.record.status, JobStatus::Queued | JobStatus::Starting | JobStatus::Running) {
            // It does already what is asked.
            return self.answer_when_saved(id, Waiter::Done(reply));
        }
        let kind = job.record.kind.clone();
        let refused = self.works.get(&kind).err().or_else(|| {
            self.step(id, Event::Resume)
                .err()
                .map(|()| not_now("This job has ended. Start it again instead."))
        });
        if let Some(refused) = refused {
            self.forget_if_idle(id);
            return drop(reply.send(Err(refused)));
        }
        self.enqueue(id, first);
        self.answer_when_saved(id, Waiter::Done(reply));
    }

    /// Back into the queue, after its state says so. One whose time has not come waits for that too.
    pub(crate) fn enqueue(&mut self, id: JobId, first: bool) {
        let now = self.clock.wall();
        if let Some(job) = self.jobs.get_mut(&id) {
            job.record.start_at = job.record.start_at.filter(|at| *at > now);
            job.record.message = waits(&job.record);
            self.queue.not_before(id, job.record.start_at);
            job.record.error = None;
            job.record.finished_at = None;
            job.held_by_disk = false;
            job.held_by_scarcity = false;
        }
        if first {
            self.queue.put_first(id);
        } else {
            self.queue.push(id);
        }
        self.changed(id);
        self.fill_lanes();
        self.announce_places();
    }

    pub(crate) fn write_now(&mut self, id: JobId, reply: Reply<()>) {
        if let Ok(job) = self.wake(id)
            && job.record.status == JobStatus::Paused
        {
            job.record.start_at = None;
        }
        if !self.queue.waiting().contains(&id) {
            return self.resume(id, true, reply);
        }
        self.queue.put_first(id);
        self.no_longer_timed(id);
        self.fill_lanes();
        self.announce_places();
        self.keep_queue(Some(reply));
    }

    /// A job that waits need not wait for its time.
    fn no_longer_timed(&mut self, id: JobId) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if job.record.start_at.take().is_some() {
            job.record.message = waits(&job.record);
            self.queue.not_before(id, None);
            self.changed(id);
            self.fill_lanes();
        }
    }

    pub(crate) fn move_to(&mut self, id: JobId, place: &Place, before: Option<JobId>, reply: Reply<()>) {
        if !self.queue.waiting().contains(&id) {
            return drop(reply.send(Err(not_now(
                "This job does not wait for its turn, so it has no place to move from.",
            ))));
        }
        match (place, before) {
            (Place::First, _) => self.queue.put_first(id),
            (Place::Last, _) => self.queue.put_last(id),
            (Place::Before(_), before) => {
                if !before.is_some_and(|before| self.queue.put_before(id, before)) {
                    return drop(
                        reply.send(Err(not_now("The job it should go before does not wait for its turn."))),
                    );
                }
            }
        }
        self.announce_places();
        self.keep_queue(Some(reply));
    }

    /// Moves a job's state, if the table allows.
    pub(crate) fn step(&mut self, id: JobId, event: Event) -> Result<(), ()> {
        let job = self.jobs.get_mut(&id).ok_or(())?;
        job.record.status = machine::next(job.record.status, event).map_err(|_| ())?;
        Ok(())
    }

    /// Announces the jobs whose place in the queue is another than was announced.
    pub(crate) fn announce_places(&self) {
        for (at, id) in self.queue.waiting().iter().enumerate() {
            let place = u32::try_from(at + 1).ok();
            let moved = |row: &JobRow| row.status == JobStatus::Queued && row.place != place;
            if self.board.ours(*id).is_some_and(|row| moved(&row)) {
                self.restate(*id, place);
            }
        }
    }
}

/// What a job says that waits.
pub(crate) fn waits(record: &Record) -> String {
    match record.start_at {
        Some(_) => "Waits for its time.".to_owned(),
        None => "Waits for its turn.".to_owned(),
    }
}

pub(crate) fn cancelled(record: &Record) -> String {
    match record.current {
        0 => "Cancelled before anything was finished.".to_owned(),
        _ => format!("Cancelled. {}", record.kept()),
    }
}

pub(crate) fn not_now(sentence: &str) -> CommandError {
    CommandError::new(ErrorCode::NotNow, sentence)
}
