use std::{sync::Arc, time::Duration};

use mythline_files::{Folder, RelPath};
use mythline_protocol::{
    Access, CancelAnswer, CleanResponse, CleanedJob, CommandError, ErrorCode, JobId, JobResult, JobRow,
    JobSource, JobStatus, Saving, StartResponse,
};
use tokio::sync::{mpsc, oneshot};

use crate::{
    Clock, EngineOptions, JobsFeed, Place, TextFeed, WorkRequest,
    board::{Board, Key},
    cleaning,
    command::{Command, Reply},
    load,
    opening::{self, Works},
    paths,
    record::Record,
    text::Texts,
};

/// The jobs of one workspace: started, watched and told what to do from here. Clones are one engine.
///
/// Ids come as text and may be cut short while they are unambiguous. A command answers when its
/// effect is real and on disk, or, while saving is in trouble, announced as not yet saved. Dropping the
/// last clone stops every run as [`Engine::quit`] does, only nobody waits for it.
#[derive(Clone)]
pub struct Engine {
    desk: Arc<Desk>,
}

/// What every clone holds.
pub(crate) struct Desk {
    pub(crate) board: Arc<Board>,
    pub(crate) texts: Arc<Texts>,
    pub(crate) works: Works,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) folder: Folder,
    pub(crate) access: Access,
    /// What a program that only looks answers to every command; `None` for the owner.
    pub(crate) refusal: Option<CommandError>,
    /// To the scheduler; closed in a program that looks.
    pub(crate) commands: mpsc::Sender<Command>,
}

impl Engine {
    /// Opens a workspace: takes it, or looks when another program owns it or nothing can be written.
    ///
    /// What was running when its program died is `interrupted` from here on, and what was waiting is
    /// paused: nothing that had stopped runs by itself.
    ///
    /// # Errors
    /// [`ErrorCode::BadWorkspace`] when the folder cannot be read.
    pub async fn open(options: EngineOptions) -> Result<Self, CommandError> {
        Ok(Self { desk: Arc::new(opening::open(options).await?) })
    }

    /// Whether this program owns the workspace.
    #[must_use]
    pub fn access(&self) -> Access {
        self.desk.access.clone()
    }

    /// Every job, in no order.
    #[must_use]
    pub fn rows(&self) -> Vec<JobRow> {
        self.desk.board.all().iter().map(|row| JobRow::clone(row)).collect()
    }

    /// One job.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownJob`], [`ErrorCode::AmbiguousJob`].
    pub fn row(&self, id: &str) -> Result<JobRow, CommandError> {
        self.desk.board.find(id).map(|(_, row)| JobRow::clone(&row))
    }

    /// How saving goes.
    #[must_use]
    pub fn saving(&self) -> Saving {
        self.desk.board.saving()
    }

    /// A snapshot, and then every change.
    #[must_use]
    pub fn subscribe(&self) -> JobsFeed {
        JobsFeed::new(self.desk.board.clone(), self.desk.clock.clone())
    }

    /// The text of a job while it is written: first what the step in hand has so far.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownJob`], [`ErrorCode::AmbiguousJob`].
    pub fn subscribe_text(&self, id: &str) -> Result<TextFeed, CommandError> {
        let id = self.ours(id)?;
        Ok(TextFeed::new(self.desk.texts.of(id), self.desk.clock.clone()))
    }

    /// Starts a job, or finds the one at work that does the same. The record is on disk when this
    /// answers.
    ///
    /// # Errors
    /// What [`crate::Work::prepare`] refuses; [`ErrorCode::NotOwner`]; [`ErrorCode::DiskFull`] and
    /// [`ErrorCode::ReadOnly`] when the record cannot be saved: then there is no job.
    pub async fn start(&self, kind: &str, request: WorkRequest) -> Result<StartResponse, CommandError> {
        self.may_change()?;
        let work = self.desk.works.get(kind)?;
        let prepared = work.prepare(&request).await?;
        let kind = work.kind();
        self.ask(|reply| Command::Start { kind, request, prepared, reply }).await
    }

    /// Stops a job for good. Answers when it has stopped.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownJob`], [`ErrorCode::AmbiguousJob`], [`ErrorCode::NotOwner`],
    /// [`ErrorCode::NotNow`] for a job of another tool. The same for every command below.
    pub async fn cancel(&self, id: &str) -> Result<CancelAnswer, CommandError> {
        let id = self.ours(id)?;
        self.ask(|reply| Command::Cancel { id, reply }).await
    }

    /// Stops a job for now. Answers when it has stopped.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it has ended.
    pub async fn pause(&self, id: &str) -> Result<(), CommandError> {
        let id = self.ours(id)?;
        self.ask(|reply| Command::Pause { id, reply }).await
    }

    /// Lets a job go on, at its first unfinished step, when its turn comes.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it is not paused, interrupted or failed.
    pub async fn resume(&self, id: &str) -> Result<(), CommandError> {
        let id = self.ours(id)?;
        self.ask(|reply| Command::Resume { id, reply }).await
    }

    /// Begins again from the start with the same request, as a new job. Nothing of the old is touched.
    ///
    /// # Errors
    /// As [`Engine::start`]; [`ErrorCode::NotNow`] while the job is active.
    pub async fn retry(&self, id: &str) -> Result<StartResponse, CommandError> {
        self.may_change()?;
        let record = self.record(id).await?;
        if record.status.is_active() {
            return Err(not_now("This job has not ended. Cancel it before you start again."));
        }
        self.start(&record.kind, record.asked()).await
    }

    /// Gives up a job that failed or stopped: its record goes, what it finished stays.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it is at work, waits, or is completed.
    pub async fn discard(&self, id: &str) -> Result<CleanResponse, CommandError> {
        let id = self.ours(id)?;
        let status = self.desk.board.ours(id).map(|row| row.status);
        match status {
            Some(JobStatus::Queued | JobStatus::Starting | JobStatus::Running) => {
                Err(not_now("This job is at work or waits for its turn. Cancel it first."))
            }
            Some(JobStatus::Completed) => Err(not_now("This job is finished. Clean it instead.")),
            _ => self.clean_these(vec![id]).await,
        }
    }

    /// Cleans the records of jobs; those at work are cancelled first. Stories stay.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; then nothing was cleaned.
    pub async fn clean(&self, ids: &[String]) -> Result<CleanResponse, CommandError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let id = self.ours(id)?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
        self.clean_these(found).await
    }

    /// Cleans the records of all jobs that are completed or cancelled.
    ///
    /// # Errors
    /// As [`Engine::clean`].
    pub async fn clean_finished(&self) -> Result<CleanResponse, CommandError> {
        self.clean_older(Duration::ZERO).await
    }

    /// What [`Engine::clean_older`] would clean now.
    #[must_use]
    pub fn older_than(&self, age: Duration) -> Vec<CleanedJob> {
        cleaning::older_than(&self.desk.board, self.desk.clock.wall(), age)
            .into_iter()
            .map(|(id, title)| CleanedJob { job_id: id.to_string(), title })
            .collect()
    }

    /// Cleans the records of jobs that were completed or cancelled longer ago than this.
    ///
    /// # Errors
    /// As [`Engine::clean`].
    pub async fn clean_older(&self, age: Duration) -> Result<CleanResponse, CommandError> {
        self.may_change()?;
        let old = cleaning::older_than(&self.desk.board, self.desk.clock.wall(), age);
        self.clean_these(old.into_iter().map(|(id, _)| id).collect()).await
    }

    /// Takes a clean back, as long as the records are kept.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownJob`] when one of the records is gone for good.
    pub async fn undo_clean(&self, ids: &[String]) -> Result<(), CommandError> {
        self.may_change()?;
        let parsed: Result<Vec<JobId>, _> = ids.iter().map(|id| id.parse()).collect();
        let ids = parsed.map_err(|_| cleaning::too_late())?;
        self.ask(|reply| Command::UndoClean { ids, reply }).await
    }

    /// The result of a finished job.
    ///
    /// # Errors
    /// [`ErrorCode::StillRunning`], [`ErrorCode::JobFailed`] with what went wrong,
    /// [`ErrorCode::JobCancelled`]; [`ErrorCode::DamagedFile`].
    pub async fn result(&self, id: &str) -> Result<JobResult, CommandError> {
        let record = self.record(id).await?;
        let refuse = |code, sentence: &str| Err(CommandError::new(code, sentence));
        match record.status {
            JobStatus::Completed => Ok(JobResult { job_id: record.task_id, result: record.result }),
            JobStatus::Error => {
                let why = record.failure().map_or_else(|| "The job failed.".to_owned(), |e| e.message);
                refuse(ErrorCode::JobFailed, &why)
            }
            JobStatus::Interrupted => refuse(
                ErrorCode::JobFailed,
                "The program closed before this job was finished. Resume goes on where it stopped.",
            ),
            JobStatus::Cancelled => refuse(ErrorCode::JobCancelled, "The job was cancelled."),
            _ => refuse(ErrorCode::StillRunning, "The job is not finished yet."),
        }
    }

    /// What was asked of a job.
    ///
    /// # Errors
    /// As [`Engine::row`]; [`ErrorCode::DamagedFile`].
    pub async fn request(&self, id: &str) -> Result<WorkRequest, CommandError> {
        Ok(self.record(id).await?.asked())
    }

    /// Puts a job before everything that waits; a paused one goes on.
    ///
    /// # Errors
    /// As [`Engine::resume`].
    pub async fn write_now(&self, id: &str) -> Result<(), CommandError> {
        let id = self.ours(id)?;
        self.ask(|reply| Command::WriteNow { id, reply }).await
    }

    /// Moves a job that waits.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it, or the one it is moved before, does not wait.
    pub async fn move_to(&self, id: &str, place: Place) -> Result<(), CommandError> {
        let id = self.ours(id)?;
        let before = match &place {
            Place::Before(other) => Some(self.ours(other)?),
            _ => None,
        };
        self.ask(|reply| Command::Move { id, place, before, reply }).await
    }

    /// Holds the queue: what runs goes on, nothing new begins. Or lets it go.
    ///
    /// # Errors
    /// [`ErrorCode::NotOwner`].
    pub async fn hold_queue(&self, hold: bool) -> Result<(), CommandError> {
        self.ask(|reply| Command::HoldQueue { hold, reply }).await
    }

    /// Changes how many jobs of a lane run at once, now; at least one.
    ///
    /// # Errors
    /// [`ErrorCode::NotOwner`].
    pub async fn set_limit(&self, lane: &str, limit: usize) -> Result<(), CommandError> {
        let lane = lane.to_owned();
        self.ask(|reply| Command::SetLimit { lane, limit, reply }).await
    }

    /// The files that the engine keeps of a job, relative to the workspace, whether they are there or
    /// not: `task`, `story_job`, `log`.
    ///
    /// # Errors
    /// As [`Engine::row`].
    pub fn files(&self, id: &str) -> Result<Vec<(&'static str, RelPath)>, CommandError> {
        let (key, row) = self.desk.board.find(id)?;
        let mut files = Vec::new();
        match key {
            Key::Ours(id) => {
                files.push(("task", paths::task(id)));
                files.extend(paths::story_job(&row.subject).map(|path| ("story_job", path)));
                files.push(("log", paths::log(id)));
            }
            // The name came from the list of the folder; it is checked again all the same.
            Key::Other(id) => {
                let name = if id.starts_with("tasks/") { "task" } else { "story_job" };
                files.extend(RelPath::parse(&format!(".mythline/{id}.json")).ok().map(|path| (name, path)));
            }
        }
        Ok(files)
    }

    /// Stops every run, saves everything and lets the workspace go. What was being written is
    /// `interrupted`, and can be resumed. Answers when all that is done.
    ///
    /// # Errors
    /// [`ErrorCode::DiskFull`] or [`ErrorCode::ReadOnly`] when something could not be saved.
    pub async fn quit(&self) -> Result<(), CommandError> {
        if self.desk.refusal.is_some() {
            self.desk.texts.end();
            self.desk.board.end();
            return Ok(());
        }
        let (reply, answer) = oneshot::channel();
        if self.desk.commands.send(Command::Quit { reply }).await.is_err() {
            return Ok(()); // It has quit before.
        }
        answer.await.unwrap_or(Ok(()))
    }

    async fn clean_these(&self, ids: Vec<JobId>) -> Result<CleanResponse, CommandError> {
        self.may_change()?;
        for id in &ids {
            if self.desk.board.ours(*id).is_some_and(|row| row.status.is_active()) {
                self.ask(|reply| Command::Cancel { id: *id, reply }).await?;
            } else {
                // What recovery put right a moment ago may still be on its way to the disk.
                self.ask(|reply| Command::Settle { id: *id, reply }).await?;
            }
        }
        self.ask(|reply| Command::Clean { ids, reply }).await
    }

    async fn record(&self, id: &str) -> Result<Record, CommandError> {
        let id = self.ours(id)?;
        if self.desk.refusal.is_none() {
            return self.ask(|reply| Command::Record { id, reply }).await.map(|record| *record);
        }
        load::record(&self.desk.folder, id)
    }

    /// The job of ours that is meant.
    fn ours(&self, id: &str) -> Result<JobId, CommandError> {
        match self.desk.board.find(id)? {
            (Key::Ours(id), _) => Ok(id),
            (Key::Other(_), row) if row.source == JobSource::Damaged => Err(CommandError::new(
                ErrorCode::DamagedFile,
                "This job's file cannot be read. It is left as it is.",
            )),
            (Key::Other(_), _) => {
                Err(not_now("This job belongs to another tool. Mythline shows it and cannot control it."))
            }
        }
    }

    /// Whether jobs can be changed here.
    ///
    /// # Errors
    /// [`ErrorCode::NotOwner`] when another program owns the workspace or it was opened only to look;
    /// [`ErrorCode::ReadOnly`] when nothing can be saved there.
    pub fn may_change(&self) -> Result<(), CommandError> {
        self.desk.refusal.clone().map_or(Ok(()), Err)
    }

    async fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, CommandError> {
        self.may_change()?;
        let (reply, answer) = oneshot::channel();
        let closed = || not_now("The program is closing. Nothing new is begun.");
        self.desk.commands.send(command(reply)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }
}

fn not_now(sentence: &str) -> CommandError {
    CommandError::new(ErrorCode::NotNow, sentence)
}
