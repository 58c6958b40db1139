//! A workspace with many finished jobs in it, as the program itself would have left them.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use mythline_protocol::JobId;
use serde_json::json;

/// Jobs that were all cancelled.
pub(crate) const CANCELLED: &[&str] = &["cancelled"];
/// Jobs of every group but the one that is written.
pub(crate) const MIXED: &[&str] = &["cancelled", "cancelled", "error", "cancelled", "interrupted", "paused"];

/// Makes it in the home folder. The jobs are in these states in turn.
pub(crate) fn workspace(home: &Path, jobs: usize, states: &[&str]) -> PathBuf {
    let workspace = home.join("tales");
    let tasks = workspace.join(".mythline/tasks");
    fs::create_dir_all(&tasks).unwrap();
    // Of the last hour: what is older than a day would be cleaned away at the start.
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let at = rfc3339(since - 3_600);
    for number in 0..jobs {
        let id = JobId::random();
        let task = json!({
            "schema": 1, "task_id": id, "kind": "story", "title": format!("The harbour at low water, part {number}"),
            "subject": format!("Harbour {number}"), "player": null, "lane": "smollm2-135m", "request": {},
            "status": states[number % states.len()], "message": "Stopped.", "progress": 40.0, "current": 4, "total": 10,
            "current_step": null, "step_number": 5, "total_steps": 10, "details": { "words": 300, "to_look_at": 0 },
            "result": null, "error": null, "created_at": at, "started_at": at, "finished_at": at,
            "timestamp": since - 3_600, "owner": null, "attempt": 1,
        });
        fs::write(tasks.join(format!("{id}.json")), serde_json::to_vec_pretty(&task).unwrap()).unwrap();
    }
    workspace
}

/// Seconds since the epoch, as the task files say them.
fn rfc3339(seconds: u64) -> String {
    let at = time::OffsetDateTime::from_unix_timestamp(i64::try_from(seconds).unwrap()).unwrap();
    at.format(&time::format_description::well_known::Rfc3339).unwrap()
}
