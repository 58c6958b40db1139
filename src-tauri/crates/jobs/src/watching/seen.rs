use std::collections::BTreeMap;

use mythline_files::{Entry, FileFault, FileKind, Folder, RelPath};

/// What lies in a folder, as far as one sees without reading.
pub(super) struct Seen {
    files: BTreeMap<RelPath, Entry>,
}

impl Seen {
    /// Looks into a folder; one that is not there is empty.
    pub(super) fn look(folder: &Folder, place: &RelPath, deep: bool) -> Self {
        let mut files = BTreeMap::new();
        let mut places = vec![place.clone()];
        while let Some(place) = places.pop() {
            let entries = folder.list(Some(&place)).unwrap_or_else(|e| {
                if e.fault != FileFault::Missing {
                    tracing::warn!("{place} cannot be looked at: {e}");
                }
                Vec::new()
            });
            for entry in entries.into_iter().filter(|entry| !entry.name.starts_with('.')) {
                let Ok(path) = place.join(&entry.name) else { continue };
                if deep && entry.kind == FileKind::Folder {
                    places.push(path.clone());
                }
                files.insert(path, entry);
            }
        }
        Self { files }
    }

    /// Every name that stands for something else than before, or for nothing any more.
    pub(super) fn unlike(&self, before: &Self) -> Vec<RelPath> {
        let changed = self.files.iter().filter(|(path, entry)| before.files.get(*path) != Some(*entry));
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path));
        changed.map(|(path, _)| path).chain(gone).cloned().collect()
    }
}
