use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use mythline_files::{Folder, RelPath};
use mythline_protocol::{
    Access, CommandError, ErrorCode, JobResult, JobRow, JobStatus, QueueInfo, QueueSettings, Saving, Scarce,
};
use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    Clock, Durations, EngineOptions, JobsFeed, TextFeed, WorkRequest,
    board::{Board, Key},
    command::Command,
    list::List,
    live,
    load::Onlooker,
    looking,
    opening::{self, Works},
    paths,
    queue_file::QueueFile,
    role::{Role, refusal},
    text::Texts,
    watching::{FileChanges, Watch},
};

/// The jobs of one workspace: started, watched and told what to do from here. Clones are one engine.
///
/// Ids come as text and may be cut short while they are unambiguous. A command answers when its
/// effect is real and on disk, or, while saving is in trouble, announced as not yet saved. Where another
/// program owns the workspace, that one is asked to do it, and every command can also answer
/// [`ErrorCode::NotOwner`]: when there is no such program, or it does not answer.
///
/// Dropping the last clone stops every run as [`Engine::quit`] does, only nobody waits for it.
#[derive(Clone)]
pub struct Engine {
    pub(crate) desk: Arc<Desk>,
}

/// What every clone holds.
pub(crate) struct Desk {
    pub(crate) board: Arc<Board>,
    pub(crate) list: List,
    pub(crate) texts: Arc<Texts>,
    pub(crate) works: Works,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) folder: Folder,
    pub(crate) durations: Durations,
    /// How many of a lane run at once without the user's word.
    pub(crate) lane_limit: usize,
    /// How old records of finished jobs become.
    pub(crate) clean_after: Mutex<Option<Duration>>,
    pub(crate) role: watch::Sender<Role>,
    /// Cancelled when the engine quits: then nothing is taken over or answered any more.
    pub(crate) ending: CancellationToken,
    pub(crate) watch: Watch,
}

impl Drop for Desk {
    /// Nobody holds the engine any more: what follows files or requests for it ends.
    fn drop(&mut self) {
        self.ending.cancel();
    }
}

impl Engine {
    /// Opens a workspace: takes it, or looks when another program owns it or nothing can be written. One
    /// that looks because another owns it takes the workspace over when that one is gone, unless
    /// [`EngineOptions::look`] says that it is only to look.
    ///
    /// What was running when its program died is `interrupted` from here on, and what was waiting is
    /// paused: nothing that had stopped runs by itself.
    ///
    /// # Errors
    /// [`ErrorCode::BadWorkspace`] when the folder cannot be read.
    pub async fn open(options: EngineOptions) -> Result<Self, CommandError> {
        Ok(Self { desk: opening::open(options).await? })
    }

    /// Whether this program owns the workspace.
    #[must_use]
    pub fn access(&self) -> Access {
        self.desk.board.access()
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

    /// How many folders are watched for what other programs change.
    #[must_use]
    pub fn watched(&self) -> usize {
        self.desk.watch.folders()
    }

    /// Hears of files that change in a folder of the workspace and in all beneath it, whoever changes them.
    #[must_use]
    pub fn changes_in(&self, place: RelPath) -> FileChanges {
        FileChanges::new(self.desk.watch.ear(place, true))
    }

    /// How saving goes.
    #[must_use]
    pub fn saving(&self) -> Saving {
        self.desk.board.saving()
    }

    /// How the queue stands.
    #[must_use]
    pub fn queue(&self) -> QueueInfo {
        self.desk.board.queue()
    }

    /// How long what is left of a job takes, as exactly as it is known; a row says it no finer than anybody
    /// can know it. `None` while nobody can say, and where this program does not own the workspace.
    ///
    /// # Errors
    /// As [`Engine::row`].
    pub async fn time_left(&self, id: &str) -> Result<Option<Duration>, CommandError> {
        Ok(self.desk.time_left(self.desk.ours(id)?).await)
    }

    /// About how long a job of this request would take, or `None` while nobody can say.
    ///
    /// # Errors
    /// What [`crate::Work::prepare`] refuses.
    pub async fn foretell(
        &self,
        kind: &str,
        request: &WorkRequest,
    ) -> Result<Option<Duration>, CommandError> {
        let prepared = self.desk.works.get(kind)?.prepare(request).await?;
        Ok(self.desk.durations.foretell(&prepared.lane, &prepared.efforts))
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
        let id = self.desk.ours(id)?;
        let feed = TextFeed::new(self.desk.texts.of(id), self.desk.clock.clone());
        if matches!(*self.desk.role.borrow(), Role::Looking(_)) {
            live::follow(&self.desk, id);
        }
        Ok(feed)
    }

    /// The result of a finished job.
    ///
    /// # Errors
    /// [`ErrorCode::StillRunning`], [`ErrorCode::JobFailed`] with what went wrong,
    /// [`ErrorCode::JobCancelled`]; [`ErrorCode::DamagedFile`].
    pub async fn result(&self, id: &str) -> Result<JobResult, CommandError> {
        let record = self.desk.record(self.desk.ours(id)?).await?;
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
        Ok(self.desk.record(self.desk.ours(id)?).await?.asked())
    }

    /// The queue as somebody set it.
    pub async fn queue_settings(&self) -> QueueSettings {
        let (folder, limit) = (self.desk.folder.clone(), self.desk.lane_limit);
        let read = tokio::task::spawn_blocking(move || QueueFile::read(&folder)).await;
        read.unwrap_or_default().info(limit)
    }

    /// Cleans records of finished jobs when they are older than this, from now on; `None` keeps them. It
    /// counts from when this program owns the workspace.
    ///
    /// # Errors
    /// None of its own.
    pub async fn clean_after(&self, age: Option<Duration>) -> Result<(), CommandError> {
        *self.desk.clean_after.lock().unwrap_or_else(PoisonError::into_inner) = age;
        self.desk.clean_after_now(age).await
    }

    /// Pauses what runs and begins nothing while something that it needs is scarce; `None` lets all of it go on.
    /// Each job says what it waits for. It counts while this program owns the workspace, and is not kept.
    ///
    /// # Errors
    /// None of its own.
    pub async fn wait_out(&self, scarce: Option<Scarce>) -> Result<(), CommandError> {
        self.desk.wait_out_now(scarce).await
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
        self.desk.ending.cancel();
        let role = self.desk.role.borrow().clone();
        let Role::Owner(commands) = role else {
            self.desk.texts.end();
            self.desk.board.end();
            return Ok(());
        };
        let (reply, answer) = oneshot::channel();
        if commands.send(Command::Quit { reply }).await.is_err() {
            return Ok(()); // It has quit before.
        }
        answer.await.unwrap_or(Ok(()))
    }

    /// Whether jobs can be changed from here: by this program, or by asking the one that owns the
    /// workspace.
    ///
    /// # Errors
    /// [`ErrorCode::NotOwner`] when it was opened only to look and nobody owns it; [`ErrorCode::ReadOnly`]
    /// when nothing can be saved there.
    pub fn may_change(&self) -> Result<(), CommandError> {
        match *self.desk.role.borrow() {
            Role::Owner(_) | Role::Looking(Onlooker::Outside) => Ok(()),
            Role::Looking(_) if looking::owner(&self.desk.folder).is_some() => Ok(()),
            Role::Looking(standing) => Err(refusal(standing)),
        }
    }
}
