use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Access, GroupCounts, JobRow, JobStatus, ListQuery, ListWindow, Saving, Scarce};

/// What a subscriber to the jobs is sent: first a snapshot, then batches, and a snapshot again when it
/// was so far behind that a list of changes would be no use. `seq` counts up by one from the first; a gap
/// means that something was dropped, and asks for a new subscription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum JobsEvent {
    /// Every job of the workspace.
    Snapshot {
        /// The number of this message.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
        /// In no order; the reader sorts.
        rows: Vec<JobRow>,
        /// How saving goes.
        saving: Saving,
        /// What this program may do in the workspace.
        access: Access,
        /// How the queue stands.
        queue: QueueInfo,
    },
    /// What changed since the message before.
    Batch {
        /// The number of this message.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: u64,
        /// New and changed rows, each whole.
        changed: Vec<JobRow>,
        /// Ids of rows that are gone.
        removed: Vec<String>,
        /// States that came and went since the message before.
        passed: Vec<Passed>,
        /// How saving goes, when that changed.
        saving: Option<Saving>,
        /// What this program may do, when that changed: the owner may go, and this one take its place.
        access: Option<Access>,
        /// How the queue stands, when that changed.
        queue: Option<QueueInfo>,
    },
}

/// How the queue stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueInfo {
    /// About how many seconds until everything that runs and waits is done, as coarse as
    /// [`JobRow::time_left_s`]. Null when nothing is to be waited for, or nobody can say.
    pub time_left_s: Option<u32>,
    /// Whether nothing new begins.
    pub held: bool,
    /// Whether jobs were paused with it, which go on when it does.
    pub paused: bool,
    /// What everything waits for, though nobody said so.
    pub scarce: Option<Scarce>,
    /// How many jobs of one model run at once.
    pub limit: u32,
    /// The same for the models that have a number of their own, by their ids.
    pub limits: BTreeMap<String, u32>,
}

/// The states that a job went through between two messages, without the one that its row says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Passed {
    /// The job, by its row's id.
    pub id: String,
    /// In order.
    pub states: Vec<JobStatus>,
}

/// What somebody looks at who sees a part of the list at a time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct View {
    /// Which look this is, by the reader's own count: what is sent says which it answers.
    pub look: u32,
    /// Which part of the list.
    pub list: ListQuery,
    /// Jobs that are followed besides, wherever they stand, by their rows' ids.
    pub jobs: Vec<String>,
}

/// What one who looks is sent: first all that the view holds, then what is other. `seq` counts up by one
/// from the first; a gap means that something was dropped, and asks for a new subscription.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ViewEvent {
    /// The number of this message.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: u64,
    /// [`View::look`] of the view that this is about.
    pub look: u32,
    /// The part of the list, when its jobs, their order or the counts are others than before.
    pub list: Option<ListWindow>,
    /// How many jobs there are in each group, whatever the view, when that changed.
    pub all: Option<GroupCounts>,
    /// Rows of it, and of the jobs followed besides, that have changed; each whole.
    pub changed: Vec<JobRow>,
    /// Jobs followed besides that are not there.
    pub removed: Vec<String>,
    /// What came into another state, wherever it stands: the last few of them.
    pub turned: Vec<Turned>,
    /// How saving goes, when that changed.
    pub saving: Option<Saving>,
    /// What this program may do, when that changed.
    pub access: Option<Access>,
    /// How the queue stands, when that changed.
    pub queue: Option<QueueInfo>,
}

/// A job that came into another state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Turned {
    /// The job, by its row's id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The state that it came into.
    pub status: JobStatus,
}

/// Text of a step while it is written. The reader keeps the first `offset` units of what it has for
/// this step and appends `text`: so a try that was refused is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TextEvent {
    /// The step's id in the take.
    pub step: String,
    /// Which try, from 1.
    #[serde(rename = "try")]
    pub attempt: u32,
    /// In UTF-16 units, which are what the window counts in.
    pub offset: u32,
    /// What to append.
    pub text: String,
}
