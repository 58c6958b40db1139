//! Runs of words that come again, and that were copied.

use std::collections::HashSet;

use crate::text::sentences;

fn words(text: &str) -> Vec<String> {
    sentences(text).into_iter().flat_map(|sentence| sentence.words).map(|word| word.low).collect()
}

/// The share of a text's runs of four words that stood in it before.
pub(crate) fn repeated(text: &str) -> f64 {
    let words = words(text);
    let mut seen = HashSet::new();
    let again = words.windows(4).filter(|run| !seen.insert(*run)).count();
    share(again, words.len().saturating_sub(3))
}

/// The share of its words that stand in runs of eight or more from the notes.
pub(crate) fn copied(text: &str, notes: &str) -> f64 {
    let (words, notes) = (words(text), words(notes));
    let known: HashSet<&[String]> = notes.windows(8).collect();
    let mut held = vec![false; words.len()];
    for (at, run) in words.windows(8).enumerate() {
        if known.contains(run) {
            held[at..at + 8].fill(true);
        }
    }
    share(held.iter().filter(|held| **held).count(), words.len())
}

pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[test]
fn runs_are_counted() {
    assert!((repeated("a b c d e a b c d") - 1.0 / 6.0).abs() < 1e-9);
    assert!((copied("x a b c d e f g h y", "a b c d e f g h i") - 0.8).abs() < 1e-9);
    assert!(copied("a b c d e f g", "a b c d e f g").abs() < 1e-9);
}
