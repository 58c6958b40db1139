use mythline_protocol::{CommandError, ErrorCode, JobId, JobStatus, Owner};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Efforts, Prepared, WorkRequest, json, outside, times};

/// The schema that this program writes. Files of every schema before it are read for ever.
pub(crate) const SCHEMA: u32 = 1;

/// One job as its task file has it: `.mythline/tasks/{task_id}.json`.
///
/// Fields that are not known are kept, so that a file can go through an older program and lose nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Record {
    pub(crate) schema: u32,
    pub(crate) task_id: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) title: String,
    pub(crate) subject: String,
    #[serde(default)]
    pub(crate) player: Option<String>,
    #[serde(default)]
    pub(crate) lane: String,
    #[serde(default)]
    pub(crate) request: Map<String, Value>,
    pub(crate) status: JobStatus,
    #[serde(default)]
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) progress: f64,
    #[serde(default)]
    pub(crate) current: u32,
    #[serde(default)]
    pub(crate) total: u32,
    #[serde(default)]
    pub(crate) current_step: Option<String>,
    #[serde(default)]
    pub(crate) step_number: u32,
    #[serde(default)]
    pub(crate) total_steps: u32,
    #[serde(default)]
    pub(crate) details: Details,
    #[serde(default)]
    pub(crate) result: Value,
    #[serde(default)]
    pub(crate) error: Option<RecordError>,
    #[serde(with = "times")]
    #[cfg_attr(feature = "schema", schemars(with = "times::Moment"))]
    pub(crate) created_at: i64,
    /// It waits for this time, and then for its turn.
    #[serde(default, with = "times::maybe", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<times::Moment>"))]
    pub(crate) start_at: Option<i64>,
    #[serde(default, with = "times::maybe")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<times::Moment>"))]
    pub(crate) started_at: Option<i64>,
    #[serde(default, with = "times::maybe")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<times::Moment>"))]
    pub(crate) finished_at: Option<i64>,
    /// When the file was last written; seconds since the Unix epoch.
    #[serde(default)]
    pub(crate) timestamp: f64,
    #[serde(default)]
    pub(crate) owner: Option<RecordOwner>,
    #[serde(default = "first")]
    pub(crate) attempt: u32,
    #[serde(flatten)]
    pub(crate) unknown: Map<String, Value>,
    /// The mark of the file that it was read from.
    #[serde(skip)]
    pub(crate) read_from: Option<u64>,
}

/// What else a reader may like to know.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Details {
    /// Words written and kept.
    #[serde(default)]
    pub(crate) words: u32,
    /// Finished steps that want a look.
    #[serde(default)]
    pub(crate) to_look_at: u32,
    /// What the steps that are not finished take.
    #[serde(default, skip_serializing_if = "Efforts::is_empty")]
    pub(crate) ahead: Efforts,
    /// How long that takes, in seconds, as it was foretold last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time_left_s: Option<u32>,
    #[serde(flatten)]
    pub(crate) unknown: Map<String, Value>,
}

/// Why a job failed. The code is a word, so that one that is not known does no harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RecordError {
    pub(crate) code: String,
    pub(crate) message: String,
}

/// Who ran it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RecordOwner {
    pub(crate) pid: u32,
    pub(crate) process_start: String,
    pub(crate) program: String,
}

pub(crate) fn first() -> u32 {
    1
}

impl Record {
    /// A job that waits for its first turn.
    pub(crate) fn new(id: JobId, kind: &str, request: WorkRequest, prepared: Prepared, now: i64) -> Self {
        Self {
            schema: SCHEMA,
            task_id: id.to_string(),
            kind: kind.to_owned(),
            title: prepared.title,
            subject: prepared.subject,
            player: request.player,
            lane: prepared.lane,
            request: request.options,
            status: JobStatus::Queued,
            message: "Waits for its turn.".to_owned(),
            progress: 0.0,
            current: 0,
            total: prepared.total,
            current_step: None,
            step_number: 0,
            total_steps: prepared.total,
            details: Details { ahead: prepared.efforts, ..Details::default() },
            result: Value::Null,
            error: None,
            created_at: now,
            start_at: None,
            started_at: None,
            finished_at: None,
            timestamp: 0.0,
            owner: None,
            attempt: 1,
            unknown: Map::new(),
            read_from: None,
        }
    }

    /// Reads a task file.
    ///
    /// # Errors
    /// Why it is no record of ours, as a sentence for people.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let mut record: Self = serde_json::from_slice(bytes).map_err(|e| {
            tracing::debug!("a task file cannot be read: {e}");
            json::objection(bytes)
        })?;
        if record.schema > SCHEMA {
            return Err("The file was written by a newer version of Mythline.".to_owned());
        }
        record.read_from = Some(outside::mark(bytes));
        Ok(record)
    }

    /// Takes in what others may change while the engine works on the job: its title, and fields that are
    /// not ours.
    pub(crate) fn take_in(&mut self, edited: Self) {
        self.title = edited.title;
        self.unknown = edited.unknown;
        self.details.unknown = edited.details.unknown;
    }

    /// The task file's content, written now.
    pub(crate) fn written(&mut self, now: i64) -> Vec<u8> {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds fit a float for 285,000 years")]
        let seconds = now as f64 / 1000.0;
        self.timestamp = seconds;
        self.schema = SCHEMA;
        json::pretty(&self)
    }

    /// It has ended. A clock that was set back meanwhile lets nothing end before it began.
    pub(crate) fn ends(&mut self, now: i64) {
        self.finished_at = Some(now.max(self.started_at.unwrap_or(self.created_at)));
    }

    /// What was asked.
    pub(crate) fn asked(&self) -> WorkRequest {
        WorkRequest {
            subject: self.subject.clone(),
            player: self.player.clone(),
            options: self.request.clone(),
        }
    }

    /// Why it failed, for people and programs.
    pub(crate) fn failure(&self) -> Option<CommandError> {
        failure(self.error.as_ref())
    }

    /// How much is kept, for the end of a sentence.
    pub(crate) fn kept(&self) -> String {
        match (self.current, self.total) {
            (0, _) => "Nothing was finished yet.".to_owned(),
            (current, 0) => format!("{current} kept."),
            (current, total) => format!("{current} of {total} kept."),
        }
    }
}

pub(crate) fn failure(error: Option<&RecordError>) -> Option<CommandError> {
    let error = error?;
    let code = serde_json::from_value::<ErrorCode>(Value::String(error.code.clone()));
    Some(CommandError::new(code.unwrap_or(ErrorCode::Internal), error.message.clone()))
}

impl From<&CommandError> for RecordError {
    fn from(error: &CommandError) -> Self {
        let code = serde_json::to_value(error.code).ok();
        let code = code.and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        Self { code, message: error.message.clone() }
    }
}

impl From<&Owner> for RecordOwner {
    fn from(owner: &Owner) -> Self {
        Self { pid: owner.pid, process_start: owner.process_start.clone(), program: owner.program.clone() }
    }
}
