//! A plan that a model made, held against the notes and put right by rule.

use super::{
    scenes::{FEWEST, Scene, Shape, fewer, merge_small},
    titles::titles,
};
use crate::{
    notes::{Notes, Part},
    text::content_stems,
};

/// Which facts are told where, by index into the notes' facts, as a model wants it. Facts may stand in it twice, or
/// not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub opening: Vec<usize>,
    pub scenes: Vec<Scene>,
    pub ending: Scene,
    pub left_out: Vec<usize>,
}

/// How many facts, or scenes, had to be put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Repairs {
    /// Facts that stood in it twice.
    pub twice: usize,
    /// Facts that stood nowhere in it.
    pub missing: usize,
    /// Facts told before what the notes say happens first, or after what they say happens later.
    pub moved: usize,
    /// Scenes too many, or too few.
    pub scenes: usize,
}

/// Facts of a scene at most; a longer one becomes two.
const MOST: usize = 14;
/// One fact in so many may be left out at most.
const LEFT_OUT: usize = 10;
/// Scenes of a story at most.
const SCENES: usize = 80;

/// Puts a plan right: every fact stands in it once or is left out, events keep the order of the notes, and there
/// are as many scenes as are asked for, or scenes of a size that can be told. `None` where it has so little to do
/// with the notes that nothing of it would be left.
pub(crate) fn put_right(notes: &Notes, layout: Layout, asked: Option<u32>) -> Option<(Shape, Repairs)> {
    let mut repairs = Repairs::default();
    let Layout { opening, scenes, ending, left_out } = layout;
    if scenes.is_empty() {
        return None;
    }
    let begins = Scene { facts: opening, ..Scene::default() };
    let mut parts: Vec<Scene> = std::iter::once(begins).chain(scenes).chain([ending]).collect();
    let cited: usize = parts.iter().map(|part| part.facts.len()).sum();
    let mut told = vec![false; notes.facts.len()];
    for part in &mut parts {
        part.facts.retain(|at| notes.facts[*at].is_story() && !std::mem::replace(&mut told[*at], true));
    }
    repairs.twice = cited - parts.iter().map(|part| part.facts.len()).sum::<usize>();
    complete(notes, &mut parts, &told, &left_out, &mut repairs);
    by_time(notes, &mut parts);
    repairs.moved = in_order(notes, &mut parts);
    let all: usize = parts.iter().map(|part| part.facts.len()).sum();
    if 2 * (repairs.missing + repairs.moved) > all {
        return None;
    }
    let mut ending = parts.pop()?;
    let mut opening = parts.remove(0).facts;
    let mut scenes = parts;
    // Where nothing happens there is no scene: who is who and what is where opens the story.
    for scene in &mut scenes {
        if !scene.facts.iter().any(|at| is_event(notes, *at)) {
            opening.append(&mut scene.facts);
        }
    }
    repairs.scenes = sized(&mut scenes, asked);
    if ending.facts.is_empty()
        && let Some(last) = scenes.last_mut().filter(|last| last.facts.len() >= 2 * FEWEST)
    {
        ending.facts = last.facts.split_off(last.facts.len() - FEWEST);
    }
    named(notes, &mut scenes, &mut ending);
    (!scenes.is_empty()).then_some((Shape { opening, scenes, ending }, repairs))
}

/// Puts what stands nowhere behind the fact that the notes have before it. Where too much is left out, nothing is.
fn complete(notes: &Notes, parts: &mut [Scene], told: &[bool], left_out: &[usize], repairs: &mut Repairs) {
    let story: Vec<usize> = (0..notes.facts.len()).filter(|at| notes.facts[*at].is_story()).collect();
    let out: Vec<usize> = story.iter().copied().filter(|at| !told[*at] && left_out.contains(at)).collect();
    let may_go = out.len() * LEFT_OUT <= story.len();
    let mut before: Option<usize> = None;
    for at in story {
        if !told[at] && may_go && out.contains(&at) {
            continue;
        }
        if !told[at] {
            repairs.missing += 1;
            let place = before.and_then(|before| place_of(parts, before));
            let (part, place) = place.map_or((0, 0), |(part, place)| (part, place + 1));
            parts[part].facts.insert(place, at);
        }
        before = Some(at);
    }
}

fn place_of(parts: &[Scene], fact: usize) -> Option<(usize, usize)> {
    parts
        .iter()
        .enumerate()
        .find_map(|(part, scene)| scene.facts.iter().position(|at| *at == fact).map(|place| (part, place)))
}

fn is_event(notes: &Notes, fact: usize) -> bool {
    matches!(notes.facts[fact].part, Part::Events | Part::Ending)
}

/// Puts the scenes in the order of the middle one of what happens in each.
fn by_time(notes: &Notes, parts: &mut [Scene]) {
    let middle = |scene: &Scene| {
        let mut events: Vec<usize> = scene.facts.iter().copied().filter(|at| is_event(notes, *at)).collect();
        events.sort_unstable();
        events.get(events.len() / 2).copied().unwrap_or(0)
    };
    let last = parts.len() - 1;
    parts[1..last].sort_by_key(middle);
}

/// Moves as few events as can be so that none is told before what the notes say happens first; answers how many
/// changed their scene.
fn in_order(notes: &Notes, parts: &mut [Scene]) -> usize {
    let mut of: Vec<(usize, usize)> = parts
        .iter()
        .enumerate()
        .flat_map(|(part, scene)| scene.facts.iter().map(move |at| (*at, part)))
        .filter(|(at, _)| is_event(notes, *at))
        .collect();
    of.sort_unstable();
    let stays = longest_run(&of.iter().map(|(_, part)| *part).collect::<Vec<_>>());
    let mut moved = 0;
    let mut here = of.iter().zip(&stays).find(|(_, stays)| **stays).map_or(0, |((_, part), _)| *part);
    for ((at, part), stays) in of.iter().zip(&stays) {
        if *stays {
            here = *part;
        } else {
            parts[*part].facts.retain(|fact| fact != at);
            parts[here].facts.push(*at);
            moved += 1;
        }
    }
    for scene in parts {
        let mut events = scene.facts.iter().copied().filter(|at| is_event(notes, *at)).collect::<Vec<_>>();
        events.sort_unstable();
        let mut events = events.into_iter();
        for at in &mut scene.facts {
            if is_event(notes, *at) {
                *at = events.next().unwrap_or(*at);
            }
        }
    }
    moved
}

/// Which numbers belong to the longest run among them that never falls.
fn longest_run(numbers: &[usize]) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at).filter(|b| numbers[*b] <= *number).max_by_key(|b| best[*b].0);
        best.push((before.map_or(1, |b| best[b].0 + 1), before));
    }
    let mut stays = vec![false; numbers.len()];
    let mut at = (0..numbers.len()).max_by_key(|at| best[*at].0);
    while let Some(here) = at {
        stays[here] = true;
        at = best[here].1;
    }
    stays
}

/// Brings scenes to the number that is asked for, else to a size that can be told; answers by how many there are
/// more or fewer now.
fn sized(scenes: &mut Vec<Scene>, asked: Option<u32>) -> usize {
    scenes.retain(|scene| !scene.facts.is_empty());
    let before = scenes.len();
    let most = asked.map_or(SCENES, |asked| asked as usize);
    if asked.is_none() {
        merge_small(scenes, |_| false);
    }
    fewer(scenes, most);
    while scenes.len() < most
        && let Some(at) = (0..scenes.len()).max_by_key(|at| scenes[*at].facts.len())
        && (scenes[at].facts.len() > MOST || asked.is_some() && scenes[at].facts.len() > 1)
    {
        let half = scenes[at].facts.len() / 2;
        let facts = scenes[at].facts.split_off(half);
        scenes.insert(at + 1, Scene { title: String::new(), facts });
    }
    before.abs_diff(scenes.len())
}

/// Scenes are called by the model as long as it says nothing that is not in the notes, and no two the same.
fn named(notes: &Notes, scenes: &mut [Scene], ending: &mut Scene) {
    let said: std::collections::HashSet<String> =
        notes.facts.iter().flat_map(|fact| content_stems(&fact.text)).collect();
    let fits = |title: &str| {
        let short = (1..=60).contains(&title.trim().chars().count());
        let plain = !title.contains(['*', '#', '<', '>', '{', '}', '[', ']', '|', '\n', '`']);
        short && plain && content_stems(title).iter().all(|stem| said.contains(stem))
    };
    let runs: Vec<Vec<usize>> = scenes.iter().map(|scene| scene.facts.clone()).collect();
    let by_rule = titles(notes, &runs);
    for at in 0..scenes.len() {
        let title = scenes[at].title.trim().to_owned();
        let known = scenes[..at].iter().any(|before| before.title == title);
        scenes[at].title = if fits(&title) && !known { title } else { by_rule[at].clone() };
    }
    if !fits(&ending.title) {
        ending.title = "The end".to_owned();
    }
}

#[cfg(test)]
mod tests;
