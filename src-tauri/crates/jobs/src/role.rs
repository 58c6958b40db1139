use mythline_protocol::{CommandError, ErrorCode, Owner};
use tokio::sync::mpsc;

use crate::{command::Command, load::Onlooker};

/// What this program is in the workspace. It changes once at most: who looks may become the owner.
#[derive(Clone)]
pub(crate) enum Role {
    /// It owns it; commands go to the scheduler.
    Owner(mpsc::Sender<Command>),
    /// It looks, and stands so to the workspace while nobody owns it.
    Looking(Onlooker),
}

/// What a program is told that may not even ask.
pub(crate) fn refusal(standing: Onlooker) -> CommandError {
    match standing {
        Onlooker::Shut => CommandError::new(
            ErrorCode::ReadOnly,
            "Nothing can be saved in this folder, so its jobs can only be looked at. \
             Allow writing there, or open another folder.",
        ),
        Onlooker::AtTheDoor | Onlooker::Outside => {
            CommandError::new(ErrorCode::NotOwner, "The workspace was opened only to look at it.")
        }
    }
}

/// The owner's program, as the beginning of a sentence.
pub(crate) fn called(owner: Option<&Owner>) -> &'static str {
    match owner.map(|owner| owner.program.as_str()) {
        Some("mythline-desktop") => "The Mythline window",
        Some("mythline") => "Mythline in a terminal",
        _ => "Another program",
    }
}
