use mythline_protocol::{Finding, Rule};

use crate::{
    review::look::Look,
    text::{Passage, counts},
};

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    look.brief
        .facts
        .iter()
        .filter_map(|fact| {
            let against = contradicts(&fact.text, &look.passage)?;
            Some(Finding {
                rule: Rule::Contradiction,
                message: against.message,
                quote: against.quote,
                fact: Some(fact.id.clone()),
            })
        })
        .collect()
}

/// What in a text speaks against a fact.
pub(crate) struct Against {
    pub(crate) message: String,
    pub(crate) quote: String,
}

/// The first thing in a passage that speaks against a fact.
pub(crate) fn contradicts(fact: &str, passage: &Passage<'_>) -> Option<Against> {
    let told = Passage::new(fact);
    let (said, meant) = (counts(&passage.words), counts(&told.words));
    said.iter().find_map(|count| {
        let other = meant
            .iter()
            .find(|other| !other.of.is_empty() && other.of == count.of && other.next == count.next)?;
        let same = meant.iter().any(|other| other.of == count.of && other.number == count.number);
        (!same).then(|| {
            let quote = passage.quote(count.at, count.to).to_owned();
            let message =
                format!("\"{quote}\" here, and \"{}\" in the notes.", told.quote(other.at, other.to));
            Against { message, quote }
        })
    })
}
