use std::collections::HashSet;

mod agents;
mod people;
mod places;
mod refusal;
mod shape;

use mythline_protocol::Rule;

use super::Around;
use crate::text::{Passage, content_stems, counts, present_verbs, share};

/// How good a retelling of one fact is.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// For ranking: 2 at best; higher is better.
    pub value: f32,
    /// Why it must not be used at all.
    pub refused: Option<Rule>,
    /// The words it is refused for.
    pub because: String,
    /// Share of the fact's content words that it keeps.
    pub kept: f32,
    /// Share of its content words that the fact, or what stands around it, has.
    pub grounded: f32,
    /// Share of its words in runs of eight taken from the notes.
    pub copied: f32,
}

/// Taken off for each verb in the present.
const PRESENT: f32 = 0.25;
/// Taken off for each number of the fact that is gone.
const NUMBER_LOST: f32 = 0.3;
/// Taken off for speech where the fact has none.
const SPEECH: f32 = 0.2;
/// Taken off for each small word that changes what is said and that the fact has not.
const ADDED: f32 = 0.1;
/// Such words.
const CHANGING: &[&str] = &[
    "again", "always", "never", "only", "too", "also", "still", "already", "nearly", "almost", "suddenly",
    "finally",
];
/// Taken off when every word is copied, and so much less for a share: of two faithful tries the fresher wins.
const COPIED: f32 = 0.2;

/// Scores a try at retelling one fact in a sentence or two.
#[must_use]
pub fn score_retelling(fact: &str, candidate: &str, around: &Around<'_>) -> Score {
    let (meant, said) = (Passage::new(fact), Passage::new(candidate));
    let (wanted, has, near) = (stems(fact), stems(candidate), stems(around.near));
    let kept = share(wanted.intersection(&has).count(), wanted.len());
    let grounded =
        share(has.iter().filter(|stem| wanted.contains(*stem) || near.contains(*stem)).count(), has.len());
    let copied = around.source.notes.shared(candidate).share();
    let refusal = refusal::refusal(&meant, &said, around);
    Score {
        value: kept + grounded - faults(&meant, &said, around) - COPIED * copied,
        because: refusal.as_ref().map(|(_, words)| words.clone()).unwrap_or_default(),
        refused: refusal.map(|(rule, _)| rule),
        kept,
        grounded,
        copied,
    }
}

fn stems(text: &str) -> HashSet<String> {
    content_stems(text).into_iter().collect()
}

/// What is taken off for things that are wrong without making the try useless.
#[expect(clippy::cast_precision_loss, reason = "a sentence or two have few words")]
fn faults(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> f32 {
    let present = if around.style.present { 0 } else { present_verbs(said).len() };
    let numbers: Vec<u64> = counts(&said.words).into_iter().map(|count| count.number).collect();
    let lost = counts(&meant.words).into_iter().filter(|count| !numbers.contains(&count.number)).count();
    let speaks = |passage: &Passage<'_>| passage.words.iter().any(|word| word.quoted);
    let invented = speaks(said) && !speaks(meant);
    let has = |passage: &Passage<'_>, low: &str| passage.words.iter().any(|word| word.low == low);
    let added = CHANGING.iter().filter(|low| has(said, low) && !has(meant, low)).count();
    ADDED * added as f32
        + PRESENT * present as f32
        + NUMBER_LOST * lost as f32
        + if invented { SPEECH } else { 0.0 }
}
