//! `.mythline/queue.json`: the order of the queue and what somebody decided about it, over a restart.

use mythline_files::{FileFault, Folder};
use mythline_protocol::{JobId, QueueSettings};
use serde::{Deserialize, Serialize};

use crate::{json, paths, queue::Settled};

/// The schema that this program writes.
const SCHEMA: u32 = 1;
/// The most bytes that are read: ids of a million jobs.
const BYTES: u64 = 64 << 20;

/// The queue as its file has it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct QueueFile {
    schema: u32,
    #[serde(flatten)]
    pub(crate) settled: Settled,
    /// Those that run, those that wait, and those that waited before the last start and have not come
    /// back, in order.
    #[serde(default)]
    pub(crate) order: Vec<JobId>,
}

impl QueueFile {
    /// The file's content.
    pub(crate) fn content(settled: &Settled, order: Vec<JobId>) -> Vec<u8> {
        json::pretty(&Self { schema: SCHEMA, settled: settled.clone(), order })
    }

    /// Reads the file; one that is not there, or cannot be read, says nothing.
    pub(crate) fn read(folder: &Folder) -> Self {
        match folder.read(&paths::queue(), BYTES) {
            Ok(bytes) => serde_json::from_slice(&bytes).ok().filter(Self::is_known).unwrap_or_else(|| {
                tracing::warn!("the queue's file cannot be read and is passed over");
                Self::default()
            }),
            Err(e) => {
                if e.fault != FileFault::Missing {
                    tracing::warn!("the queue's file cannot be read and is passed over: {e}");
                }
                Self::default()
            }
        }
    }

    /// What is told of it.
    pub(crate) fn info(&self, default_limit: usize) -> QueueSettings {
        let count = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        QueueSettings {
            held: self.settled.held,
            limit: count(self.settled.limit.unwrap_or(default_limit)),
            limits: self.settled.limits.iter().map(|(lane, limit)| (lane.clone(), count(*limit))).collect(),
        }
    }

    fn is_known(&self) -> bool {
        self.schema <= SCHEMA
    }
}
