use std::collections::BTreeMap;

use mythline_protocol::{Access, JobSource};
use serde::Serialize;

use crate::Studio;

/// A workspace in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceState {
    /// Whether this program owns it.
    pub owned: bool,
    /// Whether the program that owns it is another one.
    pub owned_by_another: bool,
    /// Jobs by their state; those of other tools, and files that cannot be read, by themselves.
    pub jobs: BTreeMap<String, u32>,
    /// Failed jobs by the code of their error.
    pub errors: BTreeMap<String, u32>,
    /// Subjects with notes.
    pub notes: usize,
    /// Finished stories.
    pub stories: usize,
    /// Folders that are watched for what other programs change.
    pub watched: u32,
    /// Whether the last change of a job could not be saved.
    pub unsaved: bool,
}

pub(super) async fn state(studio: &Studio) -> WorkspaceState {
    let (mut jobs, mut errors) = (BTreeMap::new(), BTreeMap::new());
    let mut unsaved = false;
    for row in studio.jobs() {
        let state = match row.source {
            JobSource::Mythline => row.status.word(),
            JobSource::Other => "of other tools",
            JobSource::Damaged => "damaged",
        };
        *jobs.entry(state.to_owned()).or_default() += 1;
        unsaved |= !row.saved;
        let code = row.error.filter(|_| row.source == JobSource::Mythline).map(|error| error.code);
        if let Some(code) = code.and_then(|code| serde_json::to_value(code).ok()) {
            *errors.entry(code.as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    let info = studio.info();
    WorkspaceState {
        owned: info.access == Access::Owner,
        owned_by_another: matches!(info.access, Access::Looking { owner: Some(_) }),
        jobs,
        errors,
        notes: studio.notes().await.map_or(0, |notes| notes.len()),
        stories: studio.stories().await.map_or(0, |stories| stories.len()),
        watched: info.watched,
        unsaved,
    }
}
