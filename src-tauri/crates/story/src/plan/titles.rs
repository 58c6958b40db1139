use std::collections::BTreeMap;

use crate::{
    notes::Notes,
    text::{Form, fold, is_stop_word, verb, words},
};

/// Names for scenes whose notes have none: the thing that stands out in each (`The well`), else its
/// number.
pub(crate) fn titles(notes: &Notes, runs: &[Vec<usize>]) -> Vec<String> {
    let things: Vec<Vec<String>> =
        runs.iter().map(|run| run.iter().flat_map(|at| things(&notes.facts[*at].text)).collect()).collect();
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    for thing in things.iter().flatten() {
        *all.entry(thing).or_default() += 1;
    }
    let mut used: Vec<String> = Vec::new();
    for (at, mine) in things.iter().enumerate() {
        let weight = |thing: &str| {
            let here = mine.iter().filter(|other| *other == thing).count();
            (100 * here / all[thing], here)
        };
        let mut best: Option<&String> = None;
        for thing in mine.iter().filter(|thing| !used.contains(&format!("The {thing}"))) {
            if best.is_none_or(|best| weight(thing).0 * weight(thing).1 > weight(best).0 * weight(best).1) {
                best = Some(thing);
            }
        }
        used.push(best.map_or_else(|| format!("Scene {}", at + 1), |thing| format!("The {thing}")));
    }
    used
}

/// The nouns that `the` or `a` points at, where the next word shows that the noun has ended.
fn things(text: &str) -> Vec<String> {
    let all: Vec<(std::ops::Range<usize>, &str)> = words(text).collect();
    let mut found = Vec::new();
    for (at, window) in all.windows(2).enumerate() {
        let [(_, article), (span, noun)] = window else { continue };
        let ends = all.get(at + 2).is_none_or(|(after, next)| {
            let next = fold(next);
            let acts = verb(&next).any(|(form, _)| matches!(form, Form::Third | Form::Past));
            is_stop_word(&next) || acts || text[span.end..after.start].trim() != ""
        });
        let plain = noun.chars().all(|c| c.is_lowercase() || c == '-') && noun.chars().count() > 2;
        let acts = verb(&fold(noun)).any(|(_, verb)| !verb.noun_too);
        if matches!(fold(article).as_str(), "the" | "a" | "an")
            && ends
            && plain
            && !acts
            && !VAGUE.contains(noun)
        {
            found.push((*noun).to_owned());
        }
    }
    found
}

/// Nouns that say nothing of a scene.
const VAGUE: &[&str] = &[
    "day", "night", "morning", "evening", "time", "year", "week", "hour", "minute", "first", "last",
    "second", "end", "man", "woman", "people", "one", "other", "same", "way", "thing", "moment", "side",
    "front", "back", "left", "right", "rest",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thing_that_stands_out_gives_the_name() {
        let notes = Notes::read(
            "Ann digs a well in the yard. The well is dry. Bo sells the horse. The horse dies in the yard.",
        );
        assert_eq!(titles(&notes, &[vec![0, 1], vec![2, 3]]), ["The well", "The horse"]);
        assert_eq!(titles(&Notes::read("Ann runs. Ann falls."), &[vec![0, 1]]), ["Scene 1"]);
    }
}
