use std::collections::HashMap;

use mythline_protocol::{Fact, FactUse, StepType};
use serde_json::Map;

use super::{Step, Take, TakePlayer};
use crate::{
    notes::Notes,
    plan::{Plan, PlannedStep},
};

/// Brings a take in line with a plan, which may be of newer notes. Written and locked steps stay as they are, with
/// the facts that they rest on; the others are those of the plan, known by their ids, unless the take has a plan of
/// the model's or its author's. Answers for each fact of the notes its id in the take.
///
/// A fact that the notes still say keeps its id; a new one gets a new id, so that no id ever changes
/// its meaning.
pub fn adopt(take: &mut Take, notes: &Notes, plan: &Plan) -> Vec<String> {
    let ids = fact_ids(take, notes);
    if take.plan.is_none() {
        follow(take, plan, &ids);
    }
    let cited: Vec<String> =
        take.steps.iter().flat_map(|step| step.facts.iter().map(|fact| fact.fact.clone())).collect();
    take.facts.retain(|fact| ids.contains(&fact.id) || cited.contains(&fact.id));
    take.player = player(notes, plan);
    ids
}

/// The steps of the plan, with what is written of them.
fn follow(take: &mut Take, plan: &Plan, ids: &[String]) {
    let mut kept: HashMap<String, (usize, Step)> = take
        .steps
        .drain(..)
        .enumerate()
        .filter(|(_, step)| step.is_written() || step.lock)
        .map(|(place, step)| (step.id.clone(), (place, step)))
        .collect();
    let mut order: Vec<Step> = Vec::new();
    for planned in &plan.steps {
        order.push(kept.remove(&planned.id).map_or_else(|| fresh(planned, ids), |(_, step)| step));
    }
    // Written steps whose scene the plan does not have stand before the conclusion, in the order they had.
    let mut left: Vec<(usize, Step)> = kept.into_values().collect();
    left.sort_by_key(|(place, _)| *place);
    let end = before_conclusion(&order);
    order.splice(end..end, left.into_iter().map(|(_, step)| step));
    take.steps = order;
}

/// Where a scene is put in so that the ending stays the last that is read.
pub(crate) fn before_conclusion(steps: &[Step]) -> usize {
    let ends = |step: &Step| step.step_type == StepType::Conclusion;
    steps.iter().rposition(ends).unwrap_or(steps.len())
}

fn player(notes: &Notes, plan: &Plan) -> TakePlayer {
    let player = &plan.player;
    let stranger = player.place != mythline_protocol::PlayerPlace::InNotes;
    TakePlayer {
        name: player.name.clone(),
        pronoun: player.pronoun.subject().to_owned(),
        place: player.place,
        of: player.of.filter(|_| stranger).map(|at| notes.people[at].name.clone()),
        note: player.note(notes),
    }
}

/// A planned step before it is written; `ids` are those of the facts in the take.
pub(crate) fn fresh(planned: &PlannedStep, ids: &[String]) -> Step {
    Step {
        id: planned.id.clone(),
        step_type: planned.step_type,
        sub_type: planned.sub_type,
        title: planned.title.clone(),
        facts: planned.facts.iter().map(|at| FactUse { fact: ids[*at].clone(), found: false }).collect(),
        words_asked: planned.words_asked,
        attempts: 0,
        lock: false,
        text: String::new(),
        lines: Vec::new(),
        review: Vec::new(),
        tries: Vec::new(),
        wish: String::new(),
        by: String::new(),
        left: false,
        other: Map::new(),
    }
}

/// Gives every fact of the notes an id, the old one where the same words were there before. What the notes
/// ask or advise is no fact and gets an empty one.
fn fact_ids(take: &mut Take, notes: &Notes) -> Vec<String> {
    let number =
        |fact: &Fact| fact.id.strip_prefix('f').and_then(|number| number.parse::<u32>().ok()).unwrap_or(0);
    let mut next = take.facts.iter().map(number).max().unwrap_or(0) + 1;
    let mut taken: Vec<String> = Vec::new();
    let mut ids = Vec::with_capacity(notes.facts.len());
    for fact in &notes.facts {
        if !fact.is_listed() {
            ids.push(String::new());
            continue;
        }
        let same = take.facts.iter_mut().find(|old| old.text == fact.text && !taken.contains(&old.id));
        let id = match same {
            Some(old) => {
                old.line = fact.line;
                old.id.clone()
            }
            None => {
                let id = format!("f{next}");
                next += 1;
                take.facts.push(Fact { id: id.clone(), line: fact.line, text: fact.text.clone() });
                id
            }
        };
        taken.push(id.clone());
        ids.push(id);
    }
    take.facts.sort_by_key(|fact| (fact.line, number(fact)));
    ids
}
