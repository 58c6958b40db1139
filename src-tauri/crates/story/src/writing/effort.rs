use mythline_jobs::{Effort, Efforts};
use mythline_protocol::{StepSubType, StepType};

use super::telling::Telling;
use crate::{
    notes::Notes,
    plan::{Plan, PlannedStep, spoken},
    take::Step,
    text::word_count,
};

/// What a fact takes beside its words: what surrounds it is read each time.
const A_FACT: f32 = 8.0;

/// Loads the model, where it is not there yet.
pub(super) fn getting_ready() -> Effort {
    Effort::new("getting_ready", 0.0)
}

/// Lets the model plan.
pub(super) fn planning() -> Effort {
    Effort::new("planning", 0.0)
}

/// Makes what is derived from a finished take.
pub(super) fn putting_together() -> Effort {
    Effort::new("putting_together", 0.0)
}

/// What all of a plan takes.
pub(super) fn of_plan(plan: &Plan, notes: &Notes, composed: bool) -> Efforts {
    let of = |step: &PlannedStep| {
        let spoken = spoken(notes, step.sub_type, &step.facts);
        if composed || spoken {
            of_composed(step.step_type, step.sub_type, if spoken { 0 } else { step.words_asked })
        } else {
            of(notes, &plan.told, step.step_type, step.sub_type, &step.facts)
        }
    };
    plan.steps.iter().map(of).collect()
}

/// What a step of a take takes.
pub(super) fn of_step(telling: &Telling, step: &Step, composed: bool) -> Effort {
    let spoken = telling.is_spoken(step);
    if composed || spoken {
        return of_composed(step.step_type, step.sub_type, if spoken { 0 } else { step.words_asked });
    }
    let facts = telling.facts_of(step);
    of(&telling.notes, &telling.plan.told, step.step_type, step.sub_type, &facts)
}

/// In words that the model is asked to retell. What people say, and notes that are not English, are told
/// word for word: that takes no time worth telling.
fn of(
    notes: &Notes,
    told: &[String],
    step_type: StepType,
    sub_type: Option<StepSubType>,
    facts: &[usize],
) -> Effort {
    let is_asked = |at: &&usize| notes.english && notes.facts[**at].speech.is_none();
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let amount = |at: &usize| A_FACT + word_count(&told[*at]) as f32;
    Effort::new(kind(step_type, sub_type), facts.iter().filter(is_asked).map(amount).sum())
}

/// In words that the model is asked to write: none of lines, which are spoken as the notes have them.
fn of_composed(step_type: StepType, sub_type: Option<StepSubType>, words: u32) -> Effort {
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let amount = words as f32;
    Effort::new(kind(step_type, sub_type), amount)
}

fn kind(step_type: StepType, sub_type: Option<StepSubType>) -> &'static str {
    match (step_type, sub_type) {
        (StepType::Introduction, _) => "introduction",
        (StepType::Conclusion, _) => "conclusion",
        (_, Some(StepSubType::QuestIntroduction)) => "quest_introduction",
        (_, Some(StepSubType::QuestDialogue)) => "quest_dialogue",
        (_, Some(StepSubType::QuestConclusion)) => "quest_conclusion",
        _ => "quest_execution",
    }
}
