//! `.mythline/story_jobs/{subject}.json`: the newest job of a subject, for readers of the page's tool.

use mythline_files::{FileFault, Folder, RelPath};
use mythline_protocol::JobStatus;
use serde::{Deserialize, Serialize};

use crate::{
    foreign,
    json::pretty,
    load,
    record::{Record, SCHEMA},
};

/// What a story job of ours says of its job, as far as we read it back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct StoryJob {
    /// By which ours are known.
    #[serde(rename = "schema")]
    _schema: u32,
    pub(crate) task_id: String,
    pub(crate) status: JobStatus,
}

impl StoryJob {
    /// Reads a story job; `None` when it is not ours.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

/// The file as it is written: the page's fields, and some that make it ours.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Written<'r> {
    schema: u32,
    /// The job, whose task file says more.
    task_id: &'r str,
    subject: &'r str,
    player: Option<&'r str>,
    status: JobStatus,
    /// One line of plain words.
    message: &'r str,
    /// Steps finished.
    current: u32,
    /// Steps in all; 0 while unknown.
    total: u32,
    details: WrittenDetails<'r>,
    /// When it was last written; seconds since the Unix epoch.
    timestamp: f64,
}

/// What else a reader may like to know.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct WrittenDetails<'r> {
    /// 0 to 100.
    progress: f64,
    /// The step being worked on.
    current_step: Option<&'r str>,
    /// Its number, from 1.
    step_number: u32,
    /// Words written and kept.
    words: u32,
    /// Finished steps that want a look.
    to_look_at: u32,
}

/// The file's content for a job.
pub(crate) fn of(record: &Record) -> Vec<u8> {
    pretty(&Written {
        schema: SCHEMA,
        task_id: &record.task_id,
        subject: &record.subject,
        player: record.player.as_deref(),
        status: record.status,
        message: &record.message,
        current: record.current,
        total: record.total,
        details: WrittenDetails {
            progress: record.progress,
            current_step: record.current_step.as_deref(),
            step_number: record.step_number,
            words: record.details.words,
            to_look_at: record.details.to_look_at,
        },
        timestamp: record.timestamp,
    })
}

/// Writes the file, unless there is one that cannot be read: that is left alone.
pub(crate) fn write(folder: &Folder, path: &RelPath, content: &[u8]) {
    let free = match folder.read(path, load::TASK_BYTES) {
        Ok(bytes) => foreign::is_readable(&bytes),
        Err(e) => e.fault == FileFault::Missing,
    };
    if !free {
        tracing::warn!("{path} cannot be read and is left alone");
    } else if let Err(e) = folder.write(path, content) {
        tracing::warn!("a story job was not written: {e}");
    }
}

/// Removes the file if it is ours.
pub(crate) fn remove(folder: &Folder, path: &RelPath) {
    let ours = folder.read(path, load::TASK_BYTES).is_ok_and(|bytes| StoryJob::parse(&bytes).is_some());
    if ours && let Err(e) = folder.remove(path) {
        tracing::warn!("a story job was not removed: {e}");
    }
}
