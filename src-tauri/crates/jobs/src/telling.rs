//! What an engine can be told to do. Every verb takes one way: what the owner does for itself is what it
//! does for others.

use std::time::Duration;

use mythline_protocol::{
    CancelAnswer, CleanResponse, CleanedJob, CommandError, ErrorCode, JobAnswer, StartResponse,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Engine, Place, WorkRequest,
    asking::{self, Verb},
    cleaning,
    load::Onlooker,
    looking,
    role::{Role, refusal},
};

/// How long a program that is about to take the workspace over may take to do so.
const TAKING_OVER: Duration = Duration::from_secs(5);
/// How many owners are asked, when one after the other goes away before it answers. What is asked can be
/// done twice: a start attaches, a job that is paused stays so.
const OWNERS: usize = 3;
/// The most jobs of one request, which keeps it well below the bytes that are allowed.
const JOBS_A_REQUEST: usize = 1_000;

/// What can be done with several jobs at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JobVerb {
    /// [`Engine::cancel`]
    Cancel,
    /// [`Engine::pause`]
    Pause,
    /// [`Engine::resume`]
    Resume,
    /// [`Engine::retry`]
    Retry,
    /// [`Engine::discard`]
    Discard,
    /// [`Engine::write_now`]
    WriteNow,
}

impl Engine {
    /// Starts a job, or finds the one at work that does the same. The record is on disk when this
    /// answers.
    ///
    /// # Errors
    /// What [`crate::Work::prepare`] refuses; [`ErrorCode::DiskFull`] and [`ErrorCode::ReadOnly`] when the
    /// record cannot be saved: then there is no job.
    pub async fn start(&self, kind: &str, request: WorkRequest) -> Result<StartResponse, CommandError> {
        self.start_at(kind, request, None).await
    }

    /// Changes at once what jobs of a kind have made: [`crate::Work::change`].
    ///
    /// # Errors
    /// What the work refuses.
    pub async fn change(&self, kind: &str, request: WorkRequest) -> Result<Value, CommandError> {
        let WorkRequest { subject, options, .. } = request;
        self.tell(Verb::Change { kind: kind.to_owned(), subject, options }).await
    }

    /// As [`Engine::start`]; the job waits for a time, in milliseconds since the Unix epoch, and then for
    /// its turn. A time that has passed is none.
    ///
    /// # Errors
    /// As [`Engine::start`].
    pub async fn start_at(
        &self,
        kind: &str,
        request: WorkRequest,
        at: Option<i64>,
    ) -> Result<StartResponse, CommandError> {
        let WorkRequest { subject, player, options } = request;
        let kind = kind.to_owned();
        self.tell(Verb::Start { kind, subject, player, options, at }).await
    }

    /// Stops a job for good. Answers when it has stopped.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownJob`], [`ErrorCode::AmbiguousJob`], [`ErrorCode::NotNow`] for a job of another
    /// tool. The same for every command below.
    pub async fn cancel(&self, id: &str) -> Result<CancelAnswer, CommandError> {
        self.tell_one(Verb::Cancel { jobs: vec![id.to_owned()] }).await
    }

    /// Stops a job for now. Answers when it has stopped.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it has ended.
    pub async fn pause(&self, id: &str) -> Result<(), CommandError> {
        self.tell_one(Verb::Pause { jobs: vec![id.to_owned()] }).await
    }

    /// Lets a job go on, at its first unfinished step, when its turn comes.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it is not paused, interrupted or failed.
    pub async fn resume(&self, id: &str) -> Result<(), CommandError> {
        self.tell_one(Verb::Resume { jobs: vec![id.to_owned()] }).await
    }

    /// Begins again from the start with the same request, as a new job. Nothing of the old is touched.
    ///
    /// # Errors
    /// As [`Engine::start`]; [`ErrorCode::NotNow`] while the job is active.
    pub async fn retry(&self, id: &str) -> Result<StartResponse, CommandError> {
        self.tell_one(Verb::Retry { jobs: vec![id.to_owned()] }).await
    }

    /// Gives up a job that failed or stopped: its record goes, what it finished stays.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it is at work, waits, or is completed.
    pub async fn discard(&self, id: &str) -> Result<CleanResponse, CommandError> {
        self.tell_one(Verb::Discard { jobs: vec![id.to_owned()] }).await
    }

    /// Puts a job before everything that waits; a paused one goes on.
    ///
    /// # Errors
    /// As [`Engine::resume`].
    pub async fn write_now(&self, id: &str) -> Result<(), CommandError> {
        self.tell_one(Verb::WriteNow { jobs: vec![id.to_owned()] }).await
    }

    /// Does the same with several jobs, one after another; each has its own answer, and what one refuses
    /// does not keep it from the rest.
    ///
    /// # Errors
    /// Only when the owner could not be asked.
    pub async fn each(&self, verb: JobVerb, ids: &[String]) -> Result<Vec<JobAnswer>, CommandError> {
        let mut answers = Vec::with_capacity(ids.len());
        for jobs in ids.chunks(JOBS_A_REQUEST) {
            let jobs = jobs.to_vec();
            let verb = match verb {
                JobVerb::Cancel => Verb::Cancel { jobs },
                JobVerb::Pause => Verb::Pause { jobs },
                JobVerb::Resume => Verb::Resume { jobs },
                JobVerb::Retry => Verb::Retry { jobs },
                JobVerb::Discard => Verb::Discard { jobs },
                JobVerb::WriteNow => Verb::WriteNow { jobs },
            };
            answers.extend(self.tell::<Vec<JobAnswer>>(verb).await?);
        }
        Ok(answers)
    }

    /// Cleans the records of jobs; those at work are cancelled first. Stories stay.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; then nothing was cleaned.
    pub async fn clean(&self, ids: &[String]) -> Result<CleanResponse, CommandError> {
        self.tell(Verb::Clean { jobs: ids.to_vec() }).await
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

    /// Cleans the records of jobs that were completed or cancelled longer ago than this; whole seconds
    /// count.
    ///
    /// # Errors
    /// As [`Engine::clean`].
    pub async fn clean_older(&self, age: Duration) -> Result<CleanResponse, CommandError> {
        self.tell(Verb::CleanOlder { seconds: age.as_secs() }).await
    }

    /// Takes a clean back, as long as the records are kept.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownJob`] when one of the records is gone for good.
    pub async fn undo_clean(&self, ids: &[String]) -> Result<(), CommandError> {
        self.tell(Verb::UndoClean { jobs: ids.to_vec() }).await
    }

    /// Moves a job that waits.
    ///
    /// # Errors
    /// As [`Engine::cancel`]; [`ErrorCode::NotNow`] when it, or the one it is moved before, does not wait.
    pub async fn move_to(&self, id: &str, place: Place) -> Result<(), CommandError> {
        self.tell(Verb::Move { job: id.to_owned(), to: place }).await
    }

    /// Holds the queue: what runs goes on, nothing new begins. Or lets it go, with what
    /// [`Engine::pause_queue`] paused. It stays so over a restart.
    ///
    /// # Errors
    /// None of its own.
    pub async fn hold_queue(&self, hold: bool) -> Result<(), CommandError> {
        self.tell(Verb::HoldQueue { hold }).await
    }

    /// Holds the queue and pauses what runs. Answers when it has stopped.
    ///
    /// # Errors
    /// None of its own.
    pub async fn pause_queue(&self) -> Result<(), CommandError> {
        self.tell(Verb::PauseQueue).await
    }

    /// Changes how many jobs of a lane run at once, now; at least one. It stays so over a restart.
    ///
    /// # Errors
    /// None of its own.
    pub async fn set_limit(&self, lane: &str, limit: usize) -> Result<(), CommandError> {
        self.tell(Verb::Limit { lane: Some(lane.to_owned()), limit }).await
    }

    /// The same for every lane.
    ///
    /// # Errors
    /// None of its own.
    pub async fn set_every_limit(&self, limit: usize) -> Result<(), CommandError> {
        self.tell(Verb::Limit { lane: None, limit }).await
    }

    /// Does it, or has the owner do it.
    async fn tell<T: DeserializeOwned>(&self, verb: Verb) -> Result<T, CommandError> {
        for _ in 0..OWNERS {
            if self.is_owner_soon().await? {
                return understood(self.desk.carry_out(verb).await?);
            }
            if let Some(said) = asking::ask(&self.desk, &verb).await? {
                return understood(said);
            }
        }
        Err(asking::unanswered())
    }

    /// The same for one job.
    async fn tell_one<T: DeserializeOwned>(&self, verb: Verb) -> Result<T, CommandError> {
        let answers: Vec<JobAnswer> = self.tell(verb).await?;
        let said = answers.into_iter().next().map_or(Ok(Value::Null), |answer| answer.said.into());
        understood(said?)
    }

    /// Whether this program owns the workspace, or is about to because nobody does; else there is an
    /// owner to be asked.
    async fn is_owner_soon(&self) -> Result<bool, CommandError> {
        let standing = match *self.desk.role.borrow() {
            Role::Owner(_) => return Ok(true),
            Role::Looking(standing) => standing,
        };
        let folder = self.desk.folder.clone();
        let owner = tokio::task::spawn_blocking(move || looking::owner(&folder)).await.unwrap_or(None);
        if owner.is_some() {
            return Ok(false);
        }
        if standing != Onlooker::Outside {
            return Err(refusal(standing));
        }
        let mut role = self.desk.role.subscribe();
        let taken = role.wait_for(|role| matches!(role, Role::Owner(_)));
        tokio::select! {
            _ = taken => Ok(true),
            // Another was quicker, or the owner does not say who it is.
            () = self.desk.clock.wait_until(self.desk.clock.steady() + TAKING_OVER) => Ok(false),
        }
    }
}

fn understood<T: DeserializeOwned>(said: Value) -> Result<T, CommandError> {
    serde_json::from_value(said).map_err(|e| {
        tracing::error!("an answer is not what it should be: {e}");
        CommandError::new(ErrorCode::Internal, "The answer was not understood. Look at the jobs.")
    })
}
