use mythline_protocol::{Finding, Rule};

use crate::review::{found, look::Look};

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    let missing = look.brief.facts.iter().filter(|fact| !found(&fact.text, look.passage.text));
    missing
        .map(|fact| Finding {
            rule: Rule::MissingFact,
            message: format!("Line {} of the notes is missing here: \"{}\"", fact.line, fact.text.trim()),
            quote: String::new(),
            fact: Some(fact.id.clone()),
        })
        .collect()
}
