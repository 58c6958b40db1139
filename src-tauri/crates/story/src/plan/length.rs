//! How long a step is to be: what its facts carry.

use mythline_protocol::{StepSubType, StepType};

use super::PlannedStep;
use crate::{
    notes::{Notes, QuestRole, speech_of},
    text::word_count,
};

/// A step that is composed is told at half as many words again as its facts have.
const LEAST: f32 = 1.5;
/// What is more than this many times its facts would have to be made up.
const MOST: f32 = 2.5;

/// Words to ask for of a step.
pub(crate) fn words_of(notes: &Notes, step: &PlannedStep, told: &[String], composes: bool) -> u32 {
    let carried = retold(notes, step, told);
    if composes { composed(notes, step, carried) } else { carried }
}

/// Words of a step in which every fact is retold once.
fn retold(notes: &Notes, step: &PlannedStep, told: &[String]) -> u32 {
    let dialogue = spoken(notes, step.sub_type, &step.facts);
    let words = |at: &usize| match speech_of(&told[*at]) {
        Some(speech) if dialogue => word_count(&speech.words),
        _ => word_count(&told[*at]),
    };
    step.facts.iter().map(words).sum()
}

/// Words of a step that a model composes of facts with so many words: what is usual for its kind, as far as
/// the facts carry that.
fn composed(notes: &Notes, step: &PlannedStep, carried: u32) -> u32 {
    if spoken(notes, step.sub_type, &step.facts) {
        return carried;
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred words"
    )]
    let times = |share: f32| (carried as f32 * share).round() as u32;
    usual(step).clamp(times(LEAST), times(MOST))
}

/// Whether a step is made of lines: what people say in a scene, and the last part of a quest in which nothing
/// is told but what somebody says.
pub(crate) fn spoken(notes: &Notes, sub_type: Option<StepSubType>, facts: &[usize]) -> bool {
    let thanks = |at: &usize| notes.facts[*at].quest == Some(QuestRole::Thanks);
    match sub_type {
        Some(StepSubType::QuestDialogue) => true,
        Some(StepSubType::QuestConclusion) => !facts.is_empty() && facts.iter().all(thanks),
        _ => false,
    }
}

/// The middle of what a part of each kind usually has.
fn usual(step: &PlannedStep) -> u32 {
    match (step.step_type, step.sub_type) {
        (StepType::Introduction, _) => 125,
        (StepType::Conclusion, _) | (_, Some(StepSubType::QuestIntroduction)) => 100,
        (_, Some(StepSubType::QuestConclusion)) => 80,
        _ => 150,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_composed_step_is_as_long_as_its_kind_and_its_facts_allow() {
        let step = |step_type, sub_type| PlannedStep {
            id: String::new(),
            step_type,
            sub_type,
            title: String::new(),
            facts: Vec::new(),
            words_asked: 0,
        };
        let notes = Notes::read("");
        let composed = |step: &PlannedStep, carried| composed(&notes, step, carried);
        let scene = step(StepType::Quest, Some(StepSubType::QuestExecution));
        for (carried, asked) in [(8, 20), (60, 150), (90, 150), (120, 180), (0, 0)] {
            assert_eq!(composed(&scene, carried), asked, "{carried}");
        }
        assert_eq!(composed(&step(StepType::Introduction, None), 70), 125);
        assert_eq!(composed(&step(StepType::Quest, Some(StepSubType::QuestDialogue)), 30), 30);
    }
}
