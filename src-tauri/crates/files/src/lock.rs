use std::{
    fs::{File, TryLockError},
    io::{Seek, Write},
};

use mythline_protocol::Owner;

use crate::{FileError, FileKind, Folder, Op, RelPath};

/// A lock's file says who holds it in less than this many bytes.
const SAYS_AT_MOST: u64 = 4096;

/// A lock of the operating system on a file. It falls free when this is dropped or the process dies,
/// however it dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// The lock could not be taken.
#[derive(Debug)]
pub enum LockError {
    /// Another program holds it; who, where that could be read.
    Held(Option<Owner>),
    /// The file could not be opened or written.
    File(FileError),
}

impl Lock {
    /// Takes the lock, without waiting, and writes down who holds it.
    ///
    /// # Errors
    /// [`LockError::Held`] when another holds it; else what opening the file met.
    pub fn take(folder: &Folder, path: &RelPath, owner: &Owner) -> Result<Self, LockError> {
        let file = Self::open(folder, path).map_err(LockError::File)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held(Self::holder(folder, path))),
            Err(TryLockError::Error(e)) => return Err(LockError::File(folder.error(e, path.as_str()))),
        }
        let lock = Self { file };
        lock.say(owner).map_err(|e| LockError::File(folder.error(e, path.as_str())))?;
        Ok(lock)
    }

    /// Who wrote into a lock's file last; meaningful while the lock is held.
    #[must_use]
    pub fn holder(folder: &Folder, path: &RelPath) -> Option<Owner> {
        serde_json::from_slice(&folder.read(path, SAYS_AT_MOST).ok()?).ok()
    }

    fn open(folder: &Folder, path: &RelPath) -> Result<File, FileError> {
        let dir = folder.walk_or_make(path.parent().as_ref())?;
        let name = path.name();
        let told = || Op::Append(folder.told(path.as_str()), Vec::new());
        let opened = folder.change(told, || dir.lock_file(name));
        let file = opened.map_err(|e| folder.odd_or(&dir, name, FileKind::File, e, path))?;
        match dir.meta(name) {
            Ok(meta) if meta.kind != FileKind::File => {
                Err(FileError::new(crate::FileFault::Odd(meta.kind), path.as_str()))
            }
            _ => Ok(file),
        }
    }

    fn say(&self, owner: &Owner) -> std::io::Result<()> {
        let text = serde_json::to_vec(owner)?;
        let mut file = &self.file;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(&text)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Nobody is the owner now; if that cannot be written, the lock being free says it too.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}
