use crate::{FileError, FileFault, Folder, RelPath};

impl Folder {
    /// Moves a file, or a folder with all that is in it, to the system's bin, from where the user can bring
    /// it back. It may take a while.
    ///
    /// # Errors
    /// What opening the folder above it can meet; [`FileFault::Other`] when there is no bin that takes it.
    pub fn to_bin(&self, path: &RelPath) -> Result<(), FileError> {
        // What leads to it must be folders of ours: the bin is given a plain path.
        self.walk_parent(path)?;
        trash::delete(self.absolute(path)).map_err(|error| {
            tracing::warn!(%error, "the bin did not take a file");
            FileError::new(FileFault::Other, path.as_str())
        })
    }
}
