use serde::{Deserialize, Serialize};

use crate::{CommandError, Fit, ServerInfo};

/// A model that is worth a try.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestedModel {
    /// Its name on the hub, as a download is asked for.
    pub id: String,
    /// For people.
    pub name: String,
    /// Billions of parameters.
    pub billions: f32,
    /// The size of the download in bytes, about.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// Memory it needs, in bytes, about.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub memory: u64,
    /// Whether this computer carries it.
    pub fit: Fit,
    /// Its licence, which lets what it writes be sold.
    pub licence: String,
    /// What it is good for, in a sentence.
    pub note: String,
}

/// What a download would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DownloadOffer {
    /// As it was asked for.
    pub id: String,
    /// The file's name.
    pub file: String,
    /// Whom it comes from.
    pub host: String,
    /// Its size in bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// Memory it needs, in bytes, about.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub memory: u64,
    /// Whether this computer carries it.
    pub fit: Fit,
    /// Its licence, where the hub says.
    pub licence: Option<String>,
    /// Whether what it writes may be sold; none where the licence must be read for it.
    pub may_sell: Option<bool>,
}

/// A model on its way: begun, and not whole yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Download {
    /// What it was asked for, and is asked for again.
    pub offer: DownloadOffer,
    /// Bytes that are there.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub done: u64,
    /// Whether more is coming now; else it waits to be taken up.
    pub going: bool,
    /// Seconds until it is whole, about, where that can be said.
    pub seconds_left: Option<u32>,
    /// Why it broke off, if it did.
    pub problem: Option<CommandError>,
}

/// What models are measured against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Computer {
    /// Bytes of memory in all, where the system says.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub memory: Option<u64>,
    /// Threads that run at once.
    pub cores: u32,
}

/// What stands around the models: what the view of them shows besides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShelfView {
    /// This computer.
    pub computer: Computer,
    /// The servers that the user added.
    pub servers: Vec<ServerInfo>,
    /// Models that are worth a try and not there yet.
    pub suggested: Vec<SuggestedModel>,
    /// Whom downloads come from.
    pub host: String,
}
