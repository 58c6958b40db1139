//! What a model is told of the story so far: little, and what bears on the passage in hand.

use std::collections::{HashMap, HashSet};

use crate::{take::Take, text::sentences, writing::telling::Telling};

/// Facts that are remembered at most. Their number, and not the story's length, is what a passage costs.
const MOST: usize = 8;
/// Sentences of what was told last.
const SENTENCES: usize = 2;

/// The facts told in the steps before one that share most words with its own, in the order of the story, each
/// with how many it shares.
pub(crate) fn memory(take: &Take, at: usize, telling: &Telling, facts: &[usize]) -> Vec<(String, usize)> {
    let here: HashSet<&String> = facts.iter().flat_map(|fact| &telling.stems[*fact]).collect();
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for fact in here.into_iter().flat_map(|stem| telling.saying(stem)) {
        *shared.entry(*fact).or_default() += 1;
    }
    let before = take.steps[..at].iter().flat_map(|step| telling.facts_of(step));
    let mut ranked: Vec<(usize, usize, usize)> =
        before.enumerate().filter_map(|(place, fact)| Some((*shared.get(&fact)?, place, fact))).collect();
    ranked.sort_by_key(|(shared, place, _)| std::cmp::Reverse((*shared, *place)));
    ranked.truncate(MOST);
    ranked.sort_unstable_by_key(|(_, place, _)| *place);
    ranked.into_iter().map(|(shared, _, fact)| (telling.plan.told[fact].clone(), shared)).collect()
}

/// How the narration before a step ends; empty for the first.
pub(crate) fn ending_before(take: &Take, at: usize) -> String {
    let before = take.steps[..at].iter().rev().find(|step| !step.text.trim().is_empty());
    before.map_or_else(String::new, |step| ending(&step.text))
}

/// How a text ends.
pub(crate) fn ending(text: &str) -> String {
    let text = text.trim();
    let spans = sentences(text);
    let from = spans.len().saturating_sub(SENTENCES);
    spans.get(from).map_or_else(String::new, |first| text[first.start..].replace("\n\n", " "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::{
        notes::Notes,
        plan::{Wishes, plan},
        take::adopt,
    };

    #[test]
    fn what_bears_on_the_part_is_remembered_in_order() {
        let text = crate::sample::NOTES;
        let notes = Notes::read(text);
        let plan = plan(&notes, &Wishes { subject: "T", ..Wishes::default() }).unwrap();
        let mut take: Take =
            serde_json::from_str(include_str!("../../../tests/fixtures/take/schema-1.json")).unwrap();
        take.steps.clear();
        let ids = adopt(&mut take, &notes, &plan);
        let telling = Telling::new(text, notes, plan, ids, take.style);
        let last = take.steps.len() - 1;
        let facts = telling.facts_of(&take.steps[last]);
        let remembered = memory(&take, last, &telling, &facts);
        assert!((1..=MOST).contains(&remembered.len()), "{remembered:?}");
        let places: Vec<usize> = remembered
            .iter()
            .map(|(fact, _)| telling.plan.told.iter().position(|told| told == fact).unwrap())
            .collect();
        assert!(places.is_sorted() && places.iter().all(|at| !facts.contains(at)), "{remembered:?}");
        assert!(memory(&take, 0, &telling, &facts).is_empty());

        take.steps[0].text = "One. Two.\n\nThree. Four.".to_owned();
        assert_eq!(ending_before(&take, 1), "Three. Four.");
        assert_eq!(ending_before(&take, 0), "");
    }
}
