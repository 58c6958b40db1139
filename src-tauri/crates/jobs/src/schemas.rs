//! What stands in the engine's files, as JSON Schemas made from the types that write and read them.

use mythline_protocol::{
    Owner,
    schema::{read, written},
};
use schemars::Schema;

use crate::{
    asking::{Answer, Request},
    durations::Known,
    queue_file::QueueFile,
    record::Record,
    story_job,
};

/// The schema of each file, by its name in the documentation.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("task", written::<Record>()),
        ("story-job", written::<story_job::Written<'_>>()),
        ("queue", written::<QueueFile>()),
        ("owner", written::<Owner>()),
        ("request", read::<Request>()),
        ("answer", written::<Answer>()),
        ("durations", written::<Known>()),
    ]
}
