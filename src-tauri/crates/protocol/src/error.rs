use std::fmt;

use serde::{Deserialize, Serialize};

/// Everything that can go wrong in a way that a person is told of. A closed set: the window and
/// scripts switch on the code, never on the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ErrorCode {
    /// The subject cannot be a folder's name.
    BadSubject,
    /// The name of the main character cannot be used.
    BadPlayer,
    /// An option has a value that cannot be used.
    BadOption,
    /// There are no notes for this subject.
    MissingNotes,
    /// The notes cannot be read: too large, not text, not a regular file.
    UnreadableNotes,
    /// The notes hold too little for a story.
    NotesTooShort,
    /// The notes do not carry a story of the length asked for.
    LengthNotCarried,
    /// The plan is written down and waits to be read; nothing else is written yet.
    PlanWaits,
    /// The plan was changed in a way that cannot be followed. It stays as it was left.
    BadPlan,
    /// There is no job with this id.
    UnknownJob,
    /// More than one job has an id that begins so.
    AmbiguousJob,
    /// The job's state does not allow this.
    NotNow,
    /// The job is still at work; its result is not there yet.
    StillRunning,
    /// The job failed; there is no result.
    JobFailed,
    /// The job was cancelled; there is no result.
    JobCancelled,
    /// Another program owns the workspace.
    NotOwner,
    /// The workspace is missing, is no folder, or cannot be opened.
    BadWorkspace,
    /// The folder cannot be written to.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// The disk is nearly full: the job waits, and goes on by itself.
    LowDisk,
    /// The battery is nearly empty: the job waits, and goes on by itself.
    LowBattery,
    /// A file of the job is damaged.
    DamagedFile,
    /// A file asked for is not there.
    MissingFile,
    /// There is no such model.
    MissingModel,
    /// The model's file is not what it should be: its hash differs, or it is cut short.
    DamagedModel,
    /// The file is not a model of the kind we can read.
    NotAModel,
    /// The model needs more memory than there is.
    TooLittleMemory,
    /// The text for the model is longer than the model can take.
    PromptTooLong,
    /// The model failed while writing.
    ModelFailed,
    /// The server of the model cannot be reached, fell silent or is in trouble.
    ServerDown,
    /// The server does not accept the key, or the key is not where it should be.
    ServerRefused,
    /// The server is on another computer and not encrypted: the user must agree first.
    PlainHttp,
    /// The system's keychain cannot be used.
    NoKeychain,
    /// Something went wrong that has no name; the log has it.
    Internal,
}

/// What crosses the edge when something goes wrong: a code for programs and one sentence or two for
/// people (what happened, what was kept, what to do). Nothing internal is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommandError {
    /// For programs.
    pub code: ErrorCode,
    /// For people.
    pub message: String,
}

impl CommandError {
    /// An error with its sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CommandError {}
