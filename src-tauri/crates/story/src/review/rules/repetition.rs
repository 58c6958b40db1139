use std::collections::HashSet;

use mythline_protocol::{Finding, Rule};

use crate::{
    review::{
        look::{Look, finding},
        told::Edge,
    },
    text::{Grams, content_stems, repeated_share, sentences, word_count},
};

/// A sentence shorter than this in content words may come again.
const SAYS: usize = 4;
/// More than this share of runs of four words that come again is too many.
const REPEATED: f32 = 0.06;
/// Words below which a share says little.
const CROWD: u32 = 60;

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    let text = look.passage.text;
    let within = twice(text)
        .map(|quote| finding(Rule::Repetition, quote, format!("Said twice in this scene: \"{quote}\".")));
    let before = again(look).map(|quote| {
        finding(Rule::Repetition, quote, format!("Said in an earlier scene already: \"{quote}\"."))
    });
    let runs = || {
        crowded(text).map(|quote| {
            finding(Rule::Repetition, quote, format!("The same words come again and again: \"{quote}\"."))
        })
    };
    within.or_else(runs).into_iter().chain(before).chain(edges(look)).collect()
}

/// Whether a step begins or ends in the very words of another.
fn edges(look: &Look<'_>) -> Vec<Finding> {
    let text = look.passage.text;
    let narration = look.narration();
    [(Edge::Opening, "Begins"), (Edge::Ending, "Ends")]
        .into_iter()
        .filter_map(|(edge, does)| {
            let quote = look.told.edge_of(edge, text).filter(|_| narration)?;
            Some(finding(Rule::Repetition, quote, format!("{does} as an earlier scene does: \"{quote}\".")))
        })
        .collect()
}

/// The first sentence that says what one before it said, or a long run of words that comes again.
pub(crate) fn twice(text: &str) -> Option<&str> {
    let mut before: Vec<HashSet<String>> = Vec::new();
    let mut runs = Grams::<7>::saying(3);
    for span in sentences(text) {
        let sentence = &text[span];
        let stems: HashSet<String> = content_stems(sentence).into_iter().collect();
        if stems.len() >= SAYS && before.iter().any(|other| same(&stems, other)) {
            return Some(sentence);
        }
        if let Some(run) = runs.shared(sentence).longest {
            return Some(&sentence[run]);
        }
        runs.add(sentence);
        before.push(stems);
    }
    None
}

/// A run of four words that comes again, in a text where too many do.
fn crowded(text: &str) -> Option<&str> {
    if word_count(text) < CROWD || repeated_share(text, 4) <= REPEATED {
        return None;
    }
    let mut runs = Grams::<4>::default();
    sentences(text).into_iter().find_map(|span| {
        let sentence = &text[span];
        let run = runs.shared(sentence).longest;
        runs.add(sentence);
        run.map(|run| &sentence[run])
    })
}

/// Whether two sentences say much the same: four fifths of the content words of both.
fn same(one: &HashSet<String>, other: &HashSet<String>) -> bool {
    let both = one.intersection(other).count();
    both * 5 >= one.union(other).count() * 4
}

fn again<'t>(look: &'t Look<'_>) -> Option<&'t str> {
    let text = look.passage.text;
    let sentence =
        sentences(text).into_iter().map(|span| &text[span]).find(|sentence| look.told.has(sentence));
    sentence.or_else(|| look.told.run_in(text).map(|run| &text[run]))
}
