//! Sources of changes in the place of the operating system, told what to tell by the tests.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use mythline_jobs::{ChangeSource, Notice, Tell, WatchedFolders};

/// A source of changes in the place of the operating system.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) tell: Mutex<Option<Tell>>,
    pub(crate) folders: Arc<Mutex<Vec<PathBuf>>>,
    /// After so many folders the system has no more room.
    pub(crate) room: Option<usize>,
}

struct Folders(Arc<Mutex<Vec<PathBuf>>>, Option<usize>);

impl ChangeSource for Told {
    fn begin(&self, tell: Tell) -> anyhow::Result<Box<dyn WatchedFolders>> {
        *self.tell.lock().unwrap() = Some(tell);
        Ok(Box::new(Folders(self.folders.clone(), self.room)))
    }
}

impl WatchedFolders for Folders {
    fn add(&mut self, folder: &Path) -> anyhow::Result<()> {
        let mut folders = self.0.lock().unwrap();
        anyhow::ensure!(self.1.is_none_or(|room| folders.len() < room), "no room for more watches");
        folders.push(folder.to_owned());
        Ok(())
    }
}

impl Told {
    pub(crate) fn tell(&self, notice: Notice) {
        self.tell.lock().unwrap().as_ref().unwrap()(notice);
    }
}

/// Nothing is told at all.
pub(crate) struct Deaf;

impl ChangeSource for Deaf {
    fn begin(&self, _: Tell) -> anyhow::Result<Box<dyn WatchedFolders>> {
        anyhow::bail!("too many programs watch files")
    }
}
