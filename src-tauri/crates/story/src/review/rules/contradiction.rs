use std::collections::HashSet;

use mythline_protocol::{Finding, Rule};

use super::{denial, numbers, opposites, turned};
use crate::{
    review::{Source, look::Look},
    text::{Passage, Sentence, content_stems},
};

/// What in a text speaks against a fact.
pub(crate) struct Against {
    /// For people.
    pub(crate) message: String,
    /// The words of the text.
    pub(crate) quote: String,
}

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    look.brief
        .facts
        .iter()
        .filter_map(|fact| {
            let against = contradicts(&fact.text, &look.passage, look.source)?;
            Some(Finding {
                rule: Rule::Contradiction,
                message: against.message,
                quote: against.quote,
                fact: Some(fact.id.clone()),
            })
        })
        .collect()
}

/// The first thing in a passage that speaks against a fact, in a sentence that is about the same.
pub(crate) fn contradicts(fact: &str, passage: &Passage<'_>, source: &Source) -> Option<Against> {
    let stems: HashSet<String> = content_stems(fact).into_iter().collect();
    let fact = Passage::new(fact);
    let about: Vec<Passage<'_>> = passage
        .sentences
        .iter()
        .filter(|sentence| is_about(&stems, sentence))
        .map(|sentence| Passage::new(sentence.text))
        .collect();
    about.iter().find_map(|sentence| {
        numbers::differ(&fact, sentence)
            .or_else(|| opposites::differ(&fact, sentence))
            .or_else(|| turned::differ(&fact, sentence, source))
            .or_else(|| denial::differs(&fact, sentence))
    })
}

/// Whether a sentence shares half of a fact's content words, and two at least.
fn is_about(fact: &HashSet<String>, sentence: &Sentence<'_>) -> bool {
    let has: HashSet<String> = content_stems(sentence.text).into_iter().collect();
    let both = fact.intersection(&has).count();
    both >= 2.min(fact.len()).max(1) && both * 2 >= fact.len()
}
