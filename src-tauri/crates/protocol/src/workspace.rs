use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The program that owns a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Owner {
    /// Its process id.
    pub pid: u32,
    /// When that process was started, in the operating system's own count: with the id it is unique.
    pub process_start: String,
    /// `mythline` or `mythline-desktop`.
    pub program: String,
}

/// What this program may do in the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Access {
    /// It owns it and runs the jobs.
    Owner,
    /// Another program owns it; this one looks.
    Looking {
        /// Who owns it, where that can be read.
        owner: Option<Owner>,
    },
}

/// The queue as somebody set it; it stays so over a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueSettings {
    /// Whether nothing new begins.
    pub held: bool,
    /// How many jobs of one model run at once.
    pub limit: u32,
    /// The same for single models, by their ids, where it was said for them alone.
    pub limits: BTreeMap<String, u32>,
}

/// How saving goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Saving {
    /// All is on disk.
    Saved {
        /// When the last change reached the disk; milliseconds since the epoch; null before the first.
        #[cfg_attr(feature = "ts", ts(type = "number | null"))]
        at: Option<i64>,
    },
    /// Changes wait in memory.
    Trouble {
        /// Why, in a sentence.
        message: String,
    },
}

/// The workspace that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WorkspaceInfo {
    /// The folder's name, or `Mythline` for the one in the home folder.
    pub name: String,
    /// The folder, with `~` for the home folder.
    pub path: String,
    /// What this program may do here.
    pub access: Access,
    /// Subject of the sample notes, while they are there and no job has used them.
    pub sample: Option<String>,
    /// Folders in which changes made by other programs are noticed; 0 where none are, and then nothing is said.
    pub watched: u32,
}
