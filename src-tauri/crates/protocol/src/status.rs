use serde::{Deserialize, Serialize};

/// What a job is doing. The words stand in the task files, so they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum JobStatus {
    /// Waits for its turn.
    Queued,
    /// Has its turn and gets ready: the model is loaded, the notes are read.
    Starting,
    /// Is being written.
    Running,
    /// Waits because somebody, or a full disk, said so.
    Paused,
    /// Done; there is a result.
    Completed,
    /// Failed; what was finished before is kept.
    Error,
    /// Cancelled; what was finished before is kept.
    Cancelled,
    /// The program that ran it is gone.
    Interrupted,
}

/// The fewer words that people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Group {
    /// Starting or running.
    Writing,
    /// Queued or paused.
    Waiting,
    /// Failed, interrupted, or a file that cannot be read.
    NeedsYou,
    /// Completed or cancelled.
    Finished,
}

impl JobStatus {
    /// Every state, in the order of a job's life.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Starting,
        Self::Running,
        Self::Paused,
        Self::Completed,
        Self::Error,
        Self::Cancelled,
        Self::Interrupted,
    ];

    /// The word in the task file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Error => "error",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// The group in which people find it.
    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::Starting | Self::Running => Group::Writing,
            Self::Queued | Self::Paused => Group::Waiting,
            Self::Error | Self::Interrupted => Group::NeedsYou,
            Self::Completed | Self::Cancelled => Group::Finished,
        }
    }

    /// Whether the job has work under way or ahead that the program will do by itself.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::Queued | Self::Starting | Self::Running | Self::Paused)
    }
}
