use std::process::ExitCode;

use mythline_protocol::{CommandError, ErrorCode};

/// What a verb ends with: how it went, or the sentence with which it was refused.
pub(crate) type Answer = Result<Exit, CommandError>;

/// How a verb went, as scripts see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// The job failed.
    Failed,
    /// The request was refused.
    Refused,
    /// The job was cancelled.
    Cancelled,
    /// A signal of this number ended the program, in good order.
    Ended(u8),
}

impl Exit {
    /// The worse of two, for verbs that take several jobs.
    pub(crate) fn and(self, other: Self) -> Self {
        if self.number() >= other.number() { self } else { other }
    }

    /// The exit code.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Refused => 2,
            Self::Cancelled => 130,
            Self::Ended(signal) => 128 + signal,
        }
    }

    /// What an error means for the exit code: it tells of a job that failed or was cancelled, or the
    /// request was refused.
    pub(crate) fn of(error: &CommandError) -> Self {
        match error.code {
            ErrorCode::JobFailed | ErrorCode::ModelFailed | ErrorCode::Internal => Self::Failed,
            ErrorCode::JobCancelled => Self::Cancelled,
            _ => Self::Refused,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_the_worst_counts() {
        assert_eq!(Exit::Done.and(Exit::Done), Exit::Done);
        assert_eq!(Exit::Failed.and(Exit::Done), Exit::Failed);
        assert_eq!(Exit::Failed.and(Exit::Refused), Exit::Refused);
        assert_eq!(Exit::Cancelled.and(Exit::Refused), Exit::Cancelled);
    }
}
