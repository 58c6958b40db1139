use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use mythline_files::{FileFault, Folder, RelPath};
use mythline_protocol::JobSource;

use super::{Ear, Watch};
use crate::{
    Clock,
    board::{Board, Key},
    load::{self, Found},
    paths,
};

/// Where jobs have their files.
const PLACES: [&str; 2] = [paths::TASKS, paths::STORY_JOBS];
/// A file that another program is just writing is looked at again after so long, before it is called
/// damaged.
const DOUBT: Duration = Duration::from_millis(250);

/// Hears which files of `tasks/` and `story_jobs/` have changed.
pub(crate) struct JobFiles {
    ears: [Arc<Ear>; 2],
    /// What could not be read, and when it is looked at again.
    doubted: BTreeMap<RelPath, Duration>,
    /// What is looked at again just now.
    sure: BTreeSet<RelPath>,
    clock: Arc<dyn Clock>,
}

/// Names of files, relative to the workspace.
pub(crate) struct Names {
    files: BTreeSet<RelPath>,
    /// Folders in which it is every name, of what lies there and of what the board has.
    all_in: Vec<RelPath>,
}

/// A name of `tasks/` or `story_jobs/`, and what lies under it now.
pub(crate) struct JobFile {
    /// Relative to the workspace.
    pub(crate) path: RelPath,
    /// `None` when nothing does.
    pub(crate) found: Option<Found>,
}

/// When names in the folders of jobs were last made, moved or removed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before([Option<i64>; 2]);

impl Before {
    /// To be looked at before the files are read.
    pub(crate) fn look(folder: &Folder) -> Self {
        Self(PLACES.map(|place| folder.entry(&paths::fixed(place)).ok().map(|entry| entry.changed_at)))
    }
}

impl JobFiles {
    /// Hears what changes from now on, and what has changed while the files were read: they are not watched
    /// meanwhile, because the system tells of each that is opened.
    pub(crate) fn after(
        before: Before,
        watch: &Watch,
        folder: &Folder,
        board: &Board,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let ears = PLACES.map(|place| watch.ear(paths::fixed(place), false));
        let now = Before::look(folder);
        for ((ear, before), now) in ears.iter().zip(before.0).zip(now.0) {
            if before != now {
                ear.hear_all();
            }
        }
        // What others are at work on may have been written over in its place.
        for row in board.others().iter().filter(|row| row.status.is_active()) {
            let path = RelPath::parse(&format!(".mythline/{}.json", row.id)).ok();
            let ear = path.as_ref().and_then(|path| ears.iter().find(|ear| ear.listens_to(path.as_str())));
            ear.into_iter().zip(path).for_each(|(ear, path)| ear.hear(path));
        }
        Self { ears, doubted: BTreeMap::new(), sure: BTreeSet::new(), clock }
    }

    /// Waits for changes.
    pub(crate) async fn next(&mut self) -> Names {
        let [tasks, story_jobs] = &self.ears;
        let again = self.doubted.values().min().copied();
        let (place, changed) = tokio::select! {
            changed = tasks.next() => (&tasks.place, changed),
            changed = story_jobs.next() => (&story_jobs.place, changed),
            () = self.clock.wait_until(again.unwrap_or_default()), if again.is_some() => {
                self.sure = std::mem::take(&mut self.doubted).into_keys().collect();
                return Names { files: self.sure.clone(), all_in: Vec::new() };
            }
        };
        Names { files: changed.files, all_in: changed.all.then(|| place.clone()).into_iter().collect() }
    }

    /// Takes out what cannot be read, until that has been so for a while.
    pub(crate) fn doubt(&mut self, looked: &mut Vec<JobFile>) {
        let now = self.clock.steady();
        looked.retain(|file| {
            let sure = self.sure.remove(&file.path);
            if !file.is_damaged() {
                self.doubted.remove(&file.path);
            } else if !sure {
                self.doubted.entry(file.path.clone()).or_insert(now + DOUBT);
                return false;
            }
            true
        });
    }
}

impl Names {
    /// Every file of every job.
    pub(crate) fn all() -> Self {
        Self { files: BTreeSet::new(), all_in: PLACES.map(paths::fixed).to_vec() }
    }

    /// No file.
    pub(crate) fn none() -> Self {
        Self { files: BTreeSet::new(), all_in: Vec::new() }
    }

    /// One file.
    pub(crate) fn one(path: RelPath) -> Self {
        Self { files: BTreeSet::from([path]), all_in: Vec::new() }
    }

    fn resolve(mut self, folder: &Folder, board: &Board) -> BTreeSet<RelPath> {
        for place in &self.all_in {
            self.files.extend(known(board, place));
            self.files.extend(lying(folder, place));
        }
        self.files
    }
}

impl JobFile {
    fn is_damaged(&self) -> bool {
        matches!(&self.found, Some(Found::Other(_, row)) if row.source == JobSource::Damaged)
    }
}

/// Reads what lies under these names now.
pub(crate) fn look(folder: &Folder, board: &Board, names: Names) -> Vec<JobFile> {
    let files = names.resolve(folder, board);
    let mut looked = Vec::with_capacity(files.len());
    for place in PLACES {
        let sub = match folder.sub(&paths::fixed(place)) {
            Ok(sub) => Some(sub),
            Err(e) if e.fault == FileFault::Missing => None,
            Err(e) => {
                tracing::warn!("{place} cannot be looked at: {e}");
                continue;
            }
        };
        let here = |path: &&RelPath| path.parent().is_some_and(|parent| parent.as_str() == place);
        for path in files.iter().filter(here).filter(|path| load::is_job_name(path.name())) {
            let found = sub.as_ref().and_then(|sub| load::read_one(sub, place, path.name()));
            looked.push(JobFile { path: path.clone(), found });
        }
    }
    looked
}

fn known(board: &Board, place: &RelPath) -> Vec<RelPath> {
    let path = |key: Key| match key {
        Key::Ours(id) => Some(paths::task(id)),
        Key::Other(id) => RelPath::parse(&format!(".mythline/{id}.json")).ok(),
    };
    board.keys().into_iter().filter_map(path).filter(|path| path.parent().as_ref() == Some(place)).collect()
}

fn lying(folder: &Folder, place: &RelPath) -> Vec<RelPath> {
    let names = folder.names(Some(place)).unwrap_or_else(|e| {
        if e.fault != FileFault::Missing {
            tracing::warn!("{place} cannot be looked at: {e}");
        }
        Vec::new()
    });
    names.iter().filter(|name| load::is_job_name(name)).filter_map(|name| place.join(name).ok()).collect()
}
