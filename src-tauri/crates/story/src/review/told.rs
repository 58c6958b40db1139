use std::collections::HashSet;

use super::StepText;
use crate::text::{Grams, content_stems, sentences};

/// What the steps before have told; grows with the story, and a look at it costs no more at its end.
#[derive(Debug, Clone)]
pub struct Told {
    /// Runs of seven words that say something.
    pub(super) runs: Grams<7>,
    /// Sentences, each as its content words in order.
    pub(super) sentences: HashSet<Vec<String>>,
}

impl Default for Told {
    fn default() -> Self {
        Self { runs: Grams::saying(3), sentences: HashSet::new() }
    }
}

impl Told {
    /// Nothing told yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finished step.
    pub fn add(&mut self, step: &StepText) {
        self.add_text(&step.prose());
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
        self.sentences.contains(&content_stems(sentence))
    }
}
