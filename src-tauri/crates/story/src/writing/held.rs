use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use mythline_protocol::JobId;

use crate::take::{Shelf, Step, Take, TakeFault};

/// Steps that are written and that the disk would not take, one of a job: they wait here for its next run
/// while the program lives, so that a full disk costs no text.
#[derive(Default)]
pub(crate) struct Held(Mutex<HashMap<JobId, Step>>);

impl Held {
    /// Saves a step, or holds it where the disk is in trouble.
    pub(crate) fn save(&self, shelf: &Shelf, id: JobId, step: Step) -> Result<Take, TakeFault> {
        let saved = shelf.put_step(id, &step);
        if let Err(TakeFault::Disk(error)) = &saved
            && error.is_saving_trouble()
        {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, step);
        }
        saved
    }

    /// The step that a run before this one could not save.
    pub(crate) fn take(&self, id: JobId) -> Option<Step> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }
}
