//! Scenes as steps: narration that brings them on, lines spoken, what is done, how it ends.

use mythline_protocol::{StepSubType, StepType};

use super::{
    PlannedStep, Player, quests,
    scenes::{Scene, Shape},
};
use crate::notes::{Notes, QuestRole};

/// Facts from which on a run of narration is told in two parts, and in three.
const TWO_PARTS: usize = 7;
const THREE_PARTS: usize = 10;
/// Facts after what is said from which on a quest that the notes tell has an end of its own.
const TALE: usize = 4;

pub(super) fn steps(notes: &Notes, player: &Player, shape: Shape) -> Vec<PlannedStep> {
    let mut steps = Vec::new();
    if !shape.opening.is_empty() {
        let proper = |name: &&String| name.chars().next().is_some_and(char::is_uppercase);
        let title = notes.places.iter().find(proper).cloned().unwrap_or_else(|| "Beginning".to_owned());
        steps.push(step("introduction".to_owned(), StepType::Introduction, None, &title, shape.opening));
    }
    steps.extend(scenes(notes, player, shape.scenes, 1));
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

/// The steps of scenes, which are numbered from `first` on.
pub(super) fn scenes(notes: &Notes, player: &Player, scenes: Vec<Scene>, first: usize) -> Vec<PlannedStep> {
    let mut of_scenes = Vec::new();
    for (index, scene) in scenes.into_iter().enumerate() {
        for (part, facts) in scene.facts.chunk_by(|a, b| same_quest(notes, *a, *b)).enumerate() {
            match quest_at(notes, facts[0]) {
                Some(quest) => {
                    quest_steps(notes, player, quest, (first + index, part), facts, &mut of_scenes);
                }
                None => {
                    let mut steps = Vec::new();
                    let scene = Scene { title: scene.title.clone(), facts: facts.to_vec() };
                    scene_steps(notes, player, first + index, &scene, &mut steps);
                    of_scenes.extend(steps.into_iter().map(|step| (None, step)));
                }
            }
        }
    }
    quests::reorder(notes, of_scenes)
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

/// Which quest a fact belongs to, by its place among the quests.
fn quest_at(notes: &Notes, fact: usize) -> Option<usize> {
    let section = notes.facts[fact].section;
    notes.quests.iter().position(|quest| quest.section == section)
}

fn same_quest(notes: &Notes, one: usize, other: usize) -> bool {
    quest_at(notes, one) == quest_at(notes, other)
}

/// The four parts of a quest. Where a scene holds several, those after the first are told apart by a number.
fn quest_steps(
    notes: &Notes,
    player: &Player,
    quest: usize,
    (scene, part): (usize, usize),
    facts: &[usize],
    steps: &mut Vec<(Option<usize>, PlannedStep)>,
) {
    let title = &notes.quests[quest].title;
    let more = if part == 0 { String::new() } else { format!("-{}", part + 1) };
    let parts =
        if notes.quests[quest].tale { tale(notes, player, facts) } else { quests::parts(notes, facts) };
    for (sub_type, facts) in parts {
        let id = format!("scene-{scene}-{}{more}", suffix(sub_type));
        steps.push((Some(quest), step(id, StepType::Quest, Some(sub_type), title, facts)));
    }
}

fn scene_steps(notes: &Notes, player: &Player, number: usize, scene: &Scene, steps: &mut Vec<PlannedStep>) {
    for (sub_type, facts) in scene_parts(notes, player, &scene.facts, TWO_PARTS) {
        let id = format!("scene-{number}-{}", suffix(sub_type));
        steps.push(step(id, StepType::Quest, Some(sub_type), &scene.title, facts));
    }
}

/// The parts of a quest that the notes tell themselves. What a label says beyond that comes where it is done, and
/// at the end.
fn tale(notes: &Notes, player: &Player, facts: &[usize]) -> Vec<(StepSubType, Vec<usize>)> {
    let of = |wanted: &[QuestRole]| -> Vec<usize> {
        facts
            .iter()
            .copied()
            .filter(|at| notes.facts[*at].quest.is_some_and(|role| wanted.contains(&role)))
            .collect()
    };
    let there = of(&[QuestRole::Place, QuestRole::PlaceSight, QuestRole::Enemies]);
    let end = of(&[QuestRole::TurnIn, QuestRole::TurnInManner, QuestRole::Ending, QuestRole::Reward]);
    let rest: Vec<usize> =
        facts.iter().copied().filter(|at| !there.contains(at) && !end.contains(at)).collect();
    let mut parts = scene_parts(notes, player, &rest, TALE);
    let done = parts.iter_mut().find(|(sub_type, _)| *sub_type == StepSubType::QuestExecution);
    if let Some((_, facts)) = done {
        facts.splice(0..0, there);
    }
    if let Some((_, facts)) = parts.last_mut() {
        facts.extend(end);
    }
    parts
}

/// What brings a scene on, what is said in it, what is done, and how it ends; with an end of its own where so
/// many facts at least are told after what is said.
fn scene_parts(
    notes: &Notes,
    player: &Player,
    facts: &[usize],
    ends: usize,
) -> Vec<(StepSubType, Vec<usize>)> {
    let mut all = Vec::new();
    let mut push = |sub_type: StepSubType, facts: &[usize]| {
        if !facts.is_empty() {
            all.push((sub_type, facts.to_vec()));
        }
    };
    // The player acts in every step, so narration is parted only where each part has them.
    let parts =
        |count: usize| part(facts, count).filter(|parts| parts.iter().all(|part| has(notes, player, part)));
    match dialogue(notes, facts) {
        Some((from, till)) => {
            push(StepSubType::QuestIntroduction, &facts[..from]);
            push(StepSubType::QuestDialogue, &facts[from..till]);
            let after = &facts[till..];
            let cut = if after.len() >= ends { after.len() - after.len() / 3 } else { after.len() };
            push(StepSubType::QuestExecution, &after[..cut]);
            push(StepSubType::QuestConclusion, &after[cut..]);
        }
        None => match (parts(3), parts(2)) {
            (Some(parts), _) => {
                push(StepSubType::QuestIntroduction, parts[0]);
                push(StepSubType::QuestExecution, parts[1]);
                push(StepSubType::QuestConclusion, parts[2]);
            }
            (None, Some(parts)) => {
                push(StepSubType::QuestIntroduction, parts[0]);
                push(StepSubType::QuestExecution, parts[1]);
            }
            (None, None) => push(StepSubType::QuestExecution, facts),
        },
    }
    all
}

/// A run of facts in two or three parts, when it is long enough for them.
fn part(facts: &[usize], count: usize) -> Option<Vec<&[usize]>> {
    let least = if count == 3 { THREE_PARTS } else { TWO_PARTS };
    if facts.len() < least {
        return None;
    }
    let size = facts.len() / count;
    let (first, rest) = facts.split_at(size);
    let (middle, last) = rest.split_at(if count == 3 { rest.len() - size } else { rest.len() });
    Some([first, middle, last].into_iter().filter(|part| !part.is_empty()).collect())
}

/// Whether the facts name the person who stands for the player; so they do when nobody does.
fn has(notes: &Notes, player: &Player, facts: &[usize]) -> bool {
    let Some(person) = player.of.and_then(|at| notes.people.get(at)) else { return true };
    facts.iter().any(|at| person.first_in(&notes.facts[*at].text).is_some())
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
