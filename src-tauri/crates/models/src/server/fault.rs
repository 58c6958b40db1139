use std::time::Duration;

use anyhow::anyhow;
use mythline_protocol::ErrorCode;

use crate::{ModelError, trouble::failed};

/// Why one try at a server came to nothing, or broke off.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("no connection: {0}")]
    Unreachable(#[source] reqwest::Error),
    #[error("nothing came for {0:?}")]
    Silent(Duration),
    #[error("broken off: {0}")]
    Cut(String),
    #[error("no answer of a model: {0}")]
    Garbage(String),
    #[error("status {status}: {detail}")]
    Status { status: u16, retry_after: Option<Duration>, detail: String },
    #[error("sent elsewhere with status {0}")]
    Elsewhere(u16),
}

impl Fault {
    /// Whether another try may go better.
    pub(crate) fn passes(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Silent(_) | Self::Cut(_) | Self::Garbage(_) => true,
            Self::Status { status, .. } => matches!(status, 408 | 429 | 500..),
            Self::Elsewhere(_) => false,
        }
    }

    /// Whether the server may only dislike something that it was sent besides.
    pub(super) fn is_about_the_request(&self) -> bool {
        matches!(self, Self::Status { status: 400 | 422, .. })
    }

    /// How long the server asks to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// For people: why the job waits, while it does.
    pub(super) fn waited_for(&self, server: &str) -> String {
        let why = match self {
            Self::Unreachable(_) => "cannot be reached",
            Self::Silent(_) => "fell silent",
            Self::Cut(_) => "broke off",
            Self::Garbage(_) => "does not answer as a language model does",
            Self::Status { status: 408 | 429, .. } => "has too much to do",
            Self::Status { .. } | Self::Elsewhere(_) => "is in trouble",
        };
        format!("{server} {why}. It is asked again; what was finished is kept.")
    }

    /// For people: what happened, what was kept, what to do.
    pub(crate) fn told(self, server: &str) -> ModelError {
        let (code, message) = match &self {
            Self::Unreachable(error) if is_certificate(error) => (
                ErrorCode::ServerDown,
                format!(
                    "{server} did not prove who it is: its certificate is not trusted. Nothing was sent. Check the address, \
                     or ask whoever runs the server."
                ),
            ),
            Self::Unreachable(_) => (
                ErrorCode::ServerDown,
                format!(
                    "{server} cannot be reached. What was finished is kept; start the server and resume."
                ),
            ),
            Self::Silent(_) => (
                ErrorCode::ServerDown,
                format!(
                    "{server} fell silent. What was finished is kept; see how the server does and resume."
                ),
            ),
            Self::Cut(_) => (
                ErrorCode::ServerDown,
                format!(
                    "{server} broke off again and again. What was finished is kept; resume to try again."
                ),
            ),
            Self::Garbage(_) => (
                ErrorCode::ServerDown,
                format!(
                    "{server} does not answer as a language model does. What was finished is kept; check its address."
                ),
            ),
            Self::Elsewhere(_) => (
                ErrorCode::ServerDown,
                format!(
                    "{server} sends on to another address, which is not followed, so that no key goes there. Add the server \
                     with the address where it is now."
                ),
            ),
            Self::Status { status, .. } => by_status(*status, server),
        };
        failed(code, message, anyhow!(self))
    }
}

fn by_status(status: u16, server: &str) -> (ErrorCode, String) {
    match status {
        401 | 403 => (
            ErrorCode::ServerRefused,
            format!(
                "{server} does not accept the key, or wants one. Add the server again with a key that is valid."
            ),
        ),
        402 => (
            ErrorCode::ServerRefused,
            format!(
                "{server} wants to be paid before it writes on. What was finished is kept; resume afterwards."
            ),
        ),
        404 => (
            ErrorCode::MissingModel,
            format!(
                "{server} does not know this model, or has nothing at this address. See which models it has."
            ),
        ),
        413 => (
            ErrorCode::PromptTooLong,
            format!(
                "The notes are longer than {server} takes. Shorten them, or choose a model that takes more."
            ),
        ),
        408 | 429 => (
            ErrorCode::ServerDown,
            format!("{server} has too much to do. What was finished is kept; resume later."),
        ),
        500.. => (
            ErrorCode::ServerDown,
            format!("{server} is in trouble. What was finished is kept; see how the server does and resume."),
        ),
        _ => (
            ErrorCode::ModelFailed,
            format!(
                "{server} refuses what it was asked. What was finished is kept; choose another model there."
            ),
        ),
    }
}

/// Whether TLS refused the server, as far as the chain of causes tells.
fn is_certificate(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        // An I/O error keeps what TLS said inside, not as its source.
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if inner
            .is_some_and(|inner| matches!(inner.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))))
        {
            return true;
        }
        cause = error.source();
    }
    false
}
