use mythline_protocol::{CommandError, ErrorCode};

use crate::ModelError;

/// An error with its code, its sentence for people and its cause for the log.
pub(crate) fn failed(code: ErrorCode, message: impl Into<String>, cause: anyhow::Error) -> ModelError {
    ModelError::Failed { told: CommandError::new(code, message), cause }
}

/// The model failed in a way that a person can do little about.
pub(crate) fn broke(cause: anyhow::Error) -> ModelError {
    failed(
        ErrorCode::ModelFailed,
        "The language model failed. What was finished before is kept; try again, or choose another model.",
        cause,
    )
}

/// The text is longer than the model's context.
pub(crate) fn too_long(tokens: usize, room: u32) -> ModelError {
    failed(
        ErrorCode::PromptTooLong,
        format!(
            "This text has {tokens} tokens and the model takes {room}. Shorten the notes, or choose a model \
             that takes more."
        ),
        anyhow::anyhow!("prompt of {tokens} tokens in a context of {room}"),
    )
}
