use std::{fs::File, io, os::fd::OwnedFd, path::Path};

use rustix::fs::{self, AtFlags, FileType, Mode, OFlags};

use super::Meta;
use crate::FileKind;

/// A folder that is held open.
#[derive(Debug)]
pub(crate) struct Dir {
    fd: OwnedFd,
}

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// A pipe opened so does not wait for its other end.
const FILE: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

impl Dir {
    /// Opens the first folder. The user chose it, so links to it are followed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { fd: fs::open(path, FOLDER, Mode::empty())? })
    }

    pub(crate) fn duplicate(&self) -> io::Result<Self> {
        Ok(Self { fd: self.fd.try_clone()? })
    }

    pub(crate) fn sub(&self, name: &str) -> io::Result<Self> {
        Ok(Self { fd: fs::openat(&self.fd, name, FOLDER.union(OFlags::NOFOLLOW), Mode::empty())? })
    }

    pub(crate) fn make_sub(&self, name: &str) -> io::Result<()> {
        Ok(fs::mkdirat(&self.fd, name, Mode::RWXU)?)
    }

    pub(crate) fn open_file(&self, name: &str) -> io::Result<File> {
        self.file(name, OFlags::RDONLY)
    }

    /// A file that must not be there yet.
    pub(crate) fn create_file(&self, name: &str) -> io::Result<File> {
        self.file(name, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL)
    }

    pub(crate) fn append_file(&self, name: &str) -> io::Result<File> {
        self.file(name, OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE)
    }

    pub(crate) fn lock_file(&self, name: &str) -> io::Result<File> {
        self.file(name, OFlags::RDWR | OFlags::CREATE)
    }

    fn file(&self, name: &str, flags: OFlags) -> io::Result<File> {
        Ok(File::from(fs::openat(&self.fd, name, flags.union(FILE), Mode::RUSR | Mode::WUSR)?))
    }

    pub(crate) fn rename(&self, from: &str, to: &Self, name: &str) -> io::Result<()> {
        Ok(fs::renameat(&self.fd, from, &to.fd, name)?)
    }

    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(fs::unlinkat(&self.fd, name, AtFlags::empty())?)
    }

    pub(crate) fn remove_sub(&self, name: &str) -> io::Result<()> {
        Ok(fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR)?)
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(fs::fsync(&self.fd)?)
    }

    pub(crate) fn meta(&self, name: &str) -> io::Result<Meta> {
        let stat = fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(meta(&stat))
    }

    /// What this folder is itself.
    pub(crate) fn own_meta(&self) -> io::Result<Meta> {
        Ok(meta(&fs::fstat(&self.fd)?))
    }

    /// Leaves this folder to its user alone.
    pub(crate) fn close_to_others(&self) -> io::Result<()> {
        Ok(fs::fchmod(&self.fd, Mode::RWXU)?)
    }

    /// Leaves a regular file to its user alone.
    pub(crate) fn close_file_to_others(&self, name: &str) -> io::Result<()> {
        let file = self.open_file(name)?;
        if opened(&file)?.kind != FileKind::File {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok(fs::fchmod(&file, Mode::RUSR | Mode::WUSR)?)
    }

    /// Every name in the folder that is text.
    pub(crate) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&self.fd)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().to_str()
                && name != "."
                && name != ".."
            {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    /// Whether the folder was deleted while it was open.
    pub(crate) fn is_gone(&self) -> bool {
        fs::fstat(&self.fd).is_ok_and(|stat| stat.st_nlink == 0)
    }

    /// Bytes of disk that this user can have here.
    pub(crate) fn free_space(&self) -> Option<u64> {
        let disk = fs::fstatvfs(&self.fd).ok()?;
        disk.f_bavail.checked_mul(disk.f_frsize)
    }
}

/// What a file is that was opened.
pub(crate) fn opened(file: &File) -> io::Result<Meta> {
    Ok(meta(&fs::fstat(file)?))
}

/// The number of the user whom this process works for.
pub(crate) fn this_user() -> Option<u32> {
    Some(rustix::process::geteuid().as_raw())
}

fn meta(stat: &fs::Stat) -> Meta {
    Meta {
        kind: kind(FileType::from_raw_mode(stat.st_mode)),
        bytes: u64::try_from(stat.st_size).unwrap_or(0),
        changed_at: stat.st_mtime * 1000 + stat.st_mtime_nsec as i64 / 1_000_000,
        user: Some(stat.st_uid),
        open_to_others: Mode::from_raw_mode(stat.st_mode).intersects(Mode::RWXG | Mode::RWXO),
    }
}

fn kind(file_type: FileType) -> FileKind {
    match file_type {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Folder,
        FileType::Symlink => FileKind::Link,
        FileType::Fifo => FileKind::Pipe,
        FileType::Socket => FileKind::Socket,
        _ => FileKind::Device,
    }
}
