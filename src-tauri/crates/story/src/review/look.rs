use mythline_protocol::{Finding, Rule};

use super::{Brief, Source, StepText, Told};
use crate::text::{Passage, is_english};

/// One step as the rules look at it.
pub(super) struct Look<'a> {
    pub(super) brief: &'a Brief,
    pub(super) step: &'a StepText,
    pub(super) source: &'a Source,
    pub(super) told: &'a Told,
    pub(super) passage: Passage<'a>,
    /// Whether the rules of English apply.
    pub(super) english: bool,
}

impl<'a> Look<'a> {
    pub(super) fn new(
        brief: &'a Brief,
        step: &'a StepText,
        text: &'a str,
        source: &'a Source,
        told: &'a Told,
    ) -> Self {
        let english = source.english && is_english(text);
        Self { brief, step, source, told, passage: Passage::new(text), english }
    }

    /// Whether the step is prose.
    pub(super) fn narration(&self) -> bool {
        matches!(self.step, StepText::Narration(_))
    }

    /// Up to `n` words from a place on, within its sentence.
    pub(super) fn words_from(&self, at: usize, n: usize) -> &'a str {
        let end =
            self.passage.sentences.iter().find(|s| s.words.contains(&at)).map_or(at + 1, |s| s.words.end);
        self.passage.quote(at, (at + n).min(end) - 1)
    }

    /// The words around a place, within its sentence: enough to find it by eye.
    pub(super) fn words_around(&self, at: usize) -> &'a str {
        let sentence = self.passage.sentences.iter().find(|sentence| sentence.words.contains(&at));
        let (from, to) = sentence
            .map_or((at, at), |s| (at.saturating_sub(2).max(s.words.start), (at + 3).min(s.words.end - 1)));
        self.passage.quote(from, to)
    }
}

/// A finding about words of the step.
pub(super) fn finding(rule: Rule, quote: &str, message: String) -> Finding {
    Finding { rule, message, quote: quote.to_owned(), fact: None }
}
