//! What stands in a story's files, as JSON Schemas made from the types that write them.

use mythline_protocol::schema::written;
use schemars::Schema;

use crate::take::{Planned, StoryFile, Take};

/// The schema of each file, by its name in the documentation.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("take", written::<Take>()),
        ("story", written::<StoryFile<'_>>()),
        ("plan", written::<Vec<Planned<'_>>>()),
    ]
}
