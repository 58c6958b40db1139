//! What stands in the shelf's files, as JSON Schemas made from the types that write them.

use std::collections::BTreeMap;

use mythline_protocol::{Capabilities, schema::written};
use schemars::Schema;

use super::list::List;

/// The schema of each file, by its name in the documentation.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![("models", written::<List>()), ("capabilities", written::<BTreeMap<String, Capabilities>>())]
}
