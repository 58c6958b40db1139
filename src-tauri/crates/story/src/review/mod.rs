//! The review: rules over a step that is written, each with the words it is about, and the score by
//! which the best of several tries at one fact is chosen. No model judges here.

mod around;
mod brief;
mod figures;
mod found;
mod look;
mod retelling;
mod rules;
mod source;
#[cfg(test)]
mod tests;
mod told;

pub use around::Around;
pub use brief::{Brief, Character, StepText, Style, Voice};
pub use figures::{StepFigures, StoryFigures, Verdict, step_figures, story_figures};
pub use found::found;
pub use retelling::{Score, score_retelling};
pub use source::Source;
pub use told::Told;

use mythline_protocol::Finding;

/// What there is to say against a step, the gravest first; empty when it is good enough.
#[must_use]
pub fn review(brief: &Brief, step: &StepText, source: &Source, told: &Told) -> Vec<Finding> {
    let text = step.prose();
    rules::all(&look::Look::new(brief, step, &text, source, told))
}
