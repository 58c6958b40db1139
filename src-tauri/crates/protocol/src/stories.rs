use serde::{Deserialize, Serialize};

/// A finished story, as a list shows it: there as long as its files are, with or without a job's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StoryInfo {
    /// The subject.
    pub subject: String,
    /// The take, which is the id of the job that wrote it.
    pub take: String,
    /// The story's title.
    pub title: String,
    /// The main character.
    pub player: String,
    /// Words in all.
    pub words: u32,
    /// When it was last written to; milliseconds since the epoch.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub finished_at: i64,
}
