use std::path::{Path, PathBuf};

/// Where a [`ChangeSource`] tells what has changed.
pub type Tell = Box<dyn Fn(Notice) + Send + Sync>;

/// Tells of changes in folders: the operating system, or a test in its place.
pub trait ChangeSource: Send + Sync + 'static {
    /// Begins to tell. `tell` may be called from any thread, and never waits.
    ///
    /// # Errors
    /// When no changes can be told of; they are then looked for.
    fn begin(&self, tell: Tell) -> anyhow::Result<Box<dyn WatchedFolders>>;
}

/// The folders that are told of. Dropped, it ends.
pub trait WatchedFolders: Send {
    /// Tells of this folder from now on: of itself and of the names in it, not of what is beneath.
    ///
    /// # Errors
    /// When the folder is not there, or the system watches no more.
    fn add(&mut self, folder: &Path) -> anyhow::Result<()>;
}

/// What a [`ChangeSource`] tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something was made, changed, moved or removed under this name.
    Changed(PathBuf),
    /// More happened than could be told: anything may have changed.
    Overflowed,
    /// Nothing more will be told; why, for the log.
    Ended(String),
}
