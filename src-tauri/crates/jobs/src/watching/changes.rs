use std::{collections::BTreeSet, sync::Arc};

use mythline_files::RelPath;

use super::Ear;

/// What other programs, and this one, change in a folder and all beneath it: for whoever shows files that
/// are not jobs, and reads them again.
pub struct FileChanges {
    ear: Arc<Ear>,
}

/// Files that are not as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesChanged {
    /// These, relative to the workspace; some may be gone.
    Some(BTreeSet<RelPath>),
    /// Any of them may be: there were too many to name.
    Any,
}

impl FileChanges {
    pub(crate) fn new(ear: Arc<Ear>) -> Self {
        Self { ear }
    }

    /// Waits for the next changes, some twenty times a second at most. It may be dropped while it waits:
    /// nothing is lost.
    pub async fn next(&mut self) -> FilesChanged {
        let changed = self.ear.next().await;
        if changed.all { FilesChanged::Any } else { FilesChanged::Some(changed.files) }
    }
}
