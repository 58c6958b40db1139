use std::path::Path;

use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{ChangeSource, Notice, Tell, WatchedFolders};

/// Changes as the operating system tells them.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChanges;

struct System(RecommendedWatcher);

impl ChangeSource for SystemChanges {
    fn begin(&self, tell: Tell) -> anyhow::Result<Box<dyn WatchedFolders>> {
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(move |told| pass_on(told, &*tell), config)?;
        Ok(Box::new(System(watcher)))
    }
}

impl WatchedFolders for System {
    fn add(&mut self, folder: &Path) -> anyhow::Result<()> {
        Ok(self.0.watch(folder, RecursiveMode::NonRecursive)?)
    }
}

fn pass_on(told: notify::Result<Event>, tell: &(dyn Fn(Notice) + Send + Sync)) {
    match told {
        Ok(event) if event.need_rescan() => tell(Notice::Overflowed),
        // That a file was opened or closed is no change: our own reading does that.
        Ok(Event { kind: EventKind::Access(_), .. }) => {}
        Ok(event) => event.paths.into_iter().for_each(|path| tell(Notice::Changed(path))),
        Err(e) => tell(Notice::Ended(e.to_string())),
    }
}
