//! Composing: a model that can be let go writes a step passage by passage, each from a few facts.

mod asking;
mod clean;
mod fit;
mod memory;
mod mend;
mod passage;

pub(crate) use memory::memory;

use std::ops::Range;

use super::{
    narration::{Context, Written},
    retell::{Shown, units},
    run::Halt,
};
use crate::{
    prompts::Prompts,
    review::{Brief, StepText, Told, review},
    take::{Draft, Take},
    text::word_count,
};
use passage::Passage;

/// What a step is composed by, besides its facts.
pub(crate) struct Composer<'a> {
    pub prompts: &'a Prompts,
    /// How many tokens prompt and text may have together.
    pub tokens: u32,
    pub wish: &'a str,
    /// The take so far, and which of its steps is written.
    pub take: &'a Take,
    pub at: usize,
    pub again: Option<Again<'a>>,
}

/// A text that its author wants otherwise.
pub(crate) struct Again<'a> {
    pub text: &'a str,
    pub wish: &'a str,
}

/// Facts of a passage at most. Of more a small model leaves some out.
const MOST_FACTS: usize = 4;

/// Writes a step from its facts, a passage after another, and mends by rule what is still wrong with it.
/// The text as the model wrote it is kept beside it where that is another.
pub(crate) async fn write(context: &Context<'_>, composer: &Composer<'_>) -> Result<Written, Halt> {
    let mut heard = Told::after(context.told);
    let (mut text, mut raw) = (String::new(), String::new());
    let mut attempts = 0;
    // What its author wants otherwise is written in one go: the wish is about the whole.
    let most = if composer.again.is_some() { usize::MAX } else { MOST_FACTS };
    let passages = passages(context.facts.len(), most);
    for (index, range) in passages.iter().enumerate() {
        let lead = if text.is_empty() { "" } else { "\n\n" };
        let passage = Passage {
            facts: &context.facts[range.clone()],
            brief: brief(context, range),
            so_far: &text,
            heard: &heard,
            offset: units(&text),
            lead,
            index,
            alone: passages.len() == 1,
        };
        let written = passage::write(context, composer, &passage).await?;
        attempts += written.attempts;
        for (whole, part) in [(&mut text, &written.text), (&mut raw, &written.raw)] {
            whole.push_str(if whole.is_empty() { "" } else { "\n\n" });
            whole.push_str(part);
        }
        heard.add_text(&written.text);
        #[expect(clippy::cast_precision_loss, reason = "a step has few passages")]
        (context.fraction)((index + 1) as f32 / passages.len() as f32);
    }
    let look = |text: &str| {
        let brief = context.telling.brief(context.step, context.facts);
        review(&brief, &StepText::Narration(text.to_owned()), &context.telling.source, context.told)
    };
    let drafts =
        (raw != text && !raw.is_empty()).then(|| Draft { review: look(&raw), text: raw, ..Draft::default() });
    let shown = Shown { report: context.report, step: &context.step.id, attempt: 1, offset: 0, lead: "" };
    shown.replace(&text);
    let review = look(&text);
    Ok(Written { text: StepText::Narration(text), review, attempts, drafts: drafts.into_iter().collect() })
}

/// Facts in passages of about the same size.
fn passages(facts: usize, most: usize) -> Vec<Range<usize>> {
    let count = facts.div_ceil(most).max(1);
    (0..count).map(|at| at * facts / count..(at + 1) * facts / count).collect()
}

/// What a passage is asked to be: its facts, and its share of the step's words.
fn brief(context: &Context<'_>, range: &Range<usize>) -> Brief {
    let words =
        |facts: &[usize]| -> u32 { facts.iter().map(|at| word_count(&context.telling.plan.told[*at])).sum() };
    let facts = &context.facts[range.clone()];
    let mut brief = context.telling.brief(context.step, facts);
    brief.words = context.step.words_asked * words(facts) / words(context.facts).max(1);
    brief
}

#[cfg(test)]
mod tests {
    use super::{MOST_FACTS, passages};

    #[test]
    fn passages_have_a_few_facts_each_and_every_fact_has_its_passage() {
        let sizes =
            |facts: usize| passages(facts, MOST_FACTS).iter().map(ExactSizeIterator::len).collect::<Vec<_>>();
        assert_eq!((sizes(1), sizes(4)), (vec![1], vec![4]));
        assert_eq!((sizes(5), sizes(9)), (vec![2, 3], vec![3, 3, 3]));
        assert_eq!(passages(9, MOST_FACTS), [0..3, 3..6, 6..9]);
    }
}
