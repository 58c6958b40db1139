use std::{fs::File, io::Write};

use crate::{FileError, FileFault, FileKind, Folder, Op, RelPath};

/// A file that comes in pieces, over more than one run of the program: it grows under a name of its own
/// and gets its real one when it is whole.
pub struct PartFile {
    folder: Folder,
    path: RelPath,
    file: File,
    bytes: u64,
}

impl PartFile {
    /// Opens what there is of it, and makes it when there is nothing. Only one program at a time has it.
    ///
    /// # Errors
    /// [`FileFault::Denied`] while another program has it, and as [`Folder::write`].
    pub fn open(folder: &Folder, path: RelPath) -> Result<Self, FileError> {
        let dir = folder.walk_or_make(path.parent().as_ref())?;
        let told = || Op::Append(folder.told(path.as_str()), Vec::new());
        let opened = folder.change(told, || dir.append_file(path.name()));
        let file = opened.map_err(|e| folder.odd_or(&dir, path.name(), FileKind::File, e, &path))?;
        let meta = file.metadata().map_err(|e| folder.error(e, path.as_str()))?;
        if !meta.is_file() {
            let kind = dir.meta(path.name()).map_or(FileKind::Device, |meta| meta.kind);
            return Err(FileError::new(FileFault::Odd(kind), path.as_str()));
        }
        if file.try_lock().is_err() {
            return Err(FileError::new(FileFault::Denied, path.as_str()));
        }
        Ok(Self { folder: folder.clone(), path, file, bytes: meta.len() })
    }

    /// Bytes that are there.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// As [`Folder::write`]; what was there before is there still.
    pub fn append(&mut self, piece: &[u8]) -> Result<(), FileError> {
        // What is written is not kept for whoever listens: a model has gigabytes.
        let told = || Op::Append(self.folder.told(self.path.as_str()), Vec::new());
        let written = self.folder.change(told, || (&self.file).write_all(piece));
        if let Err(error) = written {
            // Half a piece would be taken for a whole one.
            let _shorter = self.file.set_len(self.bytes);
            return Err(self.folder.error(error, self.path.as_str()));
        }
        self.bytes += piece.len() as u64;
        Ok(())
    }

    /// Begins anew.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn clear(&mut self) -> Result<(), FileError> {
        self.file.set_len(0).map_err(|e| self.folder.error(e, self.path.as_str()))?;
        self.bytes = 0;
        Ok(())
    }

    /// It is whole: forced to the disk, and given its name.
    ///
    /// # Errors
    /// As [`Folder::rename`].
    pub fn finish(self, name: &RelPath) -> Result<(), FileError> {
        let synced =
            self.folder.change(|| Op::Sync(self.folder.told(self.path.as_str())), || self.file.sync_all());
        synced.map_err(|e| self.folder.error(e, self.path.as_str()))?;
        self.folder.rename(&self.path, name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::{FileFault, Folder, PartFile, RelPath};

    #[test]
    fn a_part_grows_over_several_runs_and_is_whole_in_the_end() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        let path = |text: &str| RelPath::parse(text).unwrap();
        let mut part = PartFile::open(&folder, path("models/m.part")).unwrap();
        part.append(b"one ").unwrap();
        let other = PartFile::open(&folder, path("models/m.part")).map(|part| part.bytes());
        assert_eq!(other.unwrap_err().fault, FileFault::Denied, "it is in use");
        drop(part);
        let mut part = PartFile::open(&folder, path("models/m.part")).unwrap();
        assert_eq!(part.bytes(), 4);
        part.append(b"two").unwrap();
        part.finish(&path("models/m")).unwrap();
        assert_eq!(folder.read(&path("models/m"), 100).unwrap(), b"one two");
        assert_eq!(folder.names(Some(&path("models"))).unwrap(), ["m"]);
        let mut part = PartFile::open(&folder, path("n.part")).unwrap();
        part.append(b"wrong").unwrap();
        part.clear().unwrap();
        part.append(b"right").unwrap();
        part.finish(&path("n")).unwrap();
        assert_eq!(folder.read(&path("n"), 100).unwrap(), b"right");
    }
}
