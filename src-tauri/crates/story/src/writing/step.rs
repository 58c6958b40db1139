use mythline_models::Model;
use mythline_protocol::FactUse;
use tokio_util::sync::CancellationToken;

use super::{
    compose::{self, Again, Composer},
    dialogue, narration,
    report::Report,
    retell::Seeds,
    run::Halt,
    telling::Telling,
};
use crate::{
    prompts::Prompts,
    review::{Brief, StepText, found},
    take::{Step, Take},
};

/// How steps are written: fact by fact, or freely by a model that can be let go.
pub(crate) enum Hand {
    Retelling,
    Composing(Prompts),
}

impl Hand {
    pub(crate) fn composes(&self) -> bool {
        matches!(self, Self::Composing(_))
    }
}

/// A step that is to be written, and everything it is written with.
pub(crate) struct StepToWrite<'a> {
    pub hand: &'a Hand,
    pub telling: &'a Telling,
    /// The take so far, and which of its steps is written.
    pub take: &'a Take,
    pub at: usize,
    pub model: &'a dyn Model,
    /// What is wished of the whole story.
    pub wish: &'a str,
    /// Where it was written before, and is wanted otherwise.
    pub again: Option<Again<'a>>,
    pub seeds: Seeds,
    pub stop: &'a CancellationToken,
    pub report: &'a dyn Report,
    /// Says how far it is, 0 to 1.
    pub fraction: &'a (dyn Fn(f32) + Send + Sync),
}

impl StepToWrite<'_> {
    /// Writes it. Nothing is saved here.
    pub(crate) async fn write(self) -> Result<Step, Halt> {
        let Self { telling, take, at, .. } = self;
        let mut step = take.steps[at].clone();
        let facts = telling.facts_of(&step);
        let told = telling.told_before(take, at);
        let context = narration::Context {
            telling,
            told: &told,
            step: &step,
            facts: &facts,
            model: self.model,
            seeds: self.seeds,
            stop: self.stop,
            report: self.report,
            fraction: self.fraction,
        };
        let written = match self.hand {
            Hand::Retelling if telling.is_spoken(&step) => dialogue::write(&context),
            Hand::Retelling => narration::write(&context).await?,
            Hand::Composing(prompts) => {
                let tokens = self.model.ready().await?;
                let composer = Composer { prompts, tokens, wish: self.wish, take, at, again: self.again };
                if telling.is_spoken(&step) {
                    dialogue::compose(&context, &composer).await?
                } else {
                    compose::write(&context, &composer).await?
                }
            }
        };
        let brief = telling.brief(&step, &facts);
        step.attempts = written.attempts;
        step.review = written.review;
        step.tries = written.drafts;
        for draft in &mut step.tries {
            draft.words_asked = step.words_asked;
            draft.facts = uses(&step.facts, &brief, &draft.written().prose());
        }
        step.facts = uses(&step.facts, &brief, &written.text.prose());
        match written.text {
            StepText::Narration(text) => step.text = text,
            StepText::Dialogue(lines) => step.lines = lines,
        }
        Ok(step)
    }
}

/// The facts given, with whether a text says them.
fn uses(facts: &[FactUse], brief: &Brief, text: &str) -> Vec<FactUse> {
    let said = |used: &FactUse| {
        let fact = brief.facts.iter().find(|fact| fact.id == used.fact);
        fact.is_some_and(|fact| found(&fact.text, text))
    };
    facts.iter().map(|used| FactUse { fact: used.fact.clone(), found: said(used) }).collect()
}
