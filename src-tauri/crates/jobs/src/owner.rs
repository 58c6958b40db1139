//! What the owner of a workspace does when it is told to, by whoever holds the engine or by a request.

use std::time::Duration;

use mythline_protocol::{
    CancelAnswer, CleanResponse, CommandError, ErrorCode, JobAnswer, JobId, JobSource, JobStatus, Scarce,
    StartResponse,
};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::{
    JobVerb, Place, WorkRequest,
    asking::Verb,
    board::Key,
    cleaning,
    command::{Command, Reply},
    engine::Desk,
    load,
    record::Record,
    role::Role,
};

impl Desk {
    /// Does what is asked, and answers when its effect is real.
    pub(crate) async fn carry_out(&self, verb: Verb) -> Result<Value, CommandError> {
        match verb {
            Verb::Start { kind, subject, player, options, at } => {
                value(self.start(&kind, WorkRequest { subject, player, options }, at).await)
            }
            Verb::Change { kind, subject, options } => {
                let request = WorkRequest { subject, player: None, options };
                let work = self.works.get(&kind)?;
                let answer = work.change(&request).await?;
                if let Some(now) = work.standing(&request).await {
                    self.tell(|reply| Command::Stands { now, reply }).await?;
                }
                Ok(answer)
            }
            Verb::Cancel { jobs } => self.each(JobVerb::Cancel, &jobs).await,
            Verb::Pause { jobs } => self.each(JobVerb::Pause, &jobs).await,
            Verb::Resume { jobs } => self.each(JobVerb::Resume, &jobs).await,
            Verb::WriteNow { jobs } => self.each(JobVerb::WriteNow, &jobs).await,
            Verb::Retry { jobs } => self.each(JobVerb::Retry, &jobs).await,
            Verb::Discard { jobs } => self.each(JobVerb::Discard, &jobs).await,
            Verb::Clean { jobs } => value(self.clean(&jobs).await),
            Verb::CleanOlder { seconds } => value(self.clean_older(Duration::from_secs(seconds)).await),
            Verb::UndoClean { jobs } => value(self.undo_clean(&jobs).await),
            Verb::Move { job, to } => value(self.move_to(&job, to).await),
            Verb::HoldQueue { hold } => value(self.tell(|reply| Command::HoldQueue { hold, reply }).await),
            Verb::PauseQueue => value(self.tell(|reply| Command::PauseQueue { reply }).await),
            Verb::Limit { lane, limit } => {
                value(self.tell(|reply| Command::SetLimit { lane, limit, reply }).await)
            }
        }
    }

    /// Does the same with several jobs; what one of them refuses does not keep it from the rest. All are
    /// told before the first is waited for: else, where all are to pause, each would begin in its turn.
    async fn each(&self, verb: JobVerb, ids: &[String]) -> Result<Value, CommandError> {
        let mut told = Vec::with_capacity(ids.len());
        for id in ids {
            match self.ours(id) {
                Ok(id) => told.push((id.to_string(), self.tell_one(verb, id).await)),
                Err(e) => told.push((id.clone(), Err(e))),
            }
        }
        let mut answers = Vec::with_capacity(told.len());
        for (job_id, told) in told {
            let said = match told {
                Ok(told) => told.answer().await,
                Err(e) => Err(e),
            };
            answers.push(JobAnswer { job_id, said: said.into() });
        }
        value(Ok(answers))
    }

    async fn tell_one(&self, verb: JobVerb, id: JobId) -> Result<Told, CommandError> {
        match verb {
            JobVerb::Cancel => self.send(|reply| Command::Cancel { id, reply }).await.map(Told::Cancel),
            JobVerb::Pause => self.send(|reply| Command::Pause { id, reply }).await.map(Told::Done),
            JobVerb::Resume => self.send(|reply| Command::Resume { id, reply }).await.map(Told::Done),
            JobVerb::WriteNow => self.send(|reply| Command::WriteNow { id, reply }).await.map(Told::Done),
            JobVerb::Retry => value(self.retry(id).await).map(Told::Answered),
            JobVerb::Discard => value(self.discard(id).await).map(Told::Answered),
        }
    }

    async fn start(
        &self,
        kind: &str,
        request: WorkRequest,
        at: Option<i64>,
    ) -> Result<StartResponse, CommandError> {
        let work = self.works.get(kind)?;
        let prepared = work.prepare(&request).await?;
        let kind = work.kind();
        self.tell(|reply| Command::Start { kind, request, prepared, at, reply }).await
    }

    async fn retry(&self, id: JobId) -> Result<StartResponse, CommandError> {
        let record = self.record(id).await?;
        if record.status.is_active() {
            return Err(not_now("This job has not ended. Cancel it before you start again."));
        }
        self.start(&record.kind, record.asked(), None).await
    }

    async fn discard(&self, id: JobId) -> Result<CleanResponse, CommandError> {
        match self.board.ours(id).map(|row| row.status) {
            Some(JobStatus::Queued | JobStatus::Starting | JobStatus::Running) => {
                Err(not_now("This job is at work or waits for its turn. Cancel it first."))
            }
            Some(JobStatus::Completed) => Err(not_now("This job is finished. Clean it instead.")),
            _ => self.clean_these(vec![id]).await,
        }
    }

    async fn clean(&self, ids: &[String]) -> Result<CleanResponse, CommandError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let id = self.ours(id)?;
            if !found.contains(&id) {
                found.push(id);
            }
        }
        self.clean_these(found).await
    }

    async fn clean_older(&self, age: Duration) -> Result<CleanResponse, CommandError> {
        let old = cleaning::older_than(&self.board, self.clock.wall(), age);
        self.clean_these(old.into_iter().map(|(id, _)| id).collect()).await
    }

    async fn clean_these(&self, ids: Vec<JobId>) -> Result<CleanResponse, CommandError> {
        for id in &ids {
            if self.board.ours(*id).is_some_and(|row| row.status.is_active()) {
                self.tell(|reply| Command::Cancel { id: *id, reply }).await?;
            } else {
                // What recovery put right a moment ago may still be on its way to the disk.
                self.tell(|reply| Command::Settle { id: *id, reply }).await?;
            }
        }
        self.tell(|reply| Command::Clean { ids, reply }).await
    }

    async fn undo_clean(&self, ids: &[String]) -> Result<(), CommandError> {
        let parsed: Result<Vec<JobId>, _> = ids.iter().map(|id| id.parse()).collect();
        let ids = parsed.map_err(|_| cleaning::too_late())?;
        self.tell(|reply| Command::UndoClean { ids, reply }).await
    }

    async fn move_to(&self, id: &str, place: Place) -> Result<(), CommandError> {
        let id = self.ours(id)?;
        let before = match &place {
            Place::Before(other) => Some(self.ours(other)?),
            _ => None,
        };
        self.tell(|reply| Command::Move { id, place, before, reply }).await
    }

    /// How long what is left of a job takes, where this program owns the workspace and can say.
    pub(crate) async fn time_left(&self, id: JobId) -> Option<Duration> {
        self.tell(|reply| Command::TimeLeft { id, reply }).await.ok().flatten()
    }

    /// Has the jobs wait while something is scarce, where this program runs them.
    pub(crate) async fn wait_out_now(&self, scarce: Option<Scarce>) -> Result<(), CommandError> {
        if matches!(*self.role.borrow(), Role::Looking(_)) {
            return Ok(());
        }
        self.tell(|reply| Command::WaitOut { scarce, reply }).await
    }

    /// Changes how old records of finished jobs become, where this program cleans them.
    pub(crate) async fn clean_after_now(&self, age: Option<Duration>) -> Result<(), CommandError> {
        if matches!(*self.role.borrow(), Role::Looking(_)) {
            return Ok(());
        }
        self.tell(|reply| Command::CleanAfter { age, reply }).await
    }

    /// What is known of a job: all of it in memory where this program owns it, else what the disk has.
    pub(crate) async fn record(&self, id: JobId) -> Result<Record, CommandError> {
        if matches!(*self.role.borrow(), Role::Looking(_)) {
            return load::record(&self.folder, id);
        }
        self.tell(|reply| Command::Record { id, reply }).await.map(|record| *record)
    }

    /// The job of ours that is meant.
    pub(crate) fn ours(&self, id: &str) -> Result<JobId, CommandError> {
        match self.board.find(id)? {
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

    /// Tells the scheduler, and waits for its answer.
    async fn tell<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, CommandError> {
        heard(self.send(command).await?).await
    }

    /// Tells the scheduler; the answer is to be waited for.
    async fn send<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<Coming<T>, CommandError> {
        let Role::Owner(commands) = self.role.borrow().clone() else { return Err(closing()) };
        let (reply, answer) = oneshot::channel();
        commands.send(command(reply)).await.map_err(|_| closing())?;
        Ok(answer)
    }
}

/// An answer on its way.
type Coming<T> = oneshot::Receiver<Result<T, CommandError>>;

/// What one of several jobs was told.
enum Told {
    Cancel(Coming<CancelAnswer>),
    Done(Coming<()>),
    Answered(Value),
}

impl Told {
    async fn answer(self) -> Result<Value, CommandError> {
        match self {
            Self::Cancel(coming) => value(heard(coming).await),
            Self::Done(coming) => value(heard(coming).await),
            Self::Answered(value) => Ok(value),
        }
    }
}

async fn heard<T>(coming: Coming<T>) -> Result<T, CommandError> {
    coming.await.map_err(|_| closing())?
}

fn closing() -> CommandError {
    not_now("The program is closing. Nothing new is begun.")
}

fn value<T: Serialize>(done: Result<T, CommandError>) -> Result<Value, CommandError> {
    serde_json::to_value(done?).map_err(|e| {
        tracing::error!("an answer cannot be written down: {e}");
        CommandError::new(ErrorCode::Internal, "It was done, but the answer to it was lost.")
    })
}

fn not_now(sentence: &str) -> CommandError {
    CommandError::new(ErrorCode::NotNow, sentence)
}
