use serde::{Deserialize, Serialize};

/// What writing needs, and there is too little of just now: it waits, and goes on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Scarce {
    /// The computer runs on its battery, which is nearly empty.
    Battery,
    /// The workspace's disk is nearly full.
    Disk,
}
