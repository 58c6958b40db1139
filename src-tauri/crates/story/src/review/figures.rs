use mythline_protocol::{FactUse, Finding};

use super::{Brief, Source, StepText, Told, found, review, rules};
use crate::text::{Grams, Passage, first_or_second, repeated_share, word_count};

/// How a step or a story came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to say against it.
    Good,
    /// Somebody should look at it.
    LookAt,
}

/// The figures of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepFigures {
    /// Words asked for.
    pub words_asked: u32,
    /// Words written.
    pub words: u32,
    /// The facts given, and which were found.
    pub facts: Vec<FactUse>,
    /// Names that the notes do not know.
    pub unknown_names: Vec<String>,
    /// Share of its runs of four words that repeat an earlier one of the step.
    pub repeated: f32,
    /// Narrated words in the first or second person.
    pub person: u32,
    /// Share of its words that stand in runs of eight or more taken from the notes.
    pub copied: f32,
    /// What the review says.
    pub findings: Vec<Finding>,
    /// The outcome.
    pub verdict: Verdict,
}

/// The figures of a whole story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoryFigures {
    /// Words in all.
    pub words: u32,
    /// Share of its runs of four words that repeat an earlier one.
    pub repeated: f32,
    /// Share of its words that stand in runs of eight or more taken from the notes.
    pub copied: f32,
}

/// Reviews a step and counts.
#[must_use]
pub fn step_figures(brief: &Brief, step: &StepText, source: &Source, told: &Told) -> StepFigures {
    let text = step.prose();
    let passage = Passage::new(&text);
    let findings = review(brief, step, source, told);
    let narrated = matches!(step, StepText::Narration(_));
    StepFigures {
        words_asked: brief.words,
        words: word_count(&text),
        facts: brief
            .facts
            .iter()
            .map(|fact| FactUse { fact: fact.id.clone(), found: found(&fact.text, &text) })
            .collect(),
        unknown_names: rules::unknown_names(&passage, source),
        repeated: repeated_share(&text, 4),
        person: if narrated { u32::try_from(first_or_second(&passage).len()).unwrap_or(u32::MAX) } else { 0 },
        copied: source.notes.shared(&text).share(),
        verdict: if findings.is_empty() { Verdict::Good } else { Verdict::LookAt },
        findings,
    }
}

/// Counts over the whole story; `notes` are its notes.
#[must_use]
pub fn story_figures(steps: &[StepText], notes: &str) -> StoryFigures {
    let whole = steps.iter().map(StepText::prose).collect::<Vec<_>>().join("\n\n");
    StoryFigures {
        words: word_count(&whole),
        repeated: repeated_share(&whole, 4),
        copied: Grams::<8>::of(notes).shared(&whole).share(),
    }
}
