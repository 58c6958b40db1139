use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use mythline_files::{FileKind, Folder, RelPath};
use tokio::sync::Notify;

use super::{ChangeSource, Ear, Notice, WatchedFolders};
use crate::{Clock, pace::Pace};

/// Between two times that names are passed on.
const GAP: Duration = Duration::from_millis(50);
/// Between two times of looking around, where the system does not tell.
const LOOKS: Duration = Duration::from_millis(500);
/// Looking around takes at most one part in so many of the time.
const SHARE: u32 = 20;
/// The most names that wait to be passed on; when there are more, everything is looked at.
const NAMES: usize = 1 << 16;
/// The most folders that are watched: each costs the system about a kilobyte that it does not swap.
const FOLDERS: usize = 4096;

/// Watches a workspace for as long as it is held.
pub(crate) struct Watch {
    shared: Arc<Shared>,
}

struct Shared {
    folder: Folder,
    /// The folder's one true path: what is told of begins with it.
    root: PathBuf,
    told: Arc<Told>,
    ears: Mutex<Vec<Weak<Ear>>>,
    watched: Mutex<Watched>,
}

/// What was told and is not passed on yet.
#[derive(Default)]
struct Told {
    names: Mutex<Names>,
    woken: Notify,
}

#[derive(Default)]
struct Names {
    paths: HashSet<String>,
    all: bool,
    ended: Option<String>,
}

struct Watched {
    /// `None` when the system does not tell.
    source: Option<Box<dyn WatchedFolders>>,
    /// Paths of folders relative to the workspace, which is the empty one.
    folders: BTreeSet<String>,
}

impl Watch {
    /// Begins to watch; where the system does not tell of changes, they are looked for.
    pub(crate) fn begin(folder: Folder, source: &dyn ChangeSource, clock: Arc<dyn Clock>) -> Self {
        let root = folder.path().canonicalize().unwrap_or_else(|_| folder.path().to_owned());
        let told = Arc::new(Told::default());
        let (hearing, prefix) = (told.clone(), root.clone());
        let source = source.begin(Box::new(move |notice| hearing.hear(notice, &prefix)));
        let source = source.inspect_err(|e| looks_instead(&e.to_string())).ok();
        let watched = Mutex::new(Watched { source, folders: BTreeSet::new() });
        let shared = Arc::new(Shared { folder, root, told: told.clone(), ears: Mutex::default(), watched });
        tokio::spawn(pass_on(Arc::downgrade(&shared), told, clock));
        Self { shared }
    }

    /// Hears what changes in a folder from now on, whether it is there already or not; with `deep` in
    /// all folders beneath it, too.
    pub(crate) fn ear(&self, place: RelPath, deep: bool) -> Arc<Ear> {
        let ear = Arc::new(Ear::new(place, deep));
        self.shared.ears.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&ear));
        self.shared.settle("", std::slice::from_ref(&ear));
        if self.shared.looks_around() {
            ear.look_around(&self.shared.folder, false);
        }
        // Whoever asked for the ear reads the folder after this.
        ear.forget();
        ear
    }

    /// How many folders are watched.
    pub(crate) fn folders(&self) -> usize {
        self.shared.watched().folders.len()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.told.woken.notify_one();
    }
}

impl Told {
    fn hear(&self, notice: Notice, root: &Path) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        match notice {
            Notice::Changed(path) => match path.strip_prefix(root).ok().and_then(Path::to_str) {
                // What stands beside a file until it is moved in place is of no interest.
                Some(path) if path.rsplit('/').next().is_some_and(|name| name.starts_with(".mythline-")) => {
                    return;
                }
                Some(path) if names.paths.len() < NAMES => drop(names.paths.insert(as_ours(path))),
                Some(_) => names.all = true,
                None => return,
            },
            Notice::Overflowed => names.all = true,
            Notice::Ended(why) => names.ended = Some(why),
        }
        drop(names);
        self.woken.notify_one();
    }

    fn take(&self) -> Names {
        std::mem::take(&mut *self.names.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shared {
    fn watched(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn looks_around(&self) -> bool {
        self.watched().source.is_none()
    }

    fn ears(&self) -> Vec<Arc<Ear>> {
        let mut ears = self.ears.lock().unwrap_or_else(PoisonError::into_inner);
        ears.retain(|ear| ear.strong_count() > 0);
        ears.iter().filter_map(Weak::upgrade).collect()
    }

    /// Passes on what was told since the last time.
    fn pass_on(&self) {
        let names = self.told.take();
        if let Some(why) = names.ended {
            looks_instead(&why);
            self.watched().source = None;
        }
        let ears = self.ears();
        if self.looks_around() {
            return ears.iter().for_each(|ear| ear.look_around(&self.folder, true));
        }
        if names.all {
            tracing::info!("more was changed at once than could be told; everything is looked at");
            self.settle("", &ears);
            // The second time in a row nothing is opened that has not changed, so there is no third.
            return ears.iter().for_each(|ear| ear.look_around(&self.folder, true));
        }
        for path in names.paths {
            self.tell(&path, &ears);
            if self.wants(&path, &ears) {
                self.enter(&path, &ears);
            }
        }
    }

    /// Whether a path is watched, or to be watched, if it is a folder.
    fn wants(&self, path: &str, ears: &[Arc<Ear>]) -> bool {
        ears.iter().any(|ear| is_at_or_above(path, ear.place.as_str()) || (ear.deep && ear.listens_to(path)))
    }

    /// Watches a folder that has appeared, with what is to be watched beneath it, or forgets one that has
    /// gone, and tells the ears there: what somebody read in it before it was watched may be gone with it.
    fn enter(&self, path: &str, ears: &[Arc<Ear>]) {
        self.watched().folders.retain(|known| !is_at_or_above(path, known));
        self.settle(path, ears);
        let around = |ear: &&Arc<Ear>| is_at_or_above(path, ear.place.as_str());
        ears.iter().filter(around).for_each(|ear| ear.hear_all());
    }

    /// Watches a folder, if it is one, with what is to be watched beneath it. What is found there is told to
    /// the ears that hear of it.
    fn settle(&self, path: &str, ears: &[Arc<Ear>]) {
        let there = RelPath::parse(path).ok();
        let is_folder = path.is_empty()
            || there.as_ref().is_some_and(|path| {
                self.folder.entry(path).is_ok_and(|entry| entry.kind == FileKind::Folder)
            });
        if !is_folder {
            return;
        }
        self.add(path);
        let leads_on = |ear: &Arc<Ear>| {
            let place = ear.place.as_str();
            (is_at_or_above(path, place) && (ear.deep || path != place)) || (ear.deep && ear.listens_to(path))
        };
        if ears.iter().any(leads_on) {
            for name in self.folder.names(there.as_ref()).unwrap_or_default() {
                let below = if path.is_empty() { name } else { format!("{path}/{name}") };
                self.tell(&below, ears);
                if self.wants(&below, ears) {
                    self.settle(&below, ears);
                }
            }
        }
    }

    fn tell(&self, path: &str, ears: &[Arc<Ear>]) {
        for ear in ears.iter().filter(|ear| ear.listens_to(path)) {
            RelPath::parse(path).into_iter().for_each(|path| ear.hear(path));
        }
    }

    fn add(&self, path: &str) {
        let mut watched = self.watched();
        let full = watched.folders.len() >= FOLDERS;
        if full {
            return tracing::warn!("{FOLDERS} folders are watched; changes in {path} are not noticed");
        }
        let added = watched.source.as_mut().map_or(Ok(()), |source| source.add(&self.root.join(path)));
        match added {
            Ok(()) => {
                watched.folders.insert(path.to_owned());
            }
            // It has gone again; its parent tells when it comes back.
            Err(_) if !self.root.join(path).is_dir() => {}
            Err(e) => {
                watched.source = None;
                looks_instead(&e.to_string());
                self.told.woken.notify_one();
            }
        }
    }
}

fn looks_instead(why: &str) {
    tracing::warn!("the system does not tell of changes to files, so they are looked for: {why}");
}

/// Whether a path is this folder or one above it; the workspace is above all.
fn is_at_or_above(path: &str, below: &str) -> bool {
    path.is_empty() || below == path || below.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(not(windows))]
fn as_ours(path: &str) -> String {
    path.to_owned()
}

#[cfg(windows)]
fn as_ours(path: &str) -> String {
    path.replace('\\', "/")
}

async fn pass_on(shared: Weak<Shared>, told: Arc<Told>, clock: Arc<dyn Clock>) {
    let mut pace = Pace::every(GAP);
    let mut pause = LOOKS;
    loop {
        let looks = shared.upgrade().map(|shared| shared.looks_around());
        match looks {
            None => return,
            Some(false) => told.woken.notified().await,
            Some(true) => tokio::select! {
                () = told.woken.notified() => {}
                () = clock.wait_until(clock.steady() + pause) => {}
            },
        }
        clock.wait_until(pace.due()).await;
        let Some(shared) = shared.upgrade() else { return };
        let begun = clock.steady();
        if tokio::task::spawn_blocking(move || shared.pass_on()).await.is_err() {
            return tracing::error!("changes to files are not noticed any more");
        }
        pace.mark(clock.steady());
        pause = LOOKS.max((clock.steady() - begun) * SHARE);
    }
}
