use serde::{Deserialize, Serialize};

use crate::{CommandError, Group, JobStatus};

/// Where a row of the list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum JobSource {
    /// A job of this program.
    Mythline,
    /// A job of another tool, known by its file: shown, not controllable.
    Other,
    /// A file that cannot be read as a job; [`JobRow::problem`] says why. Never overwritten.
    Damaged,
}

/// What can be done with a job now. The engine decides; the window draws a button for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Action {
    /// Stop it and keep what is finished.
    Cancel,
    /// Stop it for now.
    Pause,
    /// Go on where it stopped.
    Resume,
    /// Begin again from the start, as a new take.
    Retry,
    /// Put it before everything that waits.
    WriteNow,
    /// Give it up: the record goes, what is finished stays under `output/`.
    Discard,
    /// Remove the record; the story stays.
    Clean,
    /// Read the finished story.
    Read,
}

/// A file that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Problem {
    /// The file, relative to the workspace.
    pub file: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// One job as the list shows it. Small, because ten thousand of them cross the wire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobRow {
    /// A [`crate::JobId`] for a job of ours; for others `tasks/` or `story_jobs/` and the file's stem.
    pub id: String,
    /// Whose it is.
    pub source: JobSource,
    /// What it is called.
    pub title: String,
    /// The subject, and so the folder under `output/`.
    pub subject: String,
    /// The main character asked for.
    pub player: Option<String>,
    /// Its state.
    pub status: JobStatus,
    /// The state as people see it.
    pub group: Group,
    /// One line of plain words.
    pub message: String,
    /// 0 to 100; never backwards within a run.
    pub progress: f32,
    /// Steps finished.
    pub current: u32,
    /// Steps in all; 0 while unknown.
    pub total: u32,
    /// The step being worked on.
    pub current_step: Option<String>,
    /// Its number, from 1.
    pub step_number: u32,
    /// The same as `total`, under the page's other name.
    pub total_steps: u32,
    /// Words written and kept.
    pub words: u32,
    /// Finished steps that are below the bar and want a look.
    pub to_look_at: u32,
    /// About how many seconds what is left of it takes, coarse: half a minute stands for less than one,
    /// from an hour on whole hours for more than so many. Null when nobody can say, or nothing is left.
    pub time_left_s: Option<u32>,
    /// Which model writes it; an id of the shelf.
    pub model: Option<String>,
    /// False while the last change could not be written to disk.
    pub saved: bool,
    /// Place in the queue, from 1; null when it does not wait for its turn.
    pub place: Option<u32>,
    /// Milliseconds since the epoch.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub created_at: i64,
    /// It waits for this time, and then for its turn; milliseconds.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub start_at: Option<i64>,
    /// When it was first begun; milliseconds.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub started_at: Option<i64>,
    /// When it ended or stopped; milliseconds.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub finished_at: Option<i64>,
    /// Which run of the job this is, from 1.
    pub attempt: u32,
    /// Why it failed.
    pub error: Option<CommandError>,
    /// Why its file cannot be read.
    pub problem: Option<Problem>,
    /// What can be done with it now, the first one first.
    pub actions: Vec<Action>,
}
