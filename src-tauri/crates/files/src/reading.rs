use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use crate::{
    FileError, FileFault, FileKind, Folder, RelPath,
    disk::{Meta, opened},
};

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// What it stands for.
    pub kind: FileKind,
    /// The size in bytes.
    pub bytes: u64,
    /// When it was last changed; milliseconds since the Unix epoch.
    pub changed_at: i64,
}

/// A whole file with where it comes from, all of one opening of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// When it was last changed; milliseconds since the Unix epoch.
    pub changed_at: i64,
    /// The number of the user whose it is, where the system has numbers for users.
    pub user: Option<u32>,
}

/// The end of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether the beginning was left out.
    pub cut: bool,
}

impl Folder {
    /// Reads a whole regular file of at most `limit` bytes.
    ///
    /// # Errors
    /// [`FileFault::Missing`], [`FileFault::Odd`], [`FileFault::TooLarge`], [`FileFault::Denied`].
    pub fn read(&self, path: &RelPath, limit: u64) -> Result<Vec<u8>, FileError> {
        self.read_letter(path, limit).map(|letter| letter.bytes)
    }

    /// As [`Folder::read`], and answers whose the file is and when it was changed.
    ///
    /// # Errors
    /// As [`Folder::read`].
    pub fn read_letter(&self, path: &RelPath, limit: u64) -> Result<Letter, FileError> {
        let mut bytes = Vec::new();
        let meta = self.read_all(path, limit, &mut bytes)?;
        Ok(Letter { bytes, changed_at: meta.changed_at, user: meta.user })
    }

    /// As [`Folder::read`], in place of what `bytes` holds: for many files, without asking for memory anew.
    ///
    /// # Errors
    /// As [`Folder::read`].
    pub fn read_into(&self, path: &RelPath, limit: u64, bytes: &mut Vec<u8>) -> Result<(), FileError> {
        self.read_all(path, limit, bytes).map(drop)
    }

    fn read_all(&self, path: &RelPath, limit: u64, bytes: &mut Vec<u8>) -> Result<Meta, FileError> {
        bytes.clear();
        let (mut file, meta) = self.open_regular(path)?;
        let too_large = || FileError::new(FileFault::TooLarge { limit }, path.as_str());
        if meta.bytes > limit {
            return Err(too_large());
        }
        // One byte more than it should have: a read that does not fill that has come to the end.
        let size = usize::try_from(meta.bytes).unwrap_or(0);
        bytes.resize(size + 1, 0);
        let read = file.read(bytes).map_err(|e| self.error(e, path.as_str()))?;
        bytes.truncate(read);
        if read != size {
            // It grows or shrinks while it is read.
            let rest = file.take(limit + 1 - read as u64).read_to_end(bytes);
            rest.map_err(|e| self.error(e, path.as_str()))?;
        }
        if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(meta) }
    }

    /// Reads a whole text file of at most `limit` bytes.
    ///
    /// # Errors
    /// As [`Folder::read`], and [`FileFault::NotText`].
    pub fn read_text(&self, path: &RelPath, limit: u64) -> Result<String, FileError> {
        String::from_utf8(self.read(path, limit)?)
            .map_err(|_| FileError::new(FileFault::NotText, path.as_str()))
    }

    /// Reads the last `limit` bytes of a regular file.
    ///
    /// # Errors
    /// As [`Folder::read`], but for the size.
    pub fn read_tail(&self, path: &RelPath, limit: u64) -> Result<Tail, FileError> {
        let (mut file, meta) = self.open_regular(path)?;
        let cut = meta.bytes > limit;
        let mut bytes = Vec::new();
        if cut {
            file.seek(SeekFrom::End(-i64::try_from(limit).unwrap_or(i64::MAX)))
                .map_err(|e| self.error(e, path.as_str()))?;
        }
        file.take(limit).read_to_end(&mut bytes).map_err(|e| self.error(e, path.as_str()))?;
        Ok(Tail { bytes, cut })
    }

    /// What a name stands for; a link is told as a link.
    ///
    /// # Errors
    /// [`FileFault::Missing`], and [`FileFault::Odd`] for something on the way that is no folder.
    pub fn entry(&self, path: &RelPath) -> Result<Entry, FileError> {
        let dir = self.walk_parent(path)?;
        let meta = dir.meta(path.name()).map_err(|e| self.error(e, path.as_str()))?;
        Ok(entry(path.name().to_owned(), meta))
    }

    /// What lies in a folder, or in the root, by name. Names that are no text are left out; so is what
    /// goes away meanwhile.
    ///
    /// # Errors
    /// [`FileFault::Missing`], [`FileFault::Odd`], [`FileFault::Denied`].
    pub fn list(&self, path: Option<&RelPath>) -> Result<Vec<Entry>, FileError> {
        let dir = self.walk(path)?;
        let names = dir.names().map_err(|e| self.error(e, path.map_or("", RelPath::as_str)))?;
        let mut entries: Vec<Entry> =
            names.into_iter().filter_map(|name| dir.meta(&name).ok().map(|meta| entry(name, meta))).collect();
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The names in a folder alone, in no order: cheaper than [`Folder::list`] by a call a name.
    ///
    /// # Errors
    /// As [`Folder::list`].
    pub fn names(&self, path: Option<&RelPath>) -> Result<Vec<String>, FileError> {
        self.walk(path)?.names().map_err(|e| self.error(e, path.map_or("", RelPath::as_str)))
    }

    /// Opens a regular file for reading, to be read in parts (hashing a model, say).
    ///
    /// # Errors
    /// As [`Folder::read`], but for the size.
    pub fn open_file(&self, path: &RelPath) -> Result<File, FileError> {
        self.open_regular(path).map(|(file, _)| file)
    }

    fn open_regular(&self, path: &RelPath) -> Result<(File, Meta), FileError> {
        // A path of one segment needs no walk: this is the case of which there are a hundred thousand.
        let walked;
        let dir = match path.parent() {
            None => &*self.root,
            Some(parent) => {
                walked = self.walk(Some(&parent))?;
                &walked
            }
        };
        let file =
            dir.open_file(path.name()).map_err(|e| self.odd_or(dir, path.name(), FileKind::File, e, path))?;
        let meta = opened(&file).map_err(|e| self.error(e, path.as_str()))?;
        if meta.kind != FileKind::File {
            return Err(FileError::new(FileFault::Odd(meta.kind), path.as_str()));
        }
        Ok((file, meta))
    }
}

fn entry(name: String, meta: Meta) -> Entry {
    Entry { name, kind: meta.kind, bytes: meta.bytes, changed_at: meta.changed_at }
}
