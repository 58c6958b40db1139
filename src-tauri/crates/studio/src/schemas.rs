//! What stands in every file that the program keeps, as JSON Schemas by their names in the documentation.

use mythline_protocol::schema::written;
use schemars::Schema;

use crate::Settings;

/// The schema of each file, by its name in the documentation.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    let mut all = vec![("settings", written::<Settings>())];
    all.extend(mythline_jobs::schemas());
    all.extend(mythline_story::schemas());
    all.extend(mythline_models::schemas());
    all
}
