//! The events of the notes as scenes.

use crate::notes::{Notes, Part};

/// A scene: its name, and the facts that are told in it, by index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scene {
    pub title: String,
    pub facts: Vec<usize>,
}

/// How the facts of the notes fall into a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    pub opening: Vec<usize>,
    pub scenes: Vec<Scene>,
    pub ending: Scene,
}

/// Facts of a scene where the notes have no headings to go by.
const SCENE_FACTS: usize = 7;
/// The fewest facts that make a scene.
pub(super) const FEWEST: usize = 3;

/// Groups facts: what sets the stage, what happens by headings or by runs of paragraphs, what ends it.
pub(crate) fn shape(notes: &Notes) -> Shape {
    let of = |part: Part| {
        notes.facts.iter().enumerate().filter(move |(_, fact)| fact.part == part && fact.is_story())
    };
    let mut opening: Vec<usize> = [Part::Setting, Part::Places, Part::People]
        .into_iter()
        .flat_map(|part| of(part).map(|(at, _)| at))
        .collect();
    let mut scenes = by_headings(notes);
    if opening.is_empty() && scenes.len() > 3 && scenes[0].facts.len() <= SCENE_FACTS && !has_names(notes) {
        opening = scenes.remove(0).facts;
    }
    if opening.len() < FEWEST
        && let Some(first) = scenes.first_mut().filter(|scene| !is_quest(notes, scene))
    {
        let spare = first.facts.len().saturating_sub(FEWEST).min(FEWEST);
        opening.extend(first.facts.drain(..spare));
    }
    let mut ending =
        Scene { title: "The end".to_owned(), facts: of(Part::Ending).map(|(at, _)| at).collect() };
    if let Some(name) = notes
        .sections
        .iter()
        .find(|section| section.part == Part::Ending)
        .and_then(|section| section.name.clone())
    {
        ending.title = name;
    }
    if ending.facts.is_empty() && !scenes.last().is_some_and(|scene| is_quest(notes, scene)) {
        take_ending(notes, &mut scenes, &mut ending);
    }
    scenes.retain(|scene| !scene.facts.is_empty());
    Shape { opening, scenes, ending }
}

/// Whether the notes name their scenes.
fn has_names(notes: &Notes) -> bool {
    notes.sections.iter().any(|section| section.part == Part::Events && section.name.is_some())
}

/// The last facts of the last scene end the story: all of them when they are few, or when the scene is the
/// last paragraph of notes without headings.
fn take_ending(notes: &Notes, scenes: &mut [Scene], ending: &mut Scene) {
    let alone = scenes.len() <= 1;
    let whole = if has_names(notes) { FEWEST } else { SCENE_FACTS };
    let Some(last) = scenes.last_mut() else { return };
    let keep =
        if last.facts.len() <= whole && !alone { 0 } else { last.facts.len().saturating_sub(FEWEST).max(1) };
    ending.facts = last.facts.split_off(keep);
    if keep == 0 && has_names(notes) {
        ending.title.clone_from(&last.title);
    }
}

fn by_headings(notes: &Notes) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = Vec::new();
    for (index, section) in
        notes.sections.iter().enumerate().filter(|(_, section)| section.part == Part::Events)
    {
        let facts: Vec<usize> = (0..notes.facts.len())
            .filter(|at| notes.facts[*at].section == index && notes.facts[*at].is_story())
            .collect();
        match &section.name {
            Some(name) if !facts.is_empty() => scenes.push(Scene { title: name.clone(), facts }),
            _ => scenes.extend(by_paragraphs(notes, &facts)),
        }
    }
    merge_small(&mut scenes, |scene| is_quest(notes, scene));
    scenes
}

/// Scenes of some of the facts, wherever in the notes they stand.
pub(crate) fn of_facts(notes: &Notes, facts: &[usize]) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = Vec::new();
    for run in facts.chunk_by(|a, b| notes.facts[*a].section == notes.facts[*b].section) {
        match &notes.sections[notes.facts[run[0]].section].name {
            Some(name) => scenes.push(Scene { title: name.clone(), facts: run.to_vec() }),
            None => scenes.extend(by_paragraphs(notes, run)),
        }
    }
    merge_small(&mut scenes, |scene| is_quest(notes, scene));
    scenes
}

/// Whether a scene is a quest: those keep what is theirs.
fn is_quest(notes: &Notes, scene: &Scene) -> bool {
    scene.facts.first().is_some_and(|at| notes.quest_of(*at).is_some())
}

/// Scenes of facts without headings: the paragraphs where the notes are written in such, else runs near
/// [`SCENE_FACTS`] long.
fn by_paragraphs(notes: &Notes, facts: &[usize]) -> Vec<Scene> {
    let paragraphs = paragraphs(notes, facts);
    let written = paragraphs.len() > 2 && facts.len() >= paragraphs.len() * FEWEST;
    let runs = if written { paragraphs } else { even_runs(notes, facts) };
    let titles = super::titles::titles(notes, &runs);
    runs.into_iter().zip(titles).map(|(facts, title)| Scene { title, facts }).collect()
}

/// Facts by paragraph; a paragraph that is short or only speech belongs to the one before.
fn paragraphs(notes: &Notes, facts: &[usize]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    for at in facts {
        let same = all
            .last()
            .and_then(|run| run.last())
            .is_some_and(|last| notes.facts[*last].paragraph == notes.facts[*at].paragraph);
        match all.last_mut() {
            Some(run) if same => run.push(*at),
            _ => all.push(vec![*at]),
        }
    }
    let mut merged: Vec<Vec<usize>> = Vec::new();
    for run in all {
        let speech = run.iter().all(|at| notes.facts[*at].speech.is_some());
        match merged.last_mut() {
            Some(before) if (speech || run.len() < FEWEST) && before.len() < 2 * SCENE_FACTS => {
                before.extend(run);
            }
            _ => merged.push(run),
        }
    }
    merged
}

fn even_runs(notes: &Notes, facts: &[usize]) -> Vec<Vec<usize>> {
    let count = (facts.len() + SCENE_FACTS / 2) / SCENE_FACTS;
    let size = facts.len().div_ceil(count.max(1)).max(1);
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for at in facts {
        let begins = runs
            .last()
            .and_then(|run| run.last())
            .is_none_or(|last| notes.facts[*last].paragraph != notes.facts[*at].paragraph);
        let speaks = notes.facts[*at].speech.is_some();
        match runs.last_mut() {
            Some(run)
                if run.len() < size.saturating_sub(1) || ((!begins || speaks) && run.len() < size + 3) =>
            {
                run.push(*at);
            }
            _ => runs.push(vec![*at]),
        }
    }
    runs
}

/// A scene with too few facts goes to its smaller neighbour.
pub(super) fn merge_small(scenes: &mut Vec<Scene>, stays: impl Fn(&Scene) -> bool) {
    if scenes.iter().any(stays) {
        return;
    }
    while scenes.len() > 1
        && let Some(at) = scenes.iter().position(|scene| scene.facts.len() < FEWEST)
    {
        merge(scenes, at);
    }
}

/// Joins the scene at `at` with its smaller neighbour, under the name of the longer of the two.
fn merge(scenes: &mut Vec<Scene>, at: usize) {
    let size = |at: usize| scenes[at].facts.len();
    let with_next = at == 0 || (at + 1 < scenes.len() && size(at + 1) <= size(at - 1));
    let first = if with_next { at } else { at - 1 };
    let second = scenes.remove(first + 1);
    let scene = &mut scenes[first];
    if second.facts.len() > scene.facts.len() {
        scene.title = second.title;
    }
    scene.facts.extend(second.facts);
}

/// Brings the scenes down to as many as were asked for, the smallest first.
pub(crate) fn fewer(scenes: &mut Vec<Scene>, asked: usize) {
    while scenes.len() > asked.max(1)
        && let Some(at) = (0..scenes.len()).min_by_key(|at| scenes[*at].facts.len())
    {
        merge(scenes, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> String {
        (0..count).map(|at| format!("- Ann opens door {at}.\n")).collect()
    }

    #[test]
    fn headings_are_scenes_and_every_fact_has_one_place() {
        let text = format!(
            "# T\n\nIt rains. It pours. It stops.\n\n## One\n{}\n## Two\n{}\n## Tone\nGrim and dark.\n",
            lines(5),
            lines(8)
        );
        let shape = shape(&Notes::read(&text));
        let titles: Vec<_> =
            shape.scenes.iter().map(|scene| (scene.title.as_str(), scene.facts.len())).collect();
        assert_eq!(titles, [("One", 5), ("Two", 5)]);
        assert_eq!((shape.opening.len(), shape.ending.facts.len()), (3, 3));
    }

    #[test]
    fn without_headings_scenes_are_runs() {
        let shape = shape(&Notes::read(&lines(40)));
        let all = shape.opening.len()
            + shape.ending.facts.len()
            + shape.scenes.iter().map(|scene| scene.facts.len()).sum::<usize>();
        assert_eq!(all, 40);
        assert!((3..=7).contains(&shape.scenes.len()), "{}", shape.scenes.len());
    }

    #[test]
    fn paragraphs_are_scenes_where_notes_are_written_in_them() {
        let paragraph = "Ann walks out. It rains. She sees a dog. The dog sleeps.\n\n";
        let shape = shape(&Notes::read(&paragraph.repeat(6)));
        assert_eq!(shape.opening.len(), 4);
        assert_eq!(shape.scenes.iter().map(|scene| scene.facts.len()).collect::<Vec<_>>(), [4, 4, 4, 4]);
        assert_eq!(shape.ending.facts.len(), 4);
    }

    #[test]
    fn fewer_scenes_keep_every_fact() {
        let text = format!("## One\n{}## Two\n{}## Three\n{}", lines(4), lines(5), lines(9));
        let mut shape = shape(&Notes::read(&text));
        let before: Vec<usize> = shape.scenes.iter().flat_map(|scene| scene.facts.clone()).collect();
        fewer(&mut shape.scenes, 1);
        assert_eq!(shape.scenes.len(), 1);
        assert_eq!(shape.scenes[0].facts, before);
    }
}
