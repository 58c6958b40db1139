//! Who else on this computer may look into our files.

use crate::{FileError, FileKind, Folder, RelPath};

impl Folder {
    /// Whether other users of the computer may do anything with a file or a folder beneath this one, or with
    /// this one itself. Where the system has no such modes, nobody may.
    ///
    /// # Errors
    /// As [`Folder::entry`].
    pub fn is_open_to_others(&self, path: Option<&RelPath>) -> Result<bool, FileError> {
        let told = path.map_or("", RelPath::as_str);
        let meta = match path {
            Some(path) => self.walk_parent(path)?.meta(path.name()),
            None => self.root.own_meta(),
        };
        Ok(meta.map_err(|e| self.error(e, told))?.open_to_others)
    }

    /// Takes from other users what they may do with a file or a folder: as if it had been made by us.
    ///
    /// # Errors
    /// As [`Folder::write`]; a link or a device is left alone.
    pub fn close_to_others(&self, path: Option<&RelPath>) -> Result<(), FileError> {
        let Some(path) = path else { return self.root.close_to_others().map_err(|e| self.error(e, "")) };
        let dir = self.walk_parent(path)?;
        let name = path.name();
        let closed = match dir.meta(name) {
            Ok(meta) if meta.kind == FileKind::Folder => dir.sub(name).and_then(|sub| sub.close_to_others()),
            _ => dir.close_file_to_others(name),
        };
        closed.map_err(|e| self.odd_or(&dir, name, FileKind::File, e, path))
    }
}
