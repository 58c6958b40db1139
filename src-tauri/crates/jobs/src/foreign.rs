//! Files of other tools: `tasks` and `story_jobs` as the page describes them.

use mythline_protocol::{CommandError, ErrorCode, JobRow, JobSource, JobStatus};
use serde::Deserialize;
use serde_json::Value;

use crate::{json, rows};

/// The fields of the page, each of which may be missing, and the two by which ours are known.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Foreign {
    status: Option<String>,
    message: Option<String>,
    progress: Option<f64>,
    current: Option<f64>,
    total: Option<f64>,
    current_step: Option<Value>,
    step_number: Option<f64>,
    total_steps: Option<f64>,
    subject: Option<String>,
    player: Option<String>,
    error: Option<Value>,
    timestamp: Option<f64>,
    schema: Option<Value>,
}

/// Whether a task file whose name could be an id of ours is another tool's: JSON of its shape, without
/// our schema.
pub(crate) fn is_task(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Foreign>(bytes).is_ok_and(|f| f.schema.is_none() && f.status.is_some())
}

/// A file of another tool as a row.
///
/// # Errors
/// Why it cannot be read, as a sentence for people.
pub(crate) fn row(id: &str, name: &str, bytes: &[u8], changed_at: i64) -> Result<JobRow, String> {
    let file: Foreign = serde_json::from_slice(bytes).map_err(|_| json::objection(bytes))?;
    let Some(word) = &file.status else { return Err("The file says no status.".to_owned()) };
    let status = status(word).ok_or("The file has a status that is not known.")?;
    let mut row =
        rows::bare(id, name, JobSource::Other, status, millis(file.timestamp).unwrap_or(changed_at));
    if let Some(subject) = file.subject {
        row.title.clone_from(&subject);
        row.subject = subject;
    }
    row.player = file.player;
    row.message = file.message.unwrap_or_default();
    row.current = count(file.current);
    row.total = count(file.total.or(file.total_steps));
    row.total_steps = count(file.total_steps.or(file.total));
    row.step_number = count(file.step_number);
    row.current_step = file.current_step.as_ref().and_then(Value::as_str).map(str::to_owned);
    row.progress = progress(status, file.progress, row.current, row.total);
    if status == JobStatus::Error {
        let said = file.error.as_ref().and_then(|e| e.as_str().or_else(|| e.get("message")?.as_str()));
        let said = said.unwrap_or("The tool that ran it says that it failed.");
        row.error = Some(CommandError::new(ErrorCode::JobFailed, said));
        if row.message.is_empty() {
            said.clone_into(&mut row.message);
        }
    }
    Ok(row)
}

/// Whether this is a file of a shape that the page knows, ours or another's.
pub(crate) fn is_readable(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Foreign>(bytes).is_ok()
}

/// The page's words and its tool's, beside ours.
fn status(word: &str) -> Option<JobStatus> {
    match word {
        "in_progress" => Some(JobStatus::Running),
        "planning" | "pending" => Some(JobStatus::Starting),
        "complete" => Some(JobStatus::Completed),
        "failed" => Some(JobStatus::Error),
        _ => JobStatus::ALL.into_iter().find(|status| status.word() == word),
    }
}

fn progress(status: JobStatus, said: Option<f64>, current: u32, total: u32) -> f32 {
    let share = match said {
        Some(said) if said.is_finite() => said,
        _ if status == JobStatus::Completed => 100.0,
        _ if total > 0 => f64::from(current) / f64::from(total) * 100.0,
        _ => 0.0,
    };
    #[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
    let share = share.clamp(0.0, 100.0) as f32;
    share
}

fn count(said: Option<f64>) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let count = said.unwrap_or(0.0) as u32;
    count
}

/// A time in seconds, in milliseconds. The page's own files say 0 where they know none.
fn millis(seconds: Option<f64>) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
    let millis = (seconds? * 1000.0) as i64;
    Some(millis).filter(|millis| *millis > 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Result<JobRow, String> {
        row("story_jobs/The Tower", "The Tower", text.as_bytes(), 7)
    }

    #[test]
    fn the_pages_own_files_are_understood() {
        let row = read(r#"{"status":"in_progress","message":"Scene 2","current":2,"total":8,"details":{},"timestamp":1700000000.5}"#)
            .unwrap();
        assert_eq!(row.status, JobStatus::Running);
        assert_eq!((row.current, row.total, row.progress), (2, 8, 25.0));
        assert_eq!((row.created_at, row.source), (1_700_000_000_500, JobSource::Other));
        assert!(row.actions.is_empty());
        assert_eq!(read(r#"{"status":"planning"}"#).unwrap().status, JobStatus::Starting);
        assert_eq!(read(r#"{"status":"starting","timestamp":0}"#).unwrap().created_at, 7, "0 is no time");
        let done = read(r#"{"status":"complete"}"#).unwrap();
        assert_eq!((done.status, done.progress, done.created_at), (JobStatus::Completed, 100.0, 7));
        let failed = read(r#"{"status":"error","error":"boom"}"#).unwrap();
        assert_eq!(failed.error.unwrap().message, "boom");
    }

    #[test]
    fn what_is_no_job_says_why() {
        assert_eq!(read("").unwrap_err(), "The file is empty.");
        assert_eq!(read(r#"{"status":"#).unwrap_err(), "The file is cut short.");
        assert_eq!(read("hello").unwrap_err(), "The file is not JSON.");
        assert_eq!(read("[1]").unwrap_err(), "The file does not have the fields of a job.");
        assert_eq!(read("{}").unwrap_err(), "The file says no status.");
        assert_eq!(read(r#"{"status":"dancing"}"#).unwrap_err(), "The file has a status that is not known.");
    }

    #[test]
    fn figures_that_make_no_sense_do_no_harm() {
        let row = read(r#"{"status":"running","progress":1e300,"current":-5,"total":1e99}"#).unwrap();
        assert_eq!((row.progress, row.current, row.total), (100.0, 0, u32::MAX));
    }
}
