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
    let facts = &look.brief.facts;
    let stems: Vec<HashSet<String>> =
        facts.iter().map(|fact| content_stems(&fact.text).into_iter().collect()).collect();
    let against = |at: usize| {
        // A sentence that tells another fact better is about that one.
        let own = |sentence: &Sentence<'_>| {
            let mine = shared(&stems[at], sentence);
            stems.iter().enumerate().all(|(other, stems)| other == at || shared(stems, sentence) <= mine)
        };
        contradicted(&facts[at].text, &look.passage, look.source, &own)
    };
    (0..facts.len())
        .filter_map(|at| {
            let against = against(at)?;
            Some(Finding {
                rule: Rule::Contradiction,
                message: against.message,
                quote: against.quote,
                fact: Some(facts[at].id.clone()),
            })
        })
        .collect()
}

/// The first thing in a passage that speaks against a fact, in a sentence that is about the same.
pub(crate) fn contradicts(fact: &str, passage: &Passage<'_>, source: &Source) -> Option<Against> {
    contradicted(fact, passage, source, &|_| true)
}

fn contradicted(
    fact: &str,
    passage: &Passage<'_>,
    source: &Source,
    own: &dyn Fn(&Sentence<'_>) -> bool,
) -> Option<Against> {
    let stems: HashSet<String> = content_stems(fact).into_iter().collect();
    let fact = Passage::new(fact);
    let about: Vec<Passage<'_>> = passage
        .sentences
        .iter()
        .filter(|sentence| is_about(&stems, sentence) && own(sentence))
        .map(|sentence| Passage::new(sentence.text))
        .collect();
    about.iter().find_map(|sentence| {
        numbers::differ(&fact, sentence)
            .or_else(|| opposites::differ(&fact, sentence))
            .or_else(|| turned::differ(&fact, sentence, source))
            .or_else(|| denial::differs(&fact, sentence))
    })
}

/// The share of a fact's content words that a sentence has.
fn shared(fact: &HashSet<String>, sentence: &Sentence<'_>) -> f32 {
    let has: HashSet<String> = content_stems(sentence.text).into_iter().collect();
    crate::text::share(fact.intersection(&has).count(), fact.len())
}

/// Whether a sentence shares half of a fact's content words, and two at least.
fn is_about(fact: &HashSet<String>, sentence: &Sentence<'_>) -> bool {
    let has: HashSet<String> = content_stems(sentence.text).into_iter().collect();
    let both = fact.intersection(&has).count();
    both >= 2.min(fact.len()).max(1) && both * 2 >= fact.len()
}
