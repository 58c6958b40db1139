use std::time::Duration;

use mythline_jobs::{JobVerb, JobsFeed, Place, TextFeed, Work, WorkRequest};
use mythline_protocol::{
    Access, BulkCleanResponse, CancelAnswer, CleanResponse, CleanedJob, CommandError, ErrorCode, Group,
    JobAnswer, JobResult, JobRow, JobSource, QueueSettings, Said, Scarce, StartParams, StartResponse,
};
use serde_json::{Map, Value};

use crate::Studio;

impl Studio {
    /// Every job, in no order.
    #[must_use]
    pub fn jobs(&self) -> Vec<JobRow> {
        self.inner.engine.rows()
    }

    /// One job.
    ///
    /// # Errors
    /// For an id that no job has, or several begin with.
    pub fn job(&self, id: &str) -> Result<JobRow, CommandError> {
        self.inner.engine.row(id)
    }

    /// How long what is left of a job takes, as exactly as it is known, where this program runs it.
    ///
    /// # Errors
    /// As [`Studio::job`].
    pub async fn time_left(&self, id: &str) -> Result<Option<Duration>, CommandError> {
        self.inner.engine.time_left(id).await
    }

    /// How many jobs this program is writing just now.
    #[must_use]
    pub fn writing(&self) -> usize {
        if self.inner.engine.access() != Access::Owner {
            return 0;
        }
        let ours = |row: &JobRow| row.source == JobSource::Mythline && row.status.group() == Group::Writing;
        self.jobs().iter().filter(|row| ours(row)).count()
    }

    /// Whether jobs can be changed from here: by this program, or by asking the one that owns the workspace.
    ///
    /// # Errors
    /// When it was opened only to look and nobody owns it, or nothing can be saved there.
    pub fn may_change(&self) -> Result<(), CommandError> {
        self.inner.engine.may_change()
    }

    /// A snapshot of every job and then every change.
    #[must_use]
    pub fn subscribe_jobs(&self) -> JobsFeed {
        self.inner.engine.subscribe()
    }

    /// The text of a job while it is written; first what the step in hand has so far.
    ///
    /// # Errors
    /// As [`Studio::job`].
    pub fn subscribe_text(&self, id: &str) -> Result<TextFeed, CommandError> {
        self.inner.engine.subscribe_text(id)
    }

    /// Starts a story, or finds the job that writes the same already.
    ///
    /// # Errors
    /// When the notes are missing or carry too little, a name cannot be used, or this program only looks.
    pub async fn start(&self, params: StartParams) -> Result<StartResponse, CommandError> {
        self.start_at(params, None).await
    }

    /// As [`Studio::start`], to be begun at a time, in milliseconds since the epoch.
    ///
    /// # Errors
    /// As [`Studio::start`].
    pub async fn start_at(
        &self,
        params: StartParams,
        at: Option<i64>,
    ) -> Result<StartResponse, CommandError> {
        self.inner.engine.start_at(self.inner.story.kind(), request(params), at).await
    }

    /// As [`Studio::start_at`], of a story whose plan is to be read before anything is written: the job writes it down
    /// as `plan.md` beside its take, and pauses. To resume it is to agree with what stands in the file then.
    ///
    /// # Errors
    /// As [`Studio::start`].
    pub async fn start_with_plan(
        &self,
        params: StartParams,
        at: Option<i64>,
    ) -> Result<StartResponse, CommandError> {
        let mut request = request(params);
        request.options.insert("plan_first".to_owned(), Value::from(true));
        self.inner.engine.start_at(self.inner.story.kind(), request, at).await
    }

    /// Cancels a job; answers when it has stopped, with everything finished kept.
    ///
    /// # Errors
    /// As [`Studio::job`], and when this program only looks; so for every command that changes a job.
    pub async fn cancel(&self, id: &str) -> Result<CancelAnswer, CommandError> {
        self.inner.engine.cancel(id).await
    }

    /// Stops a job for now.
    ///
    /// # Errors
    /// As [`Studio::cancel`], and when the job's state does not allow it.
    pub async fn pause(&self, id: &str) -> Result<(), CommandError> {
        self.inner.engine.pause(id).await
    }

    /// Goes on with a job at its first unfinished step.
    ///
    /// # Errors
    /// As [`Studio::pause`].
    pub async fn resume(&self, id: &str) -> Result<(), CommandError> {
        self.inner.engine.resume(id).await
    }

    /// Puts a job before everything that waits.
    ///
    /// # Errors
    /// As [`Studio::pause`].
    pub async fn write_now(&self, id: &str) -> Result<(), CommandError> {
        self.inner.engine.write_now(id).await
    }

    /// Moves a job that waits.
    ///
    /// # Errors
    /// As [`Studio::pause`].
    pub async fn move_to(&self, id: &str, place: Place) -> Result<(), CommandError> {
        self.inner.engine.move_to(id, place).await
    }

    /// Does the same with several jobs; each has its own answer.
    ///
    /// # Errors
    /// When this program only looks.
    pub async fn each(&self, verb: JobVerb, ids: &[String]) -> Result<Vec<JobAnswer>, CommandError> {
        self.inner.engine.each(verb, ids).await
    }

    /// The queue as somebody set it.
    pub async fn queue_settings(&self) -> QueueSettings {
        self.inner.engine.queue_settings().await
    }

    /// Begins nothing new: what runs goes on to its end. Or lets the queue go on.
    ///
    /// # Errors
    /// When this program only looks.
    pub async fn hold_queue(&self, hold: bool) -> Result<(), CommandError> {
        self.inner.engine.hold_queue(hold).await
    }

    /// Begins nothing new, and pauses what runs until the queue goes on.
    ///
    /// # Errors
    /// When this program only looks.
    pub async fn pause_queue(&self) -> Result<(), CommandError> {
        self.inner.engine.pause_queue().await
    }

    /// Has everything wait while something that writing needs is scarce; `None` lets it go on. Where another
    /// program writes, that one decides.
    ///
    /// # Errors
    /// None but that the program is closing.
    pub async fn wait_out(&self, scarce: Option<Scarce>) -> Result<(), CommandError> {
        self.inner.engine.wait_out(scarce).await
    }

    /// Bytes that can be had on the workspace's disk; `None` where the system does not say.
    #[must_use]
    pub fn free_space(&self) -> Option<u64> {
        self.inner.folder.free_space()
    }

    /// Changes how many jobs of a model, or of every model, run at once.
    ///
    /// # Errors
    /// When this program only looks.
    pub async fn set_limit(&self, model: Option<&str>, limit: usize) -> Result<(), CommandError> {
        match model {
            Some(model) => self.inner.engine.set_limit(model, limit).await,
            None => self.inner.engine.set_every_limit(limit).await,
        }
    }

    /// Begins again from the start, as a new take.
    ///
    /// # Errors
    /// As [`Studio::start`].
    pub async fn retry(&self, id: &str) -> Result<StartResponse, CommandError> {
        self.inner.engine.retry(id).await
    }

    /// Gives a stopped job up: its record goes, what is finished stays.
    ///
    /// # Errors
    /// As [`Studio::pause`].
    pub async fn discard(&self, id: &str) -> Result<CleanResponse, CommandError> {
        self.inner.engine.discard(id).await
    }

    /// Removes the records of jobs, cancelling those that are active; their stories stay.
    ///
    /// # Errors
    /// As [`Studio::cancel`].
    pub async fn clean(&self, ids: &[String]) -> Result<CleanResponse, CommandError> {
        self.inner.engine.clean(ids).await
    }

    /// Removes the records of these jobs, but of none that is active; what cannot be removed does not keep
    /// the rest.
    ///
    /// # Errors
    /// When this program only looks.
    pub async fn clean_each(&self, ids: &[String]) -> Result<BulkCleanResponse, CommandError> {
        let is_active = |id: &String| self.job(id).is_ok_and(|row| row.status.is_active());
        let (active, ids): (Vec<_>, Vec<_>) = ids.iter().cloned().partition(is_active);
        let mut done = self.inner.engine.clean_each(&ids).await?;
        let error = CommandError::new(ErrorCode::NotNow, "This job is not finished. Cancel it first.");
        done.refused
            .extend(active.into_iter().map(|job_id| JobAnswer { job_id, said: Said::Error(error.clone()) }));
        Ok(done)
    }

    /// Removes the records of all jobs that are finished or cancelled.
    ///
    /// # Errors
    /// When this program only looks.
    pub async fn clean_finished(&self) -> Result<CleanResponse, CommandError> {
        self.inner.engine.clean_finished().await
    }

    /// What [`Studio::clean_older`] would remove.
    #[must_use]
    pub fn older_than(&self, age: Duration) -> Vec<CleanedJob> {
        self.inner.engine.older_than(age)
    }

    /// Removes the records of jobs that ended longer ago than `age`.
    ///
    /// # Errors
    /// When this program only looks.
    pub async fn clean_older(&self, age: Duration) -> Result<CleanResponse, CommandError> {
        self.inner.engine.clean_older(age).await
    }

    /// Takes a clean back, while its time runs.
    ///
    /// # Errors
    /// When the time is over, or this program only looks.
    pub async fn undo_clean(&self, ids: &[String]) -> Result<(), CommandError> {
        self.inner.engine.undo_clean(ids).await
    }

    /// The result of a finished job.
    ///
    /// # Errors
    /// One code each for a job still at work, one that failed, and one that was cancelled.
    pub async fn result(&self, id: &str) -> Result<JobResult, CommandError> {
        self.inner.engine.result(id).await
    }
}

/// What the engine keeps of a wish for a story; what was not asked for is left out.
pub(crate) fn request(params: StartParams) -> WorkRequest {
    let StartParams { subject, player, pronoun, wish, model, scenes, seed } = params;
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let options = [
        ("pronoun", filled(pronoun).map(Value::from)),
        ("wish", filled(wish).map(Value::from)),
        ("model", filled(model).map(Value::from)),
        ("scenes", scenes.map(Value::from)),
        ("seed", seed.map(Value::from)),
    ];
    let options: Map<_, _> =
        options.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    WorkRequest { subject, player: filled(player), options }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_holds_what_was_asked_and_no_more() {
        let params = StartParams {
            subject: "Hallin".into(),
            player: Some("  ".into()),
            wish: Some("rain".into()),
            seed: Some(7),
            ..StartParams::default()
        };
        let asked = request(params);
        assert_eq!(asked.player, None);
        assert_eq!(Value::Object(asked.options), json!({ "wish": "rain", "seed": 7 }));
    }
}
