//! Scenes as steps: narration that brings them on, lines spoken, what is done, how it ends.

use mythline_protocol::{StepSubType, StepType};

use super::{
    PlannedStep,
    scenes::{Scene, Shape},
};
use crate::notes::Notes;

/// Facts from which on a run of narration is told in two parts, and in three.
const TWO_PARTS: usize = 7;
const THREE_PARTS: usize = 10;

pub(super) fn steps(notes: &Notes, shape: Shape) -> Vec<PlannedStep> {
    let mut steps = Vec::new();
    if !shape.opening.is_empty() {
        let proper = |name: &&String| name.chars().next().is_some_and(char::is_uppercase);
        let title = notes.places.iter().find(proper).cloned().unwrap_or_else(|| "Beginning".to_owned());
        steps.push(step("introduction".to_owned(), StepType::Introduction, None, &title, shape.opening));
    }
    for (index, scene) in shape.scenes.into_iter().enumerate() {
        scene_steps(notes, index + 1, &scene, &mut steps);
    }
    if !shape.ending.facts.is_empty() {
        steps.push(step(
            "conclusion".to_owned(),
            StepType::Conclusion,
            None,
            &shape.ending.title,
            shape.ending.facts,
        ));
    }
    steps
}

fn step(
    id: String,
    step_type: StepType,
    sub_type: Option<StepSubType>,
    title: &str,
    facts: Vec<usize>,
) -> PlannedStep {
    PlannedStep { id, step_type, sub_type, title: title.to_owned(), facts, words_asked: 0 }
}

fn scene_steps(notes: &Notes, number: usize, scene: &Scene, steps: &mut Vec<PlannedStep>) {
    let mut push = |sub_type: StepSubType, facts: &[usize]| {
        if !facts.is_empty() {
            let id = format!("scene-{number}-{}", suffix(sub_type));
            steps.push(step(id, StepType::Quest, Some(sub_type), &scene.title, facts.to_vec()));
        }
    };
    let facts = &scene.facts;
    match dialogue(notes, facts) {
        Some((from, till)) => {
            push(StepSubType::QuestIntroduction, &facts[..from]);
            push(StepSubType::QuestDialogue, &facts[from..till]);
            let after = &facts[till..];
            let cut = if after.len() >= TWO_PARTS { after.len() - after.len() / 3 } else { after.len() };
            push(StepSubType::QuestExecution, &after[..cut]);
            push(StepSubType::QuestConclusion, &after[cut..]);
        }
        None if facts.len() >= THREE_PARTS => {
            let third = facts.len() / 3;
            push(StepSubType::QuestIntroduction, &facts[..third]);
            push(StepSubType::QuestExecution, &facts[third..facts.len() - third]);
            push(StepSubType::QuestConclusion, &facts[facts.len() - third..]);
        }
        None if facts.len() >= TWO_PARTS => {
            let half = facts.len() / 2;
            push(StepSubType::QuestIntroduction, &facts[..half]);
            push(StepSubType::QuestExecution, &facts[half..]);
        }
        None => push(StepSubType::QuestExecution, facts),
    }
}

fn suffix(sub_type: StepSubType) -> &'static str {
    match sub_type {
        StepSubType::QuestIntroduction => "introduction",
        StepSubType::QuestDialogue => "dialogue",
        StepSubType::QuestExecution => "execution",
        StepSubType::QuestConclusion => "conclusion",
    }
}

/// The longest run of at least two facts in which somebody only speaks, as a range of the scene's facts.
fn dialogue(notes: &Notes, facts: &[usize]) -> Option<(usize, usize)> {
    let spoken = |at: &usize| notes.facts[*at].speech.as_ref().is_some_and(|speech| speech.plain);
    let mut best: Option<(usize, usize)> = None;
    let mut from = 0;
    for end in 0..=facts.len() {
        if end < facts.len() && spoken(&facts[end]) {
            continue;
        }
        if end >= from + 2 && best.is_none_or(|(start, till)| end - from > till - start) {
            best = Some((from, end));
        }
        from = end + 1;
    }
    best
}
