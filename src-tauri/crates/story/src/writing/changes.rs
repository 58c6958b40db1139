//! What is done with a take at once, without a model: tries compared and chosen, steps locked.

use mythline_jobs::WorkRequest;
use mythline_protocol::{CommandError, ErrorCode, FactUse, Finding, JobId};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    meant::{step_at, unlocked},
    work::{StoryWork, told},
};
use crate::take::{Shelf, Step};

/// A step with all that was written for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepTries {
    /// Its number in the story, from 1.
    pub number: usize,
    /// Its id in the take.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Whether it stays as it is.
    pub lock: bool,
    /// The text in hand; none while it is unwritten.
    pub chosen: Option<WrittenTry>,
    /// The others, in the order in which they were written. The first is number 1.
    pub others: Vec<WrittenTry>,
}

/// One text of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenTry {
    /// What is read.
    pub text: String,
    /// What was wished of it alone; empty for nothing.
    pub wish: String,
    /// Words.
    pub words: u32,
    /// The facts given to it, with whether it says them.
    pub facts: Vec<FactUse>,
    /// What the review says of it.
    pub findings: Vec<Finding>,
}

impl StoryWork {
    /// The steps of a take with their tries, all of them or one. `take` is the beginning of the id of the job
    /// that wrote it; without it the take that was written to last is meant.
    ///
    /// # Errors
    /// When there is no such take or step, or the take cannot be read.
    pub async fn tries(
        &self,
        subject: &str,
        take: Option<&str>,
        step: Option<&str>,
    ) -> Result<Vec<StepTries>, CommandError> {
        let shelf = self.shelf(subject)?;
        let take = shelf.take(self.meant(&shelf, take)?).map_err(|fault| told(&fault))?;
        let only = step.map(|step| step_at(&take, step)).transpose()?;
        let steps = take.steps.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at));
        Ok(steps.map(|(at, step)| tries_of(at, step)).collect())
    }

    /// Changes a take at once. `options.do` says what: `choose` (with `step` and `try`; without them the take
    /// is put at the top of its subject), `lock` and `unlock` (with `step`). `options.take` is the take.
    pub(super) fn change_take(&self, request: &WorkRequest) -> Result<Value, CommandError> {
        let text = |name: &str| request.options.get(name).and_then(Value::as_str);
        let shelf = self.shelf(&request.subject)?;
        let id = self.meant(&shelf, text("take"))?;
        let number = request.options.get("try").and_then(Value::as_u64);
        match (text("do"), text("step")) {
            (Some("choose"), None) => publish(&shelf, id),
            (Some("choose"), Some(step)) => {
                let number = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
                self.with_step(&shelf, id, step, |step| choose(step, number))
            }
            (Some("lock"), Some(step)) => self.with_step(&shelf, id, step, |step| lock(step, true)),
            (Some("unlock"), Some(step)) => self.with_step(&shelf, id, step, |step| lock(step, false)),
            _ => {
                let sentence = "A story is changed by choose, lock or unlock, with a step.";
                Err(CommandError::new(ErrorCode::BadOption, sentence))
            }
        }
    }

    fn with_step(
        &self,
        shelf: &Shelf,
        id: JobId,
        step: &str,
        change: impl Fn(&mut Step) -> Result<(), CommandError>,
    ) -> Result<Value, CommandError> {
        let mut found = Ok(0);
        let changed = shelf.change(id, |take| {
            found = step_at(take, step).and_then(|at| change(&mut take.steps[at]).map(|()| at));
        });
        let take = changed.map_err(|fault| told(&fault))?;
        let found = found?;
        if shelf.is_at_top(&take) {
            shelf.publish(id).map_err(|fault| told(&fault))?;
        }
        Ok(json!({ "take": id.to_string(), "step": take.steps[found].id, "lock": take.steps[found].lock }))
    }
}

fn publish(shelf: &Shelf, id: JobId) -> Result<Value, CommandError> {
    let finished = shelf.take(id).map_err(|fault| told(&fault))?.is_finished();
    if !finished {
        let sentence = "This take is not finished. Resume it first, or choose another.";
        return Err(CommandError::new(ErrorCode::NotNow, sentence));
    }
    let (_, kept) = shelf.publish(id).map_err(|fault| told(&fault))?;
    Ok(json!({ "take": id.to_string(), "kept": kept }))
}

fn choose(step: &mut Step, number: usize) -> Result<(), CommandError> {
    unlocked(step)?;
    if step.choose(number) {
        return Ok(());
    }
    let sentence = match step.tries.len() {
        0 => format!("There is no other try at “{}”.", step.title),
        1 => format!("There is one other try at “{}”, number 1.", step.title),
        n => format!("There are {n} other tries at “{}”: give a number from 1 to {n}.", step.title),
    };
    Err(CommandError::new(ErrorCode::BadOption, sentence))
}

fn lock(step: &mut Step, lock: bool) -> Result<(), CommandError> {
    step.lock = lock;
    Ok(())
}

fn tries_of(at: usize, step: &Step) -> StepTries {
    let chosen = step.is_written().then(|| WrittenTry {
        text: super::check::text_of(step).prose(),
        wish: step.wish.clone(),
        words: step.words(),
        facts: step.facts.clone(),
        findings: step.review.clone(),
    });
    let others = step.tries.iter().map(|draft| WrittenTry {
        text: draft.text.clone(),
        wish: draft.wish.clone(),
        words: crate::text::word_count(&draft.text),
        facts: draft.facts.clone(),
        findings: draft.review.clone(),
    });
    StepTries {
        number: at + 1,
        id: step.id.clone(),
        title: step.title.clone(),
        lock: step.lock,
        chosen,
        others: others.collect(),
    }
}
