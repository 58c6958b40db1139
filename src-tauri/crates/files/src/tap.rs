use std::io;

/// One change to the disk that is about to happen. Paths are relative to the folder that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// A folder is made.
    MakeFolder(String),
    /// A file is made; it must not be there.
    Create(String),
    /// Bytes are put at the end of a file.
    Append(String, Vec<u8>),
    /// A file is cut off at a length.
    Truncate(String, u64),
    /// A file's content is forced to the disk.
    Sync(String),
    /// A name is moved, in place of what has the new name.
    Rename(String, String),
    /// A name is removed.
    Remove(String),
    /// The names in a folder are forced to the disk.
    SyncFolder(String),
}

/// Sees every change before it happens, and can make it fail: the seam at which tests count, record
/// and break writing.
pub trait Tap: Send + Sync + 'static {
    /// Called before the change; an error takes the place of the change.
    ///
    /// # Errors
    /// Whatever should go wrong.
    fn before(&self, op: &Op) -> io::Result<()>;
}
