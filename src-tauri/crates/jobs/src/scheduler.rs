//! The one owner of all job state: an actor that hears commands and what it set going, one at a time.
//!
//! The verbs are in `verbs.rs`, runs in `runs.rs`, saving in `saving.rs`, cleaning in `cleaning.rs`.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use mythline_files::{Folder, Lock, this_process};
use mythline_protocol::{CommandError, ErrorCode, JobId, JobRow, JobSource, Owner};
use tokio::sync::mpsc;

use crate::{
    Clock, EngineOptions, Settings,
    board::{Board, Key},
    cleaning::Cleaned,
    coalescer::{Coalescer, News, Paces},
    command::{Command, Heard, Reply},
    derived::Derived,
    disk::Disk,
    foretelling::Foretelling,
    job::{Job, Waiter},
    live, load,
    opening::{Opened, Works, subject_key},
    pace::Pace,
    queue::Queue,
    record::Record,
    rows,
    text::Texts,
    work::Progress,
};

/// Between two looks at what the runs say.
const LOOKS: Duration = Duration::from_millis(30);
/// Between two times at which text is written down for those who look.
const MIRRORS: Duration = Duration::from_millis(300);
/// Between two writes of the queue's order.
const QUEUE_WRITES: Duration = Duration::from_secs(1);
/// How long runs may take to stop when the program ends.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks for records that are old enough to clean.
const CLEANINGS: Duration = Duration::from_secs(10 * 60);

pub(crate) struct Scheduler {
    pub(crate) folder: Folder,
    pub(crate) disk: Disk,
    pub(crate) board: Arc<Board>,
    pub(crate) texts: Arc<Texts>,
    pub(crate) progress: Arc<Progress>,
    /// Jobs whose text has changed since it was written down for those who look.
    pub(crate) mirrored: Arc<Coalescer<JobId, ()>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Fn() -> JobId + Send + Sync>,
    pub(crate) works: Works,
    pub(crate) owner: Owner,
    pub(crate) heard: mpsc::Sender<Heard>,
    pub(crate) jobs: HashMap<JobId, Job>,
    pub(crate) queue: Queue,
    pub(crate) queue_writes: Pace,
    /// The queue's file is not what the queue is.
    pub(crate) queue_unsaved: bool,
    /// The newest job of each subject, by the subject's key.
    pub(crate) newest: HashMap<String, JobId>,
    pub(crate) derived: Derived,
    pub(crate) cleaned: HashMap<JobId, Cleaned>,
    pub(crate) foretelling: Foretelling,
    /// Jobs whose record is being moved away.
    pub(crate) leaving: HashSet<JobId>,
    /// Jobs whose record is being moved back.
    pub(crate) returning: HashSet<JobId>,
    /// Jobs that were not started because they could not be saved; a file of theirs may be there still.
    pub(crate) refused: HashSet<JobId>,
    /// When saving is tried again, while it is in trouble.
    pub(crate) retry_at: Option<Duration>,
    pub(crate) quitting: Option<Vec<Reply<()>>>,
    /// When runs that do not stop are given up.
    patience: Option<Duration>,
    settings: Settings,
    lock: Lock,
    hearing: mpsc::Receiver<Heard>,
    looks: Paces,
    mirrors: Paces,
    cleanings: Pace,
}

impl Scheduler {
    pub(crate) fn new(
        options: EngineOptions,
        board: Arc<Board>,
        texts: Arc<Texts>,
        works: Works,
        lock: Lock,
        opened: Opened,
    ) -> Result<Self, CommandError> {
        let disk = Disk::start(options.folder.clone()).map_err(|e| {
            tracing::error!("no thread to write with: {e}");
            CommandError::new(ErrorCode::Internal, "The system gives the program no room to work.")
        })?;
        let (heard, hearing) = mpsc::channel(256);
        let mut scheduler = Self {
            folder: options.folder,
            disk,
            board,
            texts,
            progress: Arc::new(Progress::new(usize::MAX)),
            mirrored: Arc::new(Coalescer::new(usize::MAX)),
            clock: options.clock,
            ids: options.ids,
            works,
            owner: this_process(&options.program),
            heard,
            jobs: HashMap::new(),
            queue: Queue::new(
                options.settings.lane_limit,
                options.limits,
                opened.queue.settled,
                opened.queue.order.clone(),
            ),
            queue_writes: Pace::every(QUEUE_WRITES),
            queue_unsaved: false,
            newest: opened.newest,
            derived: Derived::new(),
            cleaned: HashMap::new(),
            foretelling: Foretelling::new(options.durations),
            leaving: HashSet::new(),
            returning: HashSet::new(),
            refused: HashSet::new(),
            retry_at: None,
            quitting: None,
            patience: None,
            settings: options.settings,
            lock,
            hearing,
            looks: Paces::new(LOOKS, LOOKS),
            mirrors: Paces::new(MIRRORS, MIRRORS),
            cleanings: Pace::every(CLEANINGS),
        };
        let mut recovered = Vec::new();
        for (record, changed) in opened.active {
            if let Ok(id) = record.task_id.parse() {
                scheduler.jobs.insert(id, Job::on_disk(record));
                if changed {
                    recovered.push(id);
                    scheduler.changed(id);
                }
            }
        }
        if scheduler.settings.go_on {
            scheduler.go_on(&opened.queue.order, &recovered);
        }
        opened.stale.iter().for_each(|subject| scheduler.remove_story_job(subject));
        scheduler.find_newest_of(&opened.stale.iter().map(|subject| subject_key(subject)).collect());
        scheduler.disk.write(live::sweep);
        scheduler.purge_everything();
        scheduler.announce_queue();
        Ok(scheduler)
    }

    /// Works until it is told to quit, or nobody holds the engine any more.
    pub(crate) async fn run(mut self, mut orders: mpsc::Receiver<Command>) {
        let (progress, mirrored) = (self.progress.clone(), self.mirrored.clone());
        let clock = self.clock.clone();
        let mut held = true;
        loop {
            self.on_time();
            if self.has_quit() {
                break;
            }
            let due = self.next_time();
            tokio::select! {
                heard = self.hearing.recv() => if let Some(heard) = heard { self.hear(heard) },
                order = orders.recv(), if held => match order {
                    Some(order) => self.obey(order),
                    None => {
                        held = false;
                        self.quit(None);
                    }
                },
                Some(News::Changes(said)) = progress.next(&*clock, &mut self.looks) => {
                    said.into_iter().for_each(|(id, progress)| self.advanced(id, progress));
                }
                Some(News::Changes(written)) = mirrored.next(&*clock, &mut self.mirrors) => {
                    written.into_keys().for_each(|id| self.mirror(id));
                }
                () = wait(&*clock, due) => {}
            }
        }
        orders.close();
        self.end().await;
    }

    fn obey(&mut self, order: Command) {
        match order {
            Command::Start { kind, request, prepared, at, reply } => {
                self.start(kind, request, prepared, at, reply);
            }
            Command::Cancel { id, reply } => self.cancel(id, reply),
            Command::Pause { id, reply } => self.pause(id, reply),
            Command::Resume { id, reply } => self.resume(id, false, reply),
            Command::WriteNow { id, reply } => self.write_now(id, reply),
            Command::Move { id, place, before, reply } => self.move_to(id, &place, before, reply),
            Command::HoldQueue { hold, reply } => self.hold_queue(hold, reply),
            Command::PauseQueue { reply } => self.pause_queue(reply),
            Command::WaitOut { scarce, reply } => self.wait_out(scarce, reply),
            Command::SetLimit { lane, limit, reply } => self.set_limit(lane, limit, reply),
            Command::Settle { id, reply } if self.jobs.contains_key(&id) => {
                self.answer_when_saved(id, Waiter::Done(reply));
            }
            Command::Settle { reply, .. } => drop(reply.send(Ok(()))),
            Command::Clean { ids, reply } => self.clean(ids, reply),
            Command::UndoClean { ids, reply } => self.undo_clean(ids, reply),
            Command::Record { id, reply } => {
                let record = match self.jobs.get(&id) {
                    Some(job) => Ok(job.record.clone()),
                    None => load::record(&self.folder, id),
                };
                let _ = reply.send(record.map(Box::new));
            }
            Command::TimeLeft { id, reply } => {
                let _ = reply.send(Ok(self.jobs.get(&id).and_then(|job| job.left)));
            }
            Command::Stands { now, reply } => {
                self.stands(now);
                let _ = reply.send(Ok(()));
            }
            Command::CleanAfter { age, reply } => {
                self.settings.clean_after = age;
                let _ = reply.send(Ok(()));
            }
            Command::Quit { reply } => self.quit(Some(reply)),
        }
    }

    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Saved { id, version, result } => self.saved(id, version, result),
            Heard::Edited { id, record } => self.edited(id, *record),
            Heard::Outside { files, done } => {
                self.changed_outside(files);
                let _ = done.send(());
            }
            Heard::Ended { id, end, other } => {
                self.ended(id, end);
                if let Some(now) = other {
                    self.stands(now);
                }
            }
            Heard::Cleaned { asked, moved, failed, reply } => {
                self.leaving.retain(|id| !asked.contains(id));
                self.were_cleaned(moved, failed, reply);
            }
            Heard::QueueSaved { result, reply } => self.queue_saved(result, reply),
            Heard::Restored { asked, left, records, failed, reply } => {
                self.returning.retain(|id| !asked.contains(id));
                self.were_restored(left, records, failed, reply);
            }
        }
    }

    /// What is due by the clock.
    fn on_time(&mut self) {
        let now = self.clock.steady();
        if self.retry_at.is_some_and(|at| now >= at) {
            self.try_saving_again(now);
        }
        if self.patience.is_some_and(|until| now >= until) {
            self.patience = None;
            self.give_up_runs();
        }
        self.write_progress(now);
        self.write_derived(now);
        self.tell_queue(now);
        if self.queue.has_changed() && self.queue_writes.allows(now) && self.quitting.is_none() {
            self.keep_queue(None);
        }
        self.begin_timed();
        self.purge_due(now);
        if let Some(age) = self.settings.clean_after
            && self.cleanings.allows(now)
            && self.quitting.is_none()
        {
            self.cleanings.mark(now);
            self.clean_old(age);
        }
    }

    fn next_time(&self) -> Option<Duration> {
        let cleanings = self.settings.clean_after.map(|_| self.cleanings.due());
        let queue = self.queue.has_changed() && self.quitting.is_none();
        let queue = queue.then(|| self.queue_writes.due());
        [
            self.retry_at,
            queue,
            self.next_start(),
            self.foretelling.due(),
            self.patience,
            self.next_progress_write(),
            self.derived.due(),
            self.next_purge(),
            cleanings,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Announces a job as it stands in memory; whoever calls sees to it that the disk has it.
    pub(crate) fn announce(&self, id: JobId, urgent: bool) {
        if let Some(job) = self.jobs.get(&id) {
            self.publish(id, job, &job.record, self.place(id), urgent);
        }
    }

    pub(crate) fn publish(&self, id: JobId, job: &Job, record: &Record, place: Option<u32>, urgent: bool) {
        if job.fresh.is_none() {
            let row = rows::row(record.into(), job.situation(place));
            self.board.publish(&Key::Ours(id), row, urgent);
        }
    }

    /// Announces what is so already and stands in no record: a place in the queue, that a run was told to
    /// stop. The record is told as it was announced last; what it says now may be on its way to the disk.
    pub(crate) fn restate(&self, id: JobId, place: Option<u32>) {
        if let (Some(job), Some(known)) = (self.jobs.get(&id), self.board.ours(id)) {
            let mut row = JobRow::clone(&known);
            rows::stand(&mut row, job.situation(place));
            self.board.publish(&Key::Ours(id), row, true);
        }
    }

    pub(crate) fn place(&self, id: JobId) -> Option<u32> {
        let at = self.queue.waiting().iter().position(|waiting| *waiting == id)?;
        u32::try_from(at + 1).ok()
    }

    /// Brings a job into memory, to change it.
    pub(crate) fn wake(&mut self, id: JobId) -> Result<&mut Job, CommandError> {
        if self.leaving.contains(&id) {
            return Err(CommandError::new(ErrorCode::UnknownJob, "This job has just been cleaned."));
        }
        let known = self.board.ours(id).is_some_and(|row| row.source == JobSource::Mythline);
        if !self.jobs.contains_key(&id) {
            if !known {
                return Err(CommandError::new(ErrorCode::UnknownJob, "This job is not there any more."));
            }
            let mut record = load::record(&self.folder, id)?;
            // Whatever its file says by now: nothing runs here that this engine did not begin.
            load::recover(&mut record);
            self.jobs.insert(id, Job::on_disk(record));
        }
        self.jobs
            .get_mut(&id)
            .ok_or_else(|| CommandError::new(ErrorCode::UnknownJob, "This job is not there any more."))
    }

    fn quit(&mut self, reply: Option<Reply<()>>) {
        let first = self.quitting.is_none();
        if first && self.queue.has_changed() {
            self.keep_queue(None);
        }
        self.queue.shut();
        self.quitting.get_or_insert_default().extend(reply);
        if first {
            self.patience = Some(self.clock.steady() + PATIENCE);
            self.stop_all();
        }
    }

    /// Everything has stopped, and is on disk as far as it can be.
    fn has_quit(&self) -> bool {
        self.quitting.is_some()
            && self.leaving.is_empty()
            && self.returning.is_empty()
            && self.jobs.values().all(|job| {
                job.run.is_none() && job.writing.is_none() && (job.saved == job.version || job.unsaved)
            })
    }

    async fn end(mut self) {
        self.write_all_derived();
        for thread in self.disk.close() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
        let unsaved = self.jobs.values().any(|job| job.unsaved);
        let failed = CommandError::new(
            ErrorCode::DiskFull,
            "The last changes could not be saved. What was saved before is as it was.",
        );
        drop(self.lock);
        self.texts.end();
        self.board.end();
        for reply in self.quitting.into_iter().flatten() {
            let _ = reply.send(if unsaved { Err(failed.clone()) } else { Ok(()) });
        }
    }
}

async fn wait(clock: &dyn Clock, due: Option<Duration>) {
    match due {
        Some(due) => clock.wait_until(due).await,
        None => std::future::pending().await,
    }
}
