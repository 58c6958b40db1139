//! Which step of a take is meant, and whether it may be changed.

use mythline_protocol::{CommandError, ErrorCode};

use crate::take::{Step, Take};

/// Where the step stands that is meant: by its id, or by its number from 1.
///
/// # Errors
/// [`ErrorCode::BadOption`] when there is none.
pub(super) fn step_at(take: &Take, step: &str) -> Result<usize, CommandError> {
    let number = step.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let at = take.steps.iter().position(|known| known.id == step).or(number);
    at.filter(|at| *at < take.steps.len()).ok_or_else(|| no_such_step(step))
}

pub(super) fn no_such_step(step: &str) -> CommandError {
    let sentence = format!("The story has no step “{step}”. Give its number, or its id.");
    CommandError::new(ErrorCode::BadOption, sentence)
}

/// # Errors
/// [`ErrorCode::NotNow`] for a step that stays as it is.
pub(super) fn unlocked(step: &Step) -> Result<(), CommandError> {
    if !step.lock {
        return Ok(());
    }
    let sentence = format!("“{}” is locked and stays as it is. Unlock it first.", step.title);
    Err(CommandError::new(ErrorCode::NotNow, sentence))
}
