use serde::{Deserialize, Serialize};

use crate::CommandError;

/// A wish for a story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StartParams {
    /// The subject: which notes.
    pub subject: String,
    /// The main character; null or empty for the person whom the notes follow.
    pub player: Option<String>,
    /// Their pronoun, `he`, `she` or `they`, where the notes do not know them.
    pub pronoun: Option<String>,
    /// Anything the writing should mind, in the user's words.
    pub wish: Option<String>,
    /// The model's id; null for the default.
    pub model: Option<String>,
    /// Scenes; null for as many as the notes carry.
    pub scenes: Option<u32>,
    /// For the same text again.
    pub seed: Option<u32>,
}

/// What became of a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StartAnswer {
    /// A new job.
    Started,
    /// The same was asked before and is under way: that job.
    Attached,
}

/// The answer to a start. The record is on disk when it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StartResponse {
    /// The job.
    pub job_id: String,
    /// New, or there already.
    pub status: StartAnswer,
}

/// A command about one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobIdParams {
    /// The job.
    pub job_id: String,
}

/// A command about several jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobIdsParams {
    /// The jobs.
    pub job_ids: Vec<String>,
}

/// The answer to a cancel; it comes when the job has stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CancelAnswer {
    /// It was active and is cancelled now.
    Cancelled,
    /// It had ended before.
    AlreadyCompleted,
}

/// One record that was cleaned, for the undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CleanedJob {
    /// The job.
    pub job_id: String,
    /// What it was called.
    pub title: String,
}

/// The answer to a clean: what went, and till when it can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CleanResponse {
    /// What went.
    pub cleaned: Vec<CleanedJob>,
    /// Milliseconds since the epoch.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub undo_until: i64,
}

/// The answer to a clean of every job that matches: what went, and what did not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BulkCleanResponse {
    /// What went.
    pub cleaned: Vec<CleanedJob>,
    /// Till when all of it can be brought back; milliseconds since the epoch.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub undo_until: i64,
    /// What did not go, each with its reason.
    pub refused: Vec<JobAnswer>,
}

/// What one of several jobs answered, or why it was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobAnswer {
    /// The job, by its whole id where it is known.
    pub job_id: String,
    /// What it said.
    #[serde(flatten)]
    pub said: Said,
}

/// An answer, as it is for one job, or an error: the two that a request can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Said {
    /// It was done.
    Answer(#[cfg_attr(feature = "ts", ts(type = "unknown"))] serde_json::Value),
    /// It was refused.
    Error(CommandError),
}

impl From<Result<serde_json::Value, CommandError>> for Said {
    fn from(done: Result<serde_json::Value, CommandError>) -> Self {
        done.map_or_else(Self::Error, Self::Answer)
    }
}

impl From<Said> for Result<serde_json::Value, CommandError> {
    fn from(said: Said) -> Self {
        match said {
            Said::Answer(value) => Ok(value),
            Said::Error(error) => Err(error),
        }
    }
}

/// The result of a finished job. It points; it is not the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobResult {
    /// The job.
    pub job_id: String,
    /// What the work left as its result: paths relative to the workspace, and counts.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub result: serde_json::Value,
}

/// A file of a job that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobFile {
    /// Names the file in commands: `notes`, `take`, `story`, `task`, `story_job`, `log`.
    pub key: String,
    /// Where it lies, relative to the workspace, with `/`.
    pub path: String,
    /// Its size in bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// When it was last changed; milliseconds since the epoch.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub changed_at: i64,
}

/// A text without keys and passwords, to be copied to where others may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Cleared {
    /// What is left; `[removed]` stands where something was.
    pub text: String,
    /// How many were taken out.
    pub removed: u32,
}

/// The text of a job's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobFileText {
    /// Which file.
    pub file: JobFile,
    /// What it holds; of a file that is very long, its end.
    pub text: String,
    /// Whether the beginning was left out.
    pub cut: bool,
}
