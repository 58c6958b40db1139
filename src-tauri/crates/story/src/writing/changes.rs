//! What is done with a take at once, without a model: tries compared and chosen, steps locked.

use mythline_jobs::{Standing, WorkRequest};
use mythline_protocol::{CommandError, ErrorCode, JobId, StepTries, WrittenTry};
use serde_json::{Value, json};

use super::{
    amount::Amount,
    edit,
    meant::{step_at, unlocked},
    plan_first,
    work::{StoryWork, told},
};
use crate::{
    review::StepText,
    take::{BY_HAND, Draft, Shelf, Step, Take},
    text::word_count,
};

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

    /// The plan of a take that waits for its author.
    ///
    /// # Errors
    /// When there is no such take, or its plan does not wait.
    pub fn plan(&self, subject: &str, take: Option<&str>) -> Result<String, CommandError> {
        let shelf = self.shelf(subject)?;
        plan_first::read(&shelf, self.meant(&shelf, take)?)
    }

    /// Changes a take at once. `options.do` says what: `choose` (with `step` and `try`; without them the take
    /// is put at the top of its subject), `edit` (with `step` and `text`), `leave` and `look` (with `step`: what
    /// the review says is let be, or wants a look again), `lock` and `unlock` (with `step`), `plan` (with `text`:
    /// what stands in the plan that waits). `options.take` is the take.
    pub(super) fn change_take(&self, request: &WorkRequest) -> Result<Value, CommandError> {
        let text = |name: &str| request.options.get(name).and_then(Value::as_str);
        let shelf = self.shelf(&request.subject)?;
        let id = self.meant(&shelf, text("take"))?;
        let number = request.options.get("try").and_then(Value::as_u64);
        match (text("do"), text("step")) {
            (Some("choose"), None) => publish(&shelf, id),
            (Some("choose"), Some(step)) => {
                let number = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
                with_step(&shelf, id, step, |step| choose(step, number))
            }
            (Some("edit"), Some(step)) => {
                let text = text("text").unwrap_or_default();
                with_take(&shelf, id, step, |take, at| {
                    let typed = edit::typed(&take.steps[at], text)?;
                    edit::put(&shelf, take, at, &typed);
                    Ok(())
                })
            }
            (Some("plan"), None) => plan_first::put(&shelf, id, text("text").unwrap_or_default()),
            (Some("leave"), Some(step)) => with_step(&shelf, id, step, |step| leave(step, true)),
            (Some("look"), Some(step)) => with_step(&shelf, id, step, |step| leave(step, false)),
            (Some("lock"), Some(step)) => with_step(&shelf, id, step, |step| lock(step, true)),
            (Some("unlock"), Some(step)) => with_step(&shelf, id, step, |step| lock(step, false)),
            _ => {
                let sentence = "A story is changed by choose, edit, leave, look, lock or unlock, with a step, or by \
                                plan, with a text.";
                Err(CommandError::new(ErrorCode::BadOption, sentence))
            }
        }
    }

    /// How the take stands that a request names, for the job that wrote it.
    pub(super) fn take_stands(&self, request: &WorkRequest) -> Option<Standing> {
        let shelf = self.shelf(&request.subject).ok()?;
        let named = request.options.get("take").and_then(Value::as_str);
        let job = self.meant(&shelf, named).ok()?;
        let take = shelf.take(job).ok()?;
        let Amount { to_look_at, message, result } = Amount::of(&take);
        Some(Standing { job, words: take.words(), to_look_at, message, result })
    }
}

fn with_step(
    shelf: &Shelf,
    id: JobId,
    step: &str,
    change: impl Fn(&mut Step) -> Result<(), CommandError>,
) -> Result<Value, CommandError> {
    with_take(shelf, id, step, |take, at| change(&mut take.steps[at]))
}

/// Changes a take where one of its steps stands. The story at the top follows.
fn with_take(
    shelf: &Shelf,
    id: JobId,
    step: &str,
    change: impl Fn(&mut Take, usize) -> Result<(), CommandError>,
) -> Result<Value, CommandError> {
    let mut found = Ok(0);
    let changed = shelf.change(id, |take| {
        found = step_at(take, step).and_then(|at| change(take, at).map(|()| at));
    });
    let take = changed.map_err(|fault| told(&fault))?;
    let found = found?;
    if shelf.is_at_top(&take) {
        shelf.publish(id).map_err(|fault| told(&fault))?;
    }
    Ok(json!({ "take": id.to_string(), "step": take.steps[found].id, "lock": take.steps[found].lock }))
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

fn leave(step: &mut Step, leave: bool) -> Result<(), CommandError> {
    if step.review.is_empty() {
        let sentence = format!("There is nothing to look at in “{}”.", step.title);
        return Err(CommandError::new(ErrorCode::NotNow, sentence));
    }
    step.left = leave;
    Ok(())
}

fn tries_of(at: usize, step: &Step) -> StepTries {
    StepTries {
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
        id: step.id.clone(),
        title: step.title.clone(),
        lock: step.lock,
        chosen: step.is_written().then(|| written(step.in_hand())),
        others: step.tries.iter().cloned().map(written).collect(),
    }
}

fn written(draft: Draft) -> WrittenTry {
    let Draft { text, lines, review, wish, by, facts, .. } = draft;
    let text = if lines.is_empty() { text } else { StepText::Dialogue(lines.clone()).prose() };
    WrittenTry {
        words: word_count(&text),
        text,
        lines,
        wish,
        by_hand: by == BY_HAND,
        facts,
        findings: review,
    }
}
