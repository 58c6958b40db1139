//! The plan as a file that its author reads and changes before anything is written.

use std::collections::{BTreeMap, HashSet};

use mythline_protocol::{CommandError, ErrorCode, FactUse, JobId, StepSubType, StepType};
use serde_json::Value;

use super::{telling::Telling, work::told};
use crate::{
    plan::{self, PlannedStep},
    take::{PlanStage, Shelf, Step, Take, fresh},
};

/// The heading under which stands what is not told.
const LEFT_OUT: &str = "Left out";
/// The id of a step that the author adds.
const NEW: &str = "scene";

/// What is wrong with an edited plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlanFault {
    /// The line of the file, from 1; none where something is missing.
    pub line: Option<usize>,
    /// A clause.
    pub reason: String,
}

/// The plan of a take as a file.
pub(super) fn written(take: &Take) -> String {
    let mut out = format!(
        "# Plan of {}\n\n\
         Nothing is written yet. Give steps other titles or another order, move facts from step to step, add a step\n\
         with a heading such as `## {NEW}: The well`, or put facts under `## {LEFT_OUT}`. Every fact stands here once; only\n\
         its number counts. Then go on with the job.\n",
        take.title
    );
    for step in &take.steps {
        out.push_str(&format!("\n## {}: {}\n\n", step.id, step.title));
        if step.sub_type == Some(StepSubType::QuestDialogue) {
            out.push_str("Spoken lines: what is said in these facts.\n\n");
        }
        facts(take, step.facts.iter().map(|used| used.fact.as_str()), &mut out);
    }
    out.push_str(&format!("\n## {LEFT_OUT}\n\n"));
    let unused = take.unused();
    facts(take, unused.iter().map(String::as_str), &mut out);
    out
}

fn facts<'i>(take: &Take, ids: impl Iterator<Item = &'i str>, out: &mut String) {
    for id in ids {
        let text = take.facts.iter().find(|fact| fact.id == id).map_or("", |fact| fact.text.as_str());
        out.push_str(&format!("- {id} {text}\n"));
    }
}

/// The steps that an edited plan asks for. `take` holds the plan as it was written down.
///
/// # Errors
/// [`PlanFault`] for the first thing that is wrong.
pub(super) fn steps(
    text: &str,
    take: &Take,
    telling: &Telling,
    composed: bool,
) -> Result<Vec<Step>, PlanFault> {
    let mut steps: Vec<Step> = Vec::new();
    let mut left_out = false;
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut added = 0;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let fault = |reason: String| PlanFault { line: Some(number), reason };
        if let Some(heading) = line.strip_prefix("## ") {
            left_out = heading.trim().eq_ignore_ascii_case(LEFT_OUT);
            if !left_out {
                let step = opened(heading, take, &mut added).map_err(&fault)?;
                if steps.iter().any(|known| known.id == step.id) {
                    return Err(fault(format!("the step “{}” stands here a second time", step.id)));
                }
                steps.push(step);
            }
        } else if let Some(item) = line.trim_start().strip_prefix("- ") {
            let id = item.split_whitespace().next().unwrap_or_default();
            if take.facts.iter().all(|fact| fact.id != id) {
                return Err(fault(format!("there is no fact “{id}”")));
            }
            if let Some(before) = at.insert(id.to_owned(), number) {
                return Err(fault(format!("the fact {id} stands in line {before} already")));
            }
            match steps.last_mut() {
                _ if left_out => {}
                Some(step) => step.facts.push(FactUse { fact: id.to_owned(), found: false }),
                None => return Err(fault(format!("the fact {id} stands before the first step"))),
            }
        }
    }
    complete(take, &at)?;
    for step in &mut steps {
        finished(step, telling, composed)?;
    }
    if steps.is_empty() {
        return Err(PlanFault { line: None, reason: "there is no step left".to_owned() });
    }
    Ok(steps)
}

/// A step by its heading, without facts yet.
fn opened(heading: &str, take: &Take, added: &mut usize) -> Result<Step, String> {
    let (id, title) = heading.split_once(':').unwrap_or((heading, ""));
    let (id, title) = (id.trim(), title.trim());
    if id == NEW {
        if title.is_empty() {
            return Err("a new step has no title".to_owned());
        }
        let numbers = take.steps.iter().filter_map(|step| plan::scene_of(&step.id));
        *added += 1;
        let planned = PlannedStep {
            id: format!("scene-{}-execution", numbers.max().unwrap_or(0) + *added),
            step_type: StepType::Quest,
            sub_type: Some(StepSubType::QuestExecution),
            title: title.to_owned(),
            facts: Vec::new(),
            words_asked: 0,
        };
        return Ok(fresh(&planned, &[]));
    }
    let known = take.steps.iter().find(|step| step.id == id);
    let Some(known) = known else {
        return Err(format!("there is no step “{id}”; a new one begins with “{NEW}:”"));
    };
    let title = if title.is_empty() { known.title.clone() } else { title.to_owned() };
    Ok(Step { title, facts: Vec::new(), ..known.clone() })
}

/// Every fact that the plan had stands somewhere. What the notes say since is left out.
fn complete(take: &Take, at: &BTreeMap<String, usize>) -> Result<(), PlanFault> {
    let planned = take.steps.iter().flat_map(|step| &step.facts).map(|used| &used.fact);
    let missing: Vec<&String> = planned.filter(|id| !at.contains_key(*id)).collect();
    let Some(first) = missing.first() else { return Ok(()) };
    let fact = take.facts.iter().find(|fact| fact.id == **first);
    let text =
        fact.map_or(String::new(), |fact| format!(" (line {} of the notes: “{}”)", fact.line, fact.text));
    let more = if missing.len() > 1 { format!(", and {} more", missing.len() - 1) } else { String::new() };
    let reason =
        format!("the fact {first}{text} stands nowhere{more}; put it in a step or under “{LEFT_OUT}”");
    Err(PlanFault { line: None, reason })
}

/// What follows from a step's facts, and whether it can be made of them.
fn finished(step: &mut Step, telling: &Telling, composed: bool) -> Result<(), PlanFault> {
    let fault = |reason: String| PlanFault { line: None, reason };
    let facts = telling.facts_of(step);
    let lines = step.sub_type == Some(StepSubType::QuestDialogue);
    if facts.is_empty() && !(lines && telling.quest_of(step).is_some()) {
        return Err(fault(format!("the step “{}” has no fact; remove it, or give it one", step.id)));
    }
    let silent = facts.iter().find(|at| {
        let fact = &telling.notes.facts[**at];
        fact.speech.is_none() && !fact.quest.is_some_and(|role| role.is_spoken())
    });
    if let (true, Some(at)) = (lines, silent) {
        let id = &telling.ids[*at];
        return Err(fault(format!(
            "nobody speaks in {id}, and the step “{}” is made of spoken lines",
            step.id
        )));
    }
    let planned = PlannedStep {
        id: step.id.clone(),
        step_type: step.step_type,
        sub_type: step.sub_type,
        title: step.title.clone(),
        facts,
        words_asked: 0,
    };
    step.words_asked = plan::words_of(&telling.notes, &planned, &telling.plan.told, composed);
    Ok(())
}

/// The plan of a take that waits for its author: as it lies there, or as it would be written down.
///
/// # Errors
/// [`ErrorCode::NotNow`] for a take whose plan does not wait.
pub(super) fn read(shelf: &Shelf, id: JobId) -> Result<String, CommandError> {
    let take = waiting(shelf, id)?;
    let there = shelf.plan(id).map_err(|fault| told(&fault))?;
    Ok(there.unwrap_or_else(|| written(&take)))
}

/// Puts down what the author has made of it. Whether it can be followed is seen when the job goes on.
///
/// # Errors
/// As [`read`].
pub(super) fn put(shelf: &Shelf, id: JobId, text: &str) -> Result<Value, CommandError> {
    waiting(shelf, id)?;
    shelf.put_plan(id, text).map_err(|fault| told(&fault))?;
    Ok(Value::Null)
}

fn waiting(shelf: &Shelf, id: JobId) -> Result<Take, CommandError> {
    let take = shelf.take(id).map_err(|fault| told(&fault))?;
    if take.plan == Some(PlanStage::Waits) {
        return Ok(take);
    }
    let sentence =
        "The plan of this story does not wait to be read: its writing has begun, or it was not asked for.";
    Err(CommandError::new(ErrorCode::NotNow, sentence))
}

/// What a job says that waits for its plan to be read.
pub(super) fn waits(path: &str, steps: usize) -> CommandError {
    let sentence = format!(
        "The plan is written: {steps} steps. Read it, change it if you like, and go on. It is {path}."
    );
    CommandError::new(ErrorCode::PlanWaits, sentence)
}

/// The same where the plan was changed in a way that cannot be followed.
pub(super) fn refused(path: &str, fault: &PlanFault) -> CommandError {
    let line = fault.line.map(|line| format!(" in line {line}")).unwrap_or_default();
    let sentence = format!(
        "The plan cannot be followed{line}: {}. Your file is as you left it, and nothing was written. Mend {path}, or \
         remove it to have it made again, and go on.",
        fault.reason
    );
    CommandError::new(ErrorCode::BadPlan, sentence)
}

/// Ids of facts that an approved plan leaves out, for the log.
pub(super) fn left_out(take: &Take, steps: &[Step]) -> usize {
    let used: HashSet<&str> =
        steps.iter().flat_map(|step| &step.facts).map(|used| used.fact.as_str()).collect();
    take.facts.iter().filter(|fact| !used.contains(fact.id.as_str())).count()
}
