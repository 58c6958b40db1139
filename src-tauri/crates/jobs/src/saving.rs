//! Records on their way to the disk. A change of state is announced when it is there, or announced as
//! not saved when it cannot be; progress is announced at once and written a few times a second.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use mythline_files::{FileError, Folder};
use mythline_protocol::{ErrorCode, JobId, JobStatus, Saving, StartResponse};

use crate::{
    command::Heard,
    job::{Job, PROGRESS_WRITES, Waiter, Writing},
    load,
    machine::Event,
    opening::subject_key,
    outside, paths,
    scheduler::Scheduler,
};

/// Between two tries while saving is in trouble.
pub(crate) const RETRY: Duration = Duration::from_secs(2);
/// What each job that runs adds to the time between two writes of one job's progress, where they are many:
/// the disk is not kept busy with what is soon out of date.
const PROGRESS_SHARE: Duration = Duration::from_millis(20);

impl Scheduler {
    /// The state of a job has changed, or a step of it is finished: to the disk at once, and announced
    /// when it is there.
    pub(crate) fn changed(&mut self, id: JobId) {
        self.foretell(id);
        if let Some(job) = self.jobs.get_mut(&id) {
            job.version += 1;
            job.state_version = job.version;
            // Progress that waits for the disk is in what is written now.
            if job.writing.is_some() && self.disk.take_back(&paths::task(id)) {
                job.writing = None;
            }
            if job.writing.is_none() {
                self.write(id);
            }
        }
    }

    /// The progress of a job has changed: announced at once, unless a change of state is on its way.
    pub(crate) fn progressed(&mut self, id: JobId) {
        self.foretell(id);
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.version += 1;
        if job.announced == job.state_version {
            self.announce(id, false);
        }
    }

    /// Answers when the state as it is now is on disk, or is known not to get there.
    pub(crate) fn answer_when_saved(&mut self, id: JobId, waiter: Waiter) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if job.announced == job.state_version {
            waiter.answer(job.record.status);
            self.forget_if_idle(id);
        } else {
            job.waiting.push((job.state_version, waiter));
        }
    }

    /// Writes the progress that is due; all of it when the program ends.
    pub(crate) fn write_progress(&mut self, now: Duration) {
        let ends = self.quitting.is_some();
        let running = self.jobs.values().filter(|job| job.run.is_some()).count();
        let gap = PROGRESS_WRITES.max(PROGRESS_SHARE * u32::try_from(running).unwrap_or(u32::MAX));
        let mut due = Vec::new();
        for (id, job) in &mut self.jobs {
            job.progress_writes.slow_to(gap);
            if job.has_unwritten_progress() && (ends || job.progress_writes.allows(now)) {
                due.push(*id);
            }
        }
        for id in due {
            self.write(id);
        }
    }

    pub(crate) fn next_progress_write(&self) -> Option<Duration> {
        let due = self.jobs.values().filter(|job| job.has_unwritten_progress());
        due.map(|job| job.progress_writes.due()).min()
    }

    fn write(&mut self, id: JobId) {
        let (now, wall) = (self.clock.steady(), self.clock.wall());
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let version = job.version;
        let bytes = job.record.written(wall);
        job.progress_writes.mark(now);
        let pressing = job.saved < job.state_version || job.unsaved;
        let record = Box::new(job.record.clone());
        let (mark, written) = (outside::mark(&bytes), job.on_disk);
        job.writing = Some(Writing { mark, state_version: job.state_version, record });
        let heard = self.heard.clone();
        let file = paths::task(id);
        let write = move |folder: &Folder| {
            let result = outside::before_writing(folder, id, written).and_then(|edited| {
                if let Some(record) = edited {
                    let _ = heard.blocking_send(Heard::Edited { id, record });
                }
                folder.write(&paths::task(id), &bytes)
            });
            let _ = heard.blocking_send(Heard::Saved { id, version, result });
        };
        if job.fresh.is_some() {
            self.derived.press();
            self.disk.write_first(write);
        } else if pressing {
            self.derived.press();
            self.disk.write(write);
        } else {
            self.disk.write_later(file, write);
        }
    }

    /// The disk has answered.
    pub(crate) fn saved(&mut self, id: JobId, version: u64, result: Result<(), FileError>) {
        match result {
            Ok(()) => self.reached_disk(id, version),
            Err(e) => self.missed_disk(id, version, &e),
        }
        if self.jobs.get(&id).is_some_and(Job::has_unwritten_state) {
            self.write(id);
        }
        self.forget_if_idle(id);
    }

    fn reached_disk(&mut self, id: JobId, version: u64) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let Some(written) = job.writing.take() else { return };
        job.saved = version;
        job.on_disk = Some(written.mark);
        let was_unsaved = std::mem::take(&mut job.unsaved);
        let news = written.state_version > job.announced || was_unsaved;
        job.announced = job.announced.max(written.state_version);
        let fresh = job.fresh.take();
        let is_newest = self.newest.get(&job.subject) == Some(&id);
        let reached = job.reached(version);
        let newest = job.state_version == written.state_version;
        let waits = fresh.is_some() && job.record.status == JobStatus::Queued;
        if waits {
            self.queue.push(id);
        }
        if let Some(job) = self.jobs.get(&id)
            && news
        {
            // What came after it and is no change of state may be announced with it.
            let record = if newest { &job.record } else { &*written.record };
            self.publish(id, job, record, self.place(id), true);
        }
        for (status, reply) in fresh.into_iter().flatten() {
            let _ = reply.send(Ok(StartResponse { job_id: id.to_string(), status }));
        }
        for waiter in reached {
            waiter.answer(written.record.status);
        }
        if is_newest {
            self.write_story_job(&written.record);
        }
        if waits {
            self.fill_lanes();
        }
        self.end_trouble_when_over();
    }

    fn missed_disk(&mut self, id: JobId, version: u64, error: &FileError) {
        tracing::error!(job = %id, "a record was not saved: {error}");
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.writing = None;
        if let Some(fresh) = job.fresh.take() {
            let told = error.command_error("The new job was not saved, so it was not started. Its file");
            for (_, reply) in fresh {
                let _ = reply.send(Err(told.clone()));
            }
            // It may be there all the same, when only the folder was not forced to the disk.
            self.disk.write(move |folder| drop(folder.remove(&paths::task(id))));
            self.never_was(id);
            return;
        }
        job.unsaved = true;
        job.announced = job.state_version;
        let status = job.record.status;
        let reached = job.reached(job.state_version);
        tracing::debug!(job = %id, version, "announced as not saved");
        self.announce(id, true);
        self.retry_at.get_or_insert(self.clock.steady() + RETRY);
        self.board.set_saving(Saving::Trouble { message: trouble(error) }, true);
        for waiter in reached {
            waiter.answer(status);
        }
    }

    fn never_was(&mut self, id: JobId) {
        let Some(job) = self.jobs.remove(&id) else { return };
        self.refused.insert(id);
        if self.newest.get(&job.subject) == Some(&id) {
            self.newest.remove(&job.subject);
            self.find_newest_of(&HashSet::from([job.subject]));
        }
    }

    /// A run has ended because its work could not be saved: that is trouble, even while records can be.
    pub(crate) fn wait_for_room(&mut self, id: JobId) {
        let Some(job) = self.jobs.get(&id).filter(|job| job.held_by_disk) else { return };
        let message = job.record.message.clone();
        self.retry_at.get_or_insert(self.clock.steady() + RETRY);
        self.board.set_saving(Saving::Trouble { message }, true);
    }

    pub(crate) fn try_saving_again(&mut self, now: Duration) {
        self.retry_at = Some(now + RETRY);
        let unsaved: Vec<JobId> = self
            .jobs
            .iter()
            .filter(|(_, job)| job.unsaved && job.writing.is_none())
            .map(|(id, _)| *id)
            .collect();
        if unsaved.is_empty() {
            self.go_on_with_what_was_held();
        }
        for id in unsaved {
            self.write(id);
        }
        if self.queue_unsaved {
            self.keep_queue(None);
        }
        self.end_trouble_when_over();
    }

    pub(crate) fn end_trouble_when_over(&mut self) {
        let at = Some(self.clock.wall());
        if self.retry_at.is_none() {
            self.board.set_saving(Saving::Saved { at }, false);
        } else if !self.queue_unsaved && !self.jobs.values().any(|job| job.unsaved || job.held_by_disk) {
            self.retry_at = None;
            self.board.set_saving(Saving::Saved { at }, true);
        }
    }

    /// Lets jobs go on whose work could not be saved. Trouble is not over before a step of each has been.
    fn go_on_with_what_was_held(&mut self) {
        let is_held = |job: &Job| job.held_by_disk && job.record.status == JobStatus::Paused;
        let held: Vec<JobId> = self.jobs.iter().filter(|(_, job)| is_held(job)).map(|(id, _)| *id).collect();
        for id in held {
            if self.quitting.is_none() && self.step(id, Event::Resume).is_ok() {
                self.enqueue(id, true);
                if let Some(job) = self.jobs.get_mut(&id) {
                    job.held_by_disk = true;
                }
            }
        }
    }

    /// Lets go of a job that has nothing ahead of it: its file and its row are all that is needed.
    pub(crate) fn forget_if_idle(&mut self, id: JobId) {
        if self.jobs.get(&id).is_some_and(Job::is_idle) {
            self.jobs.remove(&id);
        }
    }

    /// Finds out which job of each of these subjects is the newest now, and writes its story job.
    pub(crate) fn find_newest_of(&mut self, subjects: &HashSet<String>) {
        if subjects.is_empty() {
            return;
        }
        let mut newest: HashMap<String, (i64, JobId)> = HashMap::new();
        let rows = self.board.all();
        // There are fewer subjects than jobs, and to make a key takes long.
        let mut keys: HashMap<&str, Option<String>> = HashMap::new();
        for row in &rows {
            let key = || Some(subject_key(&row.subject)).filter(|key| subjects.contains(key));
            if let Some(subject) = keys.entry(&row.subject).or_insert_with(key)
                && let Ok(id) = row.id.parse()
            {
                let age = newest.entry(subject.clone()).or_insert((row.created_at, id));
                *age = (*age).max((row.created_at, id));
            }
        }
        for (subject, (_, id)) in newest {
            self.newest.insert(subject, id);
            self.renew_story_job(id);
        }
    }

    /// Writes the story job of a job as it stands, if it is the newest of its subject.
    pub(crate) fn renew_story_job(&mut self, id: JobId) {
        let record = self.jobs.get(&id).map(|job| job.record.clone());
        if let Some(record) = record.or_else(|| load::record(&self.folder, id).ok())
            && self.newest.get(&subject_key(&record.subject)) == Some(&id)
        {
            self.write_story_job(&record);
        }
    }
}

pub(crate) fn trouble(error: &FileError) -> String {
    match error.command_error("").code {
        ErrorCode::DiskFull => {
            "The disk is full. Changes wait in memory and are saved as soon as there is room.".to_owned()
        }
        ErrorCode::ReadOnly => {
            "The workspace cannot be written to. Changes wait in memory and are saved as soon as it can."
                .to_owned()
        }
        ErrorCode::BadWorkspace => {
            "The workspace's folder is gone. Changes wait in memory; put the folder back to save them."
                .to_owned()
        }
        _ => "Saving fails. Changes wait in memory and are tried again every few seconds.".to_owned(),
    }
}
