//! One file a rule. Each looks at a step and says what is wrong, with the words.

mod about_itself;
mod contradiction;
mod copied;
mod denial;
mod facts;
mod length;
mod markup;
mod names;
mod numbers;
mod opposites;
mod person;
mod player;
mod pronoun;
mod repetition;
mod tense;
mod turned;

pub(super) use about_itself::about_itself;
pub(super) use contradiction::contradicts;
pub(super) use copied::leak;
pub(super) use denial::denies_otherwise;
pub(super) use markup::markup;
pub(super) use names::unknown_names;
pub(super) use player::is_name_word;
pub(super) use pronoun::{is_somebody, wrong_pronoun};
pub(super) use repetition::twice;

use mythline_protocol::Finding;

use super::look::Look;

/// Every rule, the gravest first.
pub(super) fn all(look: &Look<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in
        [markup::check, about_itself::check, copied::leaked, length::check, copied::copied, repetition::check]
    {
        findings.extend(rule(look));
    }
    if look.english {
        for rule in [
            contradiction::check,
            pronoun::check,
            names::check,
            person::check,
            tense::check,
            player::check,
            facts::check,
        ] {
            findings.extend(rule(look));
        }
    }
    findings
}
