//! Which notes a step rests on that say something else by now.

use std::collections::HashSet;

use crate::{
    notes::Notes,
    take::{Step, Take},
    text::{content_stems, share},
};

/// A note that a step was written from, and that is gone or says something else now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedNote {
    /// The line it began on when the step was written.
    pub line: u32,
    /// What it said.
    pub was: String,
    /// The line and the words of what stands in its place, where something like it does.
    pub now: Option<(u32, String)>,
}

/// Share of the words of a note that one in its place has.
const ALIKE: f32 = 0.4;

/// The notes that a step rests on and that have changed since, in their order.
pub(super) fn changed(take: &Take, step: &Step, notes: &Notes) -> Vec<ChangedNote> {
    let said: HashSet<&str> = notes.facts.iter().map(|fact| fact.text.as_str()).collect();
    let known: HashSet<&str> = take.facts.iter().map(|fact| fact.text.as_str()).collect();
    let rests = step.facts.iter().filter_map(|used| take.facts.iter().find(|fact| fact.id == used.fact));
    rests
        .filter(|fact| !said.contains(fact.text.as_str()))
        .map(|fact| {
            let was = content_stems(&fact.text).into_iter().collect::<HashSet<_>>();
            let alike = |text: &str| {
                let has: HashSet<String> = content_stems(text).into_iter().collect();
                share(was.intersection(&has).count(), was.union(&has).count())
            };
            let new = notes.facts.iter().filter(|fact| !known.contains(fact.text.as_str()));
            let best = new.map(|fact| (alike(&fact.text), fact)).max_by(|a, b| a.0.total_cmp(&b.0));
            let now =
                best.filter(|(alike, _)| *alike >= ALIKE).map(|(_, fact)| (fact.line, fact.text.clone()));
            ChangedNote { line: fact.line, was: fact.text.clone(), now }
        })
        .collect()
}
