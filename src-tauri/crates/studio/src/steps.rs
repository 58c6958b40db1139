//! One step of a story worked on: written again, its tries compared and chosen, locked.

use mythline_jobs::{Work, WorkRequest};
use mythline_protocol::{CommandError, MoreParams, RewriteParams, StartResponse, StepTries, TakeView};
use serde_json::{Map, Value, json};

use crate::Studio;

impl Studio {
    /// Has a finished story go on with what its notes say and it has not told, as a job of its own. The new scenes
    /// stand before its conclusion; the other steps stay as they are.
    ///
    /// # Errors
    /// When there is no such story, it is not finished, or it has told all; as [`Studio::start`] else.
    pub async fn more(&self, params: MoreParams) -> Result<StartResponse, CommandError> {
        let MoreParams { of, scenes, model, seed } = params;
        let (subject, take) = self.meant(&of).await?;
        let options = [
            ("take", Some(Value::from(take))),
            ("scenes", scenes.map(Value::from)),
            ("model", model.map(Value::from)),
            ("seed", seed.map(Value::from)),
        ];
        let request = WorkRequest { subject, player: None, options: some(options) };
        self.inner.engine.start("more", request).await
    }

    /// The take that a job is to be about, whichever is written to last when it runs.
    async fn meant(&self, of: &str) -> Result<(String, String), CommandError> {
        let (subject, take) = self.story_of(of).await;
        let take = match take {
            Some(take) => take,
            None => self.inner.story.newest(&subject)?,
        };
        Ok((subject, take))
    }

    /// Has one step written again, as a job of its own. The text in hand is kept beside it, and the other steps
    /// stay as they are.
    ///
    /// # Errors
    /// When there is no such story or step, or the step is locked, not written, or only spoken; as
    /// [`Studio::start`] else.
    pub async fn rewrite(&self, params: RewriteParams) -> Result<StartResponse, CommandError> {
        let RewriteParams { of, step, wish, model, seed } = params;
        let (subject, take) = self.meant(&of).await?;
        let options = [
            ("take", Some(Value::from(take))),
            ("step", Some(Value::from(step))),
            ("wish", wish.filter(|wish| !wish.trim().is_empty()).map(Value::from)),
            ("model", model.map(Value::from)),
            ("seed", seed.map(Value::from)),
        ];
        let request = WorkRequest { subject, player: None, options: some(options) };
        self.inner.engine.start("rewrite", request).await
    }

    /// The steps of a story with all that was written for them; or one step.
    ///
    /// # Errors
    /// When there is no such story or step, or it cannot be read.
    pub async fn tries(&self, of: &str, step: Option<&str>) -> Result<Vec<StepTries>, CommandError> {
        let (subject, take) = self.story_of(of).await;
        self.inner.story.tries(&subject, take.as_deref(), step).await
    }

    /// Puts a try that was kept in the place of the text in hand. Tries are numbered from 1.
    ///
    /// # Errors
    /// When there is no such try, or the step is locked.
    pub async fn choose_try(&self, of: &str, step: &str, number: u32) -> Result<(), CommandError> {
        self.change(of, json!({ "do": "choose", "step": step, "try": number })).await.map(drop)
    }

    /// Puts a finished take at the top of its subject's folder. Answers which files there stay, because
    /// somebody edited them.
    ///
    /// # Errors
    /// When there is no such take, or it is not finished.
    pub async fn choose_take_of(&self, of: &str) -> Result<Vec<String>, CommandError> {
        let (subject, take) = self.story_of(of).await;
        self.to_the_top(subject, take).await
    }

    /// The same with a take by its subject and id.
    pub(crate) async fn to_the_top(
        &self,
        subject: String,
        take: Option<String>,
    ) -> Result<Vec<String>, CommandError> {
        let answer = self.change_in(subject, take, json!({ "do": "choose" })).await?;
        let kept = answer["kept"].as_array().into_iter().flatten();
        Ok(kept.filter_map(|name| name.as_str().map(str::to_owned)).collect())
    }

    /// Locks a step, so that it stays as it is, or unlocks it.
    ///
    /// # Errors
    /// When there is no such story or step.
    pub async fn lock_step(&self, of: &str, step: &str, lock: bool) -> Result<(), CommandError> {
        let verb = if lock { "lock" } else { "unlock" };
        self.change(of, json!({ "do": verb, "step": step })).await.map(drop)
    }

    /// Puts what somebody wrote in the place of a step's text; of dialogue a line each, with who speaks and a
    /// colon before it. What a job wrote is kept beside it.
    ///
    /// # Errors
    /// When there is no such step, it is locked or not written, or the text cannot stand there.
    pub async fn edit_step(&self, of: &str, step: &str, text: &str) -> Result<(), CommandError> {
        self.change(of, json!({ "do": "edit", "step": step, "text": text })).await.map(drop)
    }

    /// The plan of a story that waits until somebody has read it.
    ///
    /// # Errors
    /// When there is no such story, or its plan does not wait.
    pub async fn plan(&self, of: &str) -> Result<String, CommandError> {
        let (subject, take) = self.story_of(of).await;
        self.inner.story.plan(&subject, take.as_deref())
    }

    /// Puts another plan in its place, which is followed when the job goes on.
    ///
    /// # Errors
    /// As [`Studio::plan`], and when it cannot be written.
    pub async fn change_plan(&self, of: &str, text: &str) -> Result<(), CommandError> {
        self.change(of, json!({ "do": "plan", "text": text })).await.map(drop)
    }

    /// Lets be what the review says of a step, or has it wanting a look again.
    ///
    /// # Errors
    /// When there is no such step, or nothing to look at in it.
    pub async fn leave_step(&self, of: &str, step: &str, leave: bool) -> Result<(), CommandError> {
        let verb = if leave { "leave" } else { "look" };
        self.change(of, json!({ "do": verb, "step": step })).await.map(drop)
    }

    async fn change(&self, of: &str, what: Value) -> Result<Value, CommandError> {
        let (subject, take) = self.story_of(of).await;
        self.change_in(subject, take, what).await
    }

    async fn change_in(
        &self,
        subject: String,
        take: Option<String>,
        what: Value,
    ) -> Result<Value, CommandError> {
        let mut options = what.as_object().cloned().unwrap_or_default();
        options.extend(some([("take", take.map(Value::from))]));
        let kind = self.inner.story.kind();
        self.inner.engine.change(kind, WorkRequest { subject, player: None, options }).await
    }

    /// The id of the step that a job writes again; none of a job that writes all.
    pub(crate) async fn step_again(&self, id: &str, take: &TakeView) -> Option<String> {
        let asked = self.inner.engine.request(id).await.ok()?;
        let step = asked.options.get("step")?.as_str()?;
        let number = step.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let named = take.steps.iter().find(|known| known.id == step);
        Some(named.or_else(|| take.steps.get(number?))?.id.clone())
    }

    /// The subject and the take that are meant by a job, whether it wrote the take or a step of it; or a
    /// subject alone, and with it the take written to last.
    pub(crate) async fn story_of(&self, of: &str) -> (String, Option<String>) {
        let Ok(row) = self.job(of) else { return (of.to_owned(), None) };
        let asked = self.inner.engine.request(&row.id).await;
        let of_take = asked.ok().and_then(|asked| Some(asked.options.get("take")?.as_str()?.to_owned()));
        (row.subject, Some(of_take.unwrap_or(row.id)))
    }
}

fn some<const N: usize>(options: [(&str, Option<Value>); N]) -> Map<String, Value> {
    options.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
