use serde::{Deserialize, Serialize};

use crate::{Group, JobRow, JobSource, JobStatus};

/// Which jobs, in which order, and which of them to see. What is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListQuery {
    /// Only of these groups.
    pub groups: Vec<Group>,
    /// Only in these states.
    pub states: Vec<JobStatus>,
    /// Only from these sources.
    pub sources: Vec<JobSource>,
    /// Only of this subject, in any spelling of it.
    pub subject: Option<String>,
    /// Only those with finished steps that want a look.
    pub needs_look: bool,
    /// Words, each of which is found in the title, the subject or the player, whatever its case and
    /// its accents, or begins the id.
    pub search: String,
    /// Their order.
    pub sort: ListSort,
    /// The other way round.
    pub reverse: bool,
    /// How many to pass over.
    pub offset: u32,
    /// How many rows to see.
    pub limit: u32,
}

/// Which jobs something is to be done with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Which {
    /// These.
    Ids(Vec<String>),
    /// All that match, whichever part of them is seen.
    Matching(ListQuery),
}

/// An order of jobs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ListSort {
    /// By group: what is written as it began, what waits by its place, what ended the newest first.
    #[default]
    Group,
    /// The newest first.
    Newest,
    /// By title, whatever its case and its accents.
    Title,
    /// The longest story first.
    Words,
}

/// A window on the list of jobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListWindow {
    /// How many jobs match.
    pub total: u32,
    /// How many would match in each group, were no group asked for.
    pub groups: GroupCounts,
    /// Where the window begins among those that match.
    pub offset: u32,
    /// The jobs in the window, in order.
    pub rows: Vec<JobRow>,
}

/// How many jobs are in each group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupCounts {
    /// Starting or running.
    pub writing: u32,
    /// Queued or paused.
    pub waiting: u32,
    /// Failed, interrupted, or a file that cannot be read.
    pub needs_you: u32,
    /// Completed or cancelled.
    pub finished: u32,
}

impl GroupCounts {
    /// The one of a group.
    pub fn of(&mut self, group: Group) -> &mut u32 {
        match group {
            Group::Writing => &mut self.writing,
            Group::Waiting => &mut self.waiting,
            Group::NeedsYou => &mut self.needs_you,
            Group::Finished => &mut self.finished,
        }
    }
}
