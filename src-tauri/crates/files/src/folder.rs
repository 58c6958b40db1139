use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{FileError, FileFault, FileKind, Op, RelPath, Tap, disk::Dir, disk::Meta};

/// A folder that was opened, and everything beneath it. Cheap to clone; clones are the same folder.
///
/// Reading is in `reading.rs`, writing in `writing.rs`; both walk from here, a segment at a time, and
/// follow no link.
#[derive(Clone)]
pub struct Folder {
    pub(crate) root: Arc<Dir>,
    /// Where the root lies beneath the folder that was opened first; empty for that folder itself.
    prefix: String,
    path: PathBuf,
    tap: Option<Arc<dyn Tap>>,
}

impl Folder {
    /// Opens a folder that is there.
    ///
    /// # Errors
    /// [`FileFault::Missing`], [`FileFault::Odd`] when it is no folder, [`FileFault::Denied`].
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let root = Dir::open(path).map_err(|e| FileError::from_io(e, path.to_string_lossy()))?;
        Ok(Self { root: Arc::new(root), prefix: String::new(), path: path.to_owned(), tap: None })
    }

    /// Opens a folder, and makes it with all above it when it is not there. For folders of the user's
    /// choosing, whose path is not ours to check.
    ///
    /// # Errors
    /// As [`Folder::open`], and what making it can meet.
    pub fn create(path: &Path) -> Result<Self, FileError> {
        let made = make_all(path).or_else(|e| match e.kind() {
            // Something that is no folder stands there: opening it says so.
            io::ErrorKind::AlreadyExists => Ok(()),
            _ => Err(e),
        });
        made.map_err(|e| FileError::from_io(e, path.to_string_lossy()))?;
        Self::open(path)
    }

    /// The same folder, with every change shown to `tap` before it happens.
    #[must_use]
    pub fn with_tap(mut self, tap: Arc<dyn Tap>) -> Self {
        self.tap = Some(tap);
        self
    }

    /// A folder beneath this one, held open: for reading many files of one folder.
    ///
    /// # Errors
    /// [`FileFault::Missing`], [`FileFault::Odd`].
    pub fn sub(&self, path: &RelPath) -> Result<Self, FileError> {
        let root = Arc::new(self.walk(Some(path))?);
        let prefix = self.told(path.as_str());
        Ok(Self { root, prefix, path: self.absolute(path), tap: self.tap.clone() })
    }

    /// Where the folder lies, as it was opened.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file beneath it lies, to show to the user. Never to open it.
    #[must_use]
    pub fn absolute(&self, path: &RelPath) -> PathBuf {
        path.segments().fold(self.path.clone(), |all, segment| all.join(segment))
    }

    /// Bytes that this user can have on its disk; `None` where the system does not say.
    #[must_use]
    pub fn free_space(&self) -> Option<u64> {
        self.root.free_space()
    }

    /// Whether the folder was deleted while it was open.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.root.is_gone()
    }

    /// The folder at `path`, or the root itself.
    pub(crate) fn walk(&self, path: Option<&RelPath>) -> Result<Dir, FileError> {
        let mut dir = self.root.duplicate().map_err(|e| self.error(e, ""))?;
        let Some(path) = path else { return Ok(dir) };
        for segment in path.segments() {
            dir = dir.sub(segment).map_err(|e| self.odd_or(&dir, segment, FileKind::Folder, e, path))?;
        }
        Ok(dir)
    }

    /// The folder in which `path` lies.
    pub(crate) fn walk_parent(&self, path: &RelPath) -> Result<Dir, FileError> {
        self.walk(path.parent().as_ref())
    }

    /// Tells the tap what is about to happen, and does it when that is well.
    pub(crate) fn change<T>(
        &self,
        op: impl FnOnce() -> Op,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        if let Some(tap) = &self.tap {
            tap.before(&op())?;
        }
        act()
    }

    /// A path as the tap is told it.
    pub(crate) fn told(&self, path: &str) -> String {
        match (self.prefix.is_empty(), path.is_empty()) {
            (true, _) => path.to_owned(),
            (false, true) => self.prefix.clone(),
            (false, false) => format!("{}/{path}", self.prefix),
        }
    }

    pub(crate) fn error(&self, error: io::Error, file: impl Into<String>) -> FileError {
        let mut error = FileError::from_io(error, file);
        if error.fault == FileFault::Missing && self.root.is_gone() {
            error.fault = FileFault::Gone;
        }
        error
    }

    /// The reason why `name` could not be opened: that it is not what was wanted, or the error.
    pub(crate) fn odd_or(
        &self,
        dir: &Dir,
        name: &str,
        wanted: FileKind,
        error: io::Error,
        path: &RelPath,
    ) -> FileError {
        match dir.meta(name) {
            Ok(Meta { kind, .. }) if kind != wanted => FileError::new(FileFault::Odd(kind), path.as_str()),
            _ => self.error(error, path.as_str()),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the first folder has no folder of ours above it")]
fn make_all(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
