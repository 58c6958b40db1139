use std::{fs::File, io::Write};

use crate::{FileError, FileFault, FileKind, Folder, Op, RelPath};

/// A log that is appended to and never grows past its bound: then the older half goes.
///
/// Lines are not forced to the disk one by one; a log is there to read, not to rely on.
pub struct LogFile {
    folder: Folder,
    path: RelPath,
    bound: u64,
    file: File,
    bytes: u64,
}

impl LogFile {
    /// Opens a log, and makes it when it is not there. `bound` is in bytes.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn open(folder: &Folder, path: RelPath, bound: u64) -> Result<Self, FileError> {
        let dir = folder.walk_or_make(path.parent().as_ref())?;
        let opened = folder
            .change(|| Op::Append(folder.told(path.as_str()), Vec::new()), || dir.append_file(path.name()));
        let file = opened.map_err(|e| folder.odd_or(&dir, path.name(), FileKind::File, e, &path))?;
        let meta = file.metadata().map_err(|e| folder.error(e, path.as_str()))?;
        if !meta.is_file() {
            let kind = dir.meta(path.name()).map_or(FileKind::Device, |meta| meta.kind);
            return Err(FileError::new(FileFault::Odd(kind), path.as_str()));
        }
        Ok(Self { folder: folder.clone(), path, bound, file, bytes: meta.len() })
    }

    /// Appends a line; line breaks within it become spaces.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn line(&mut self, text: &str) -> Result<(), FileError> {
        let mut line = text.replace(['\n', '\r'], " ");
        line.push('\n');
        if self.bytes + line.len() as u64 > self.bound {
            self.drop_older_half()?;
        }
        let told = || Op::Append(self.folder.told(self.path.as_str()), line.clone().into_bytes());
        let written = self.folder.change(told, || (&self.file).write_all(line.as_bytes()));
        written.map_err(|e| self.folder.error(e, self.path.as_str()))?;
        self.bytes += line.len() as u64;
        Ok(())
    }

    fn drop_older_half(&mut self) -> Result<(), FileError> {
        let tail = self.folder.read_tail(&self.path, self.bound / 2)?;
        let from = tail.bytes.iter().position(|b| *b == b'\n').map_or(tail.bytes.len(), |at| at + 1);
        let kept = if tail.cut { &tail.bytes[from..] } else { &tail.bytes[..] };
        self.folder.write(&self.path, kept)?;
        *self = Self::open(&self.folder, self.path.clone(), self.bound)?;
        Ok(())
    }
}
