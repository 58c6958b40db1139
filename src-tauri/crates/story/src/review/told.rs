use std::{collections::HashSet, ops::Range, sync::Arc};

use super::StepText;
use crate::text::{Grams, content_stems, fold, is_stop_word, sentences, words};

/// What the steps before have told; grows with the story, and a look at it costs no more at its end.
#[derive(Debug, Clone)]
pub struct Told {
    /// What was told before this began, shared with others.
    before: Option<Arc<Told>>,
    /// Runs of seven words that say something.
    runs: Grams<7>,
    /// Sentences, each as its content words in order.
    sentences: HashSet<Vec<String>>,
    /// How steps begin and end, as their first and their last words.
    edges: HashSet<(Edge, Vec<String>)>,
}

/// One end of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Edge {
    /// Its first words.
    Opening,
    /// Its last words.
    Ending,
}

/// Words at an edge that are compared.
const AT_EDGE: usize = 5;
/// Of those, how many say something at least.
const SAYING: usize = 2;

impl Default for Told {
    fn default() -> Self {
        Self { before: None, runs: Grams::saying(3), sentences: HashSet::new(), edges: HashSet::new() }
    }
}

impl Told {
    /// Nothing told yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All of this and nothing more yet. What is added to it is not added there.
    #[must_use]
    pub fn after(before: &Arc<Told>) -> Self {
        Self { before: Some(before.clone()), ..Self::default() }
    }

    /// Adds a finished step.
    pub fn add(&mut self, step: &StepText) {
        let text = step.prose();
        if matches!(step, StepText::Narration(_)) {
            self.edges.extend([Edge::Opening, Edge::Ending].into_iter().filter_map(|edge| {
                let (_, words) = at_edge(edge, &text)?;
                Some((edge, words))
            }));
        }
        self.add_text(&text);
    }

    /// Adds a piece of a step that is still being put together.
    pub fn add_text(&mut self, text: &str) {
        self.runs.add(text);
        self.sentences.extend(
            sentences(text)
                .into_iter()
                .map(|span| content_stems(&text[span]))
                .filter(|stems| stems.len() > 3),
        );
    }

    /// Whether a sentence with the same content words was told.
    pub(super) fn has(&self, sentence: &str) -> bool {
        self.has_stems(&content_stems(sentence))
    }

    fn has_stems(&self, stems: &Vec<String>) -> bool {
        self.sentences.contains(stems) || self.before.as_ref().is_some_and(|before| before.has_stems(stems))
    }

    /// The longest run of words in a text that was told.
    pub(super) fn run_in(&self, text: &str) -> Option<Range<usize>> {
        let before = self.before.as_ref().and_then(|before| before.run_in(text));
        self.runs.shared(text).longest.into_iter().chain(before).max_by_key(ExactSizeIterator::len)
    }

    /// The words at an edge of a text, where a step told before has the same there.
    pub(super) fn edge_of<'t>(&self, edge: Edge, text: &'t str) -> Option<&'t str> {
        let (span, words) = at_edge(edge, text)?;
        self.has_edge(&(edge, words)).then(|| &text[span])
    }

    fn has_edge(&self, edge: &(Edge, Vec<String>)) -> bool {
        self.edges.contains(edge) || self.before.as_ref().is_some_and(|before| before.has_edge(edge))
    }
}

/// The first or the last words of a text; none where they are too few, or say too little to be known again.
fn at_edge(edge: Edge, text: &str) -> Option<(Range<usize>, Vec<String>)> {
    let all: Vec<(Range<usize>, &str)> = match edge {
        Edge::Opening => words(text).take(AT_EDGE).collect(),
        // The last words stand in the last sentences; a book of them is not read for five.
        Edge::Ending => {
            let from = text.char_indices().rev().nth(AT_EDGE * 24).map_or(0, |(at, _)| at);
            let tail: Vec<_> = words(&text[from..]).collect();
            let last = tail.len().saturating_sub(AT_EDGE);
            tail[last..].iter().map(|(span, word)| (span.start + from..span.end + from, *word)).collect()
        }
    };
    let folded: Vec<String> = all.iter().map(|(_, word)| fold(word)).collect();
    let says = folded.iter().filter(|word| !is_stop_word(word)).count();
    let (first, last) = (all.first()?, all.last()?);
    (all.len() == AT_EDGE && says >= SAYING).then_some((first.0.start..last.0.end, folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_begins_or_ends_as_another_did_is_known() {
        let mut told = Told::new();
        told.add(&StepText::Narration(
            "Nell walked down to the river. She came home by the old mill.".to_owned(),
        ));
        let told = Told::after(&Arc::new(told));
        let again = "Nell walked down to the market. It rained. He came home by the old mill.";
        assert_eq!(told.edge_of(Edge::Opening, again), Some("Nell walked down to the"));
        assert_eq!(told.edge_of(Edge::Ending, again), Some("home by the old mill"));
        let other = "It rained. Nell walked down to the river.";
        assert_eq!(told.edge_of(Edge::Opening, other), None);
        assert_eq!(told.edge_of(Edge::Ending, other), None);
    }
}
