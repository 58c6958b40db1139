use std::sync::Arc;

use super::check::text_of;
use crate::{review::Told, take::Take};

/// What was told so far, kept from step to step: what is told twice in a book is found at its end for what it
/// costs at its beginning.
#[derive(Debug, Default)]
pub(crate) struct ToldSoFar {
    told: Arc<Told>,
    /// Steps that are in it.
    steps: usize,
}

impl ToldSoFar {
    /// What the steps before one have told.
    pub(crate) fn before(&mut self, take: &Take, at: usize) -> Arc<Told> {
        if at < self.steps {
            *self = Self::default();
        }
        let told = Arc::make_mut(&mut self.told);
        for step in take.steps[self.steps..at].iter().filter(|step| step.is_written()) {
            told.add(&text_of(step));
        }
        self.steps = at;
        self.told.clone()
    }
}
