use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use mythline_files::{Folder, RelPath};
use tokio::sync::Notify;

use super::seen::Seen;

/// The most names that are kept for a reader; when there are more, everything is to be looked at.
const NAMES: usize = 1 << 16;

/// Hears what changes in one folder.
pub(crate) struct Ear {
    pub(crate) place: RelPath,
    /// Whether it hears of the folders beneath, too.
    pub(super) deep: bool,
    heard: Mutex<Changed>,
    /// What lay there when it was last looked around.
    seen: Mutex<Option<Seen>>,
    woken: Notify,
}

/// What has changed since it was last asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changed {
    /// Names, in order, without those that a program writes beside a file before it moves it in place.
    pub(crate) files: BTreeSet<RelPath>,
    /// Whether anything may have changed, of whatever name.
    pub(crate) all: bool,
}

impl Ear {
    pub(super) fn new(place: RelPath, deep: bool) -> Self {
        let (heard, seen) = (Mutex::default(), Mutex::default());
        Self { place, deep, heard, seen, woken: Notify::new() }
    }

    /// Waits until something has changed. It may be dropped while it waits: nothing is lost.
    pub(crate) async fn next(&self) -> Changed {
        loop {
            let changed = std::mem::take(&mut *self.heard());
            if changed != Changed::default() {
                return changed;
            }
            self.woken.notified().await;
        }
    }

    /// Forgets what it has heard.
    pub(super) fn forget(&self) {
        *self.heard() = Changed::default();
    }

    /// Whether a change under this path, relative to the workspace, is for this ear.
    pub(super) fn listens_to(&self, path: &str) -> bool {
        let Some(rest) = path.strip_prefix(self.place.as_str()).and_then(|rest| rest.strip_prefix('/'))
        else {
            return false;
        };
        let name = rest.rsplit('/').next().unwrap_or(rest);
        (self.deep || name.len() == rest.len()) && !name.starts_with('.')
    }

    pub(super) fn hear(&self, path: RelPath) {
        let mut heard = self.heard();
        if heard.files.len() < NAMES {
            heard.files.insert(path);
        } else {
            heard.all = true;
        }
        self.woken.notify_one();
    }

    pub(super) fn hear_all(&self) {
        self.heard().all = true;
        self.woken.notify_one();
    }

    /// Looks around, and hears the names that are not as they were the last time; the first time,
    /// `tell_all` says whether everything is news.
    pub(super) fn look_around(&self, folder: &Folder, tell_all: bool) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Seen::look(folder, &self.place, self.deep);
        match seen.replace(now) {
            Some(before) => {
                let now = seen.as_ref().map(|now| now.unlike(&before)).unwrap_or_default();
                now.into_iter().for_each(|path| self.hear(path));
            }
            None if tell_all => self.hear_all(),
            None => {}
        }
    }

    fn heard(&self) -> MutexGuard<'_, Changed> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
