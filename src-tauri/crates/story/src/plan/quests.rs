//! A quest as four parts: it is brought on, accepted, done, and told to be done.

use mythline_protocol::StepSubType;

use super::{PlannedStep, short_order};
use crate::notes::{Notes, Phase, QuestRole};

/// The parts of a quest that have something to tell, with their facts, in the order in which they happen.
pub(super) fn parts(notes: &Notes, facts: &[usize]) -> Vec<(StepSubType, Vec<usize>)> {
    let has_thanks = facts.iter().any(|at| notes.facts[*at].quest == Some(QuestRole::Thanks));
    let part = |at: &usize| match notes.facts[*at].quest {
        Some(QuestRole::Said) => StepSubType::QuestDialogue,
        Some(
            QuestRole::Place
            | QuestRole::PlaceSight
            | QuestRole::Enemies
            | QuestRole::Objective
            | QuestRole::Event
            | QuestRole::TurnIn
            | QuestRole::TurnInManner,
        ) => StepSubType::QuestExecution,
        Some(QuestRole::Thanks) => StepSubType::QuestConclusion,
        // Lines are all that is in the last part where somebody speaks there.
        Some(QuestRole::Ending | QuestRole::Reward) if has_thanks => StepSubType::QuestExecution,
        Some(QuestRole::Ending | QuestRole::Reward) => StepSubType::QuestConclusion,
        _ => StepSubType::QuestIntroduction,
    };
    let all = [
        StepSubType::QuestIntroduction,
        StepSubType::QuestDialogue,
        StepSubType::QuestExecution,
        StepSubType::QuestConclusion,
    ];
    let of = |sub_type: StepSubType| {
        let mut facts: Vec<usize> = facts.iter().filter(|at| part(at) == sub_type).copied().collect();
        if sub_type == StepSubType::QuestExecution {
            facts.sort_by_key(|at| turn(notes.facts[*at].quest));
        }
        (sub_type, facts)
    };
    let mut parts: Vec<_> = all.into_iter().map(of).collect();
    turn_in_ends(notes, &mut parts);
    let asked = is_asked(notes, facts);
    parts.retain(|(sub_type, facts)| !facts.is_empty() || (asked && *sub_type == StepSubType::QuestDialogue));
    parts
}

/// Whether the notes say what is asked for: then its acceptance has lines even where nobody is said to speak.
fn is_asked(notes: &Notes, facts: &[usize]) -> bool {
    let mut of = facts.iter().map(|at| &notes.facts[*at]);
    let order = |text: &str| notes.english && short_order(text).is_some();
    of.any(|fact| fact.quest == Some(QuestRole::Objective) && order(&fact.text))
}

/// Where no words end a quest, it ends with the way back.
fn turn_in_ends(notes: &Notes, parts: &mut [(StepSubType, Vec<usize>)]) {
    let [_, _, (_, done), (_, end)] = parts else { return };
    let spoken = end.iter().any(|at| notes.facts[*at].quest == Some(QuestRole::Thanks));
    let is_back =
        |at: &usize| matches!(notes.facts[*at].quest, Some(QuestRole::TurnIn | QuestRole::TurnInManner));
    if !spoken && done.iter().any(|at| !is_back(at)) {
        let (mut back, rest): (Vec<usize>, Vec<usize>) = done.iter().partition(|at| is_back(at));
        *done = rest;
        back.append(end);
        *end = back;
    }
}

/// In which order things are told while a quest is done.
fn turn(role: Option<QuestRole>) -> u8 {
    match role {
        Some(QuestRole::Place) => 0,
        Some(QuestRole::PlaceSight) => 1,
        Some(QuestRole::Enemies) => 2,
        Some(QuestRole::Objective) => 3,
        Some(QuestRole::Event) => 4,
        Some(QuestRole::TurnIn) => 5,
        Some(QuestRole::TurnInManner) => 6,
        Some(QuestRole::Ending) => 7,
        _ => 8,
    }
}

/// Puts the steps of quests in the order that the notes give. A step is known by its quest and its part; what
/// the order leaves out stays behind what it names.
pub(super) fn reorder(notes: &Notes, steps: Vec<(Option<usize>, PlannedStep)>) -> Vec<PlannedStep> {
    if notes.order.is_empty() {
        return steps.into_iter().map(|(_, step)| step).collect();
    }
    let place = |quest: &Option<usize>, step: &PlannedStep| {
        let quest = (*quest)?;
        let phase = phase_of(step.sub_type?);
        notes.order.iter().position(|part| *part == (quest, phase))
    };
    let first = steps.iter().position(|(quest, _)| quest.is_some()).unwrap_or(steps.len());
    let (mut before, mut of_quests, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for (at, (quest, step)) in steps.into_iter().enumerate() {
        match quest {
            Some(_) => of_quests.push((place(&quest, &step).unwrap_or(usize::MAX), step)),
            None if at < first => before.push(step),
            None => after.push(step),
        }
    }
    of_quests.sort_by_key(|(place, _)| *place);
    before.into_iter().chain(of_quests.into_iter().map(|(_, step)| step)).chain(after).collect()
}

fn phase_of(sub_type: StepSubType) -> Phase {
    match sub_type {
        StepSubType::QuestIntroduction | StepSubType::QuestDialogue => Phase::Accept,
        StepSubType::QuestExecution => Phase::Execute,
        StepSubType::QuestConclusion => Phase::Complete,
    }
}
