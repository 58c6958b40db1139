use mythline_protocol::StepState;
use serde_json::{Map, Value, json};

use crate::take::Take;

/// What a take amounts to, as its job says it: when it is written, and again when it is changed after that.
pub(super) struct Amount {
    /// Steps that want a look.
    pub(super) to_look_at: u32,
    /// One line for people.
    pub(super) message: String,
    /// What of the job's result follows from it.
    pub(super) result: Map<String, Value>,
}

impl Amount {
    /// Of a take as it is.
    pub(super) fn of(take: &Take) -> Self {
        let look = take.steps.iter().filter(|step| step.state() == StepState::LookAt).count();
        let mut message = format!("{} words in {} steps.", take.words(), take.steps.len());
        match look {
            0 => {}
            1 => message.push_str(" One step to look at."),
            _ => message.push_str(&format!(" {look} steps to look at.")),
        }
        let result =
            [("words", json!(take.words())), ("steps", json!(take.steps.len())), ("to_look_at", json!(look))];
        Self {
            to_look_at: u32::try_from(look).unwrap_or(u32::MAX),
            message,
            result: result.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
        }
    }
}
