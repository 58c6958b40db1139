use std::collections::HashSet;

use super::rules::denies_otherwise;
use crate::text::{Passage, Pronoun, content_stems, counts, quoted, share};

/// The share of a fact's content words that a text must have to say it.
const KEPT: f32 = 0.6;
/// In how many sentences on end.
const WITHIN: usize = 3;

/// Whether a text says a fact: most of its content words stand close together there, with its
/// numbers, with its people or words that stand for them, and what it denies is denied. Of a fact in
/// which somebody speaks what is said counts, and not who says it.
#[must_use]
pub fn found(fact: &str, text: &str) -> bool {
    let speech = spoken(fact);
    let speaks = !speech.is_empty();
    let meant = Meant::new(if speaks { &speech } else { fact });
    if meant.stems.is_empty() {
        return true;
    }
    let passage = Passage::new(text);
    (0..passage.sentences.len()).any(|from| {
        (from..passage.sentences.len().min(from + WITHIN)).any(|to| {
            let window = &text[passage.sentences[from].span.start..passage.sentences[to].span.end];
            // What somebody says is denied or not in what is said.
            let said = if speaks { spoken(window) } else { String::new() };
            meant.is_said_in(window, if said.is_empty() { window } else { &said })
        })
    })
}

/// What is said in a fact; empty when nothing with content is.
fn spoken(fact: &str) -> String {
    let said = quoted(fact)
        .into_iter()
        .map(|span| fact[span].trim_matches(['"', '“', '”', ',']))
        .collect::<Vec<_>>()
        .join(". ");
    if content_stems(&said).is_empty() { String::new() } else { said }
}

struct Meant<'f> {
    passage: Passage<'f>,
    stems: HashSet<String>,
    numbers: Vec<u64>,
    /// Stems of its capitalised words.
    names: HashSet<String>,
}

impl<'f> Meant<'f> {
    fn new(fact: &'f str) -> Self {
        let passage = Passage::new(fact);
        let capital = passage
            .words
            .iter()
            .filter(|word| word.is_capital() && !word.first)
            .map(|word| crate::text::stem(word.text));
        Self {
            names: capital.collect(),
            numbers: numbers(&passage),
            stems: content_stems(fact).into_iter().collect(),
            passage,
        }
    }

    /// Whether a text says it; `denies` is what of the text may deny it.
    fn is_said_in(&self, window: &str, denies: &str) -> bool {
        let has: HashSet<String> = content_stems(window).into_iter().collect();
        if share(self.stems.intersection(&has).count(), self.stems.len()) < KEPT {
            return false;
        }
        let passage = Passage::new(window);
        let counted = numbers(&passage);
        let people = self.names.is_empty()
            || !self.names.is_disjoint(&has)
            || passage.words.iter().any(|word| Pronoun::of(&word.low).is_some());
        people
            && self.numbers.iter().all(|number| counted.contains(number))
            && !denies_otherwise(&self.passage, &Passage::new(denies))
    }
}

fn numbers(passage: &Passage<'_>) -> Vec<u64> {
    counts(&passage.words).into_iter().map(|count| count.number).collect()
}
