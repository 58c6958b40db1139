#![allow(clippy::disallowed_methods, reason = "this is the one place that calls them")]

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use super::Meta;
use crate::FileKind;

/// A folder, by its path.
#[derive(Debug)]
pub(crate) struct Dir {
    path: PathBuf,
}

impl Dir {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        if fs::metadata(path)?.is_dir() {
            Ok(Self { path: path.to_owned() })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    pub(crate) fn duplicate(&self) -> io::Result<Self> {
        Ok(Self { path: self.path.clone() })
    }

    pub(crate) fn sub(&self, name: &str) -> io::Result<Self> {
        match self.meta(name)?.kind {
            FileKind::Folder => Ok(Self { path: self.path.join(name) }),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(crate) fn make_sub(&self, name: &str) -> io::Result<()> {
        fs::create_dir(self.path.join(name))
    }

    pub(crate) fn open_file(&self, name: &str) -> io::Result<File> {
        self.file(name, OpenOptions::new().read(true))
    }

    pub(crate) fn create_file(&self, name: &str) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.path.join(name))
    }

    pub(crate) fn append_file(&self, name: &str) -> io::Result<File> {
        self.file(name, OpenOptions::new().append(true).create(true))
    }

    pub(crate) fn lock_file(&self, name: &str) -> io::Result<File> {
        self.file(name, OpenOptions::new().read(true).write(true).create(true).truncate(false))
    }

    fn file(&self, name: &str, options: &OpenOptions) -> io::Result<File> {
        match self.meta(name) {
            Ok(meta) if meta.kind != FileKind::File => Err(io::ErrorKind::InvalidInput.into()),
            _ => options.open(self.path.join(name)),
        }
    }

    pub(crate) fn rename(&self, from: &str, to: &Self, name: &str) -> io::Result<()> {
        fs::rename(self.path.join(from), to.path.join(name))
    }

    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    pub(crate) fn remove_sub(&self, name: &str) -> io::Result<()> {
        fs::remove_dir(self.path.join(name))
    }

    /// Folders cannot be synced here; names reach the disk in order by themselves.
    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn meta(&self, name: &str) -> io::Result<Meta> {
        meta(&fs::symlink_metadata(self.path.join(name))?)
    }

    /// What this folder is itself.
    pub(crate) fn own_meta(&self) -> io::Result<Meta> {
        meta(&fs::symlink_metadata(&self.path)?)
    }

    /// The rights of the folder above hold here, which the system gives to its user alone.
    pub(crate) fn close_to_others(&self) -> io::Result<()> {
        Ok(())
    }

    /// As above.
    pub(crate) fn close_file_to_others(&self, _: &str) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        Ok(names)
    }

    pub(crate) fn is_gone(&self) -> bool {
        !self.path.is_dir()
    }

    /// Not known here.
    #[expect(clippy::unused_self, reason = "elsewhere it is")]
    pub(crate) fn free_space(&self) -> Option<u64> {
        None
    }
}

/// What a file is that was opened.
pub(crate) fn opened(file: &File) -> io::Result<Meta> {
    meta(&file.metadata()?)
}

/// There are no numbers for users here; the rights on the folder say who may write in it.
pub(crate) fn this_user() -> Option<u32> {
    None
}

fn meta(meta: &fs::Metadata) -> io::Result<Meta> {
    let kind = match meta.file_type() {
        t if t.is_symlink() => FileKind::Link,
        t if t.is_dir() => FileKind::Folder,
        t if t.is_file() => FileKind::File,
        _ => FileKind::Device,
    };
    let since = meta.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let changed_at = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Ok(Meta { kind, bytes: meta.len(), changed_at, user: None, open_to_others: false })
}
