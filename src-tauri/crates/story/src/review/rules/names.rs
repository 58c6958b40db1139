use mythline_protocol::{Finding, Rule};

use crate::{
    review::{
        Source, StepText,
        look::{Look, finding},
    },
    text::{Passage, names},
};

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        unknown_names(&look.passage, look.source).iter().map(|name| unknown(name, look.source)).collect();
    if let StepText::Dialogue(lines) = look.step {
        let mut strangers: Vec<&str> = lines
            .iter()
            .map(|line| line.actor.as_str())
            .filter(|actor| !look.source.names.unknown(actor).is_empty())
            .collect();
        strangers.dedup();
        findings.extend(strangers.into_iter().map(|actor| {
            finding(Rule::UnknownName, actor, format!("\"{actor}\" speaks here and is not in the notes."))
        }));
    }
    findings
}

fn unknown(name: &str, source: &Source) -> Finding {
    let message = match name.split(' ').find_map(|word| source.names.bent(word)) {
        Some(known) => format!("\"{name}\" is not in the notes; they know \"{known}\"."),
        None => format!("\"{name}\" is not in the notes."),
    };
    finding(Rule::UnknownName, name, message)
}

/// The names in a passage that the notes do not know, each once.
pub(crate) fn unknown_names(passage: &Passage<'_>, source: &Source) -> Vec<String> {
    let mut unknown: Vec<String> = Vec::new();
    for name in names(passage, &source.names) {
        if !source.names.unknown(&name.text).is_empty() && !unknown.contains(&name.text) {
            unknown.push(name.text);
        }
    }
    unknown
}
