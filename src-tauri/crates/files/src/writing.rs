use std::io::{self, Write};

use uuid::Uuid;

use crate::{FileError, FileFault, FileKind, Folder, Op, RelPath, disk::Dir};

/// How our temporary files are called: nobody else's are, so what a crash left behind can be removed.
const TEMP_START: &str = ".mythline-";
const TEMP_END: &str = ".tmp";

impl Folder {
    /// Writes a file whole or not at all: beside it first, forced to the disk, then moved in its place,
    /// and the folder's names forced to the disk. Folders on the way are made.
    ///
    /// When it returns `Ok` the content survives a loss of power. When it fails, what was there before
    /// is there still.
    ///
    /// # Errors
    /// [`FileFault::DiskFull`], [`FileFault::ReadOnly`], [`FileFault::Denied`], [`FileFault::Gone`];
    /// [`FileFault::Odd`] when the name stands for something that is no regular file.
    pub fn write(&self, path: &RelPath, content: &[u8]) -> Result<(), FileError> {
        self.put(path, content, true, None).map(drop)
    }

    /// Writes as [`Folder::write`] does, in place of `was` and of nothing else: what somebody has put there
    /// meanwhile stays, and the answer is no. It is looked for when the new content is safe beside it, so
    /// that the moment left is that of a move.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn write_over(&self, path: &RelPath, was: &[u8], content: &[u8]) -> Result<bool, FileError> {
        self.put(path, content, true, Some(was))
    }

    /// Writes a file whole or not at all as others see it, and forces nothing to the disk: for what is
    /// worth nothing after a loss of power (a question to a program that runs, text to look on).
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn write_passing(&self, path: &RelPath, content: &[u8]) -> Result<(), FileError> {
        self.put(path, content, false, None).map(drop)
    }

    fn put(
        &self,
        path: &RelPath,
        content: &[u8],
        force: bool,
        was: Option<&[u8]>,
    ) -> Result<bool, FileError> {
        let dir = self.walk_or_make(path.parent().as_ref())?;
        refuse_odd(&dir, path)?;
        let temp = format!("{TEMP_START}{}{TEMP_END}", Uuid::new_v4().simple());
        let stands = || was.is_none_or(|was| self.holds(path, was));
        let written = self.put_by(&dir, path, &temp, content, force, stands);
        if !matches!(written, Ok(true)) {
            // It may be there or not; what stays is swept at the next start.
            let folder = path.parent().map_or(String::new(), |p| p.as_str().to_owned());
            let told = || Op::Remove(self.told(&join(&folder, &temp)));
            let _ = self.change(told, || dir.remove(&temp));
        }
        written.map_err(|e| self.error(e, path.as_str()))
    }

    /// Whether a file has this content and no other.
    fn holds(&self, path: &RelPath, content: &[u8]) -> bool {
        self.read(path, content.len() as u64).is_ok_and(|there| there == content)
    }

    fn put_by(
        &self,
        dir: &Dir,
        path: &RelPath,
        temp: &str,
        content: &[u8],
        force: bool,
        stands: impl FnOnce() -> bool,
    ) -> io::Result<bool> {
        let folder = path.parent().map_or(String::new(), |p| p.as_str().to_owned());
        let beside = || self.told(&join(&folder, temp));
        let mut file = self.change(|| Op::Create(beside()), || dir.create_file(temp))?;
        self.change(|| Op::Append(beside(), content.to_vec()), || file.write_all(content))?;
        if force {
            self.change(|| Op::Sync(beside()), || file.sync_all())?;
        }
        if !stands() {
            return Ok(false);
        }
        self.change(
            || Op::Rename(beside(), self.told(path.as_str())),
            || dir.rename(temp, dir, path.name()),
        )?;
        if force {
            self.change(|| Op::SyncFolder(self.told(&folder)), || dir.sync())?;
        }
        Ok(true)
    }

    /// Removes what [`Folder::write_passing`] wrote; that it is not there is no error.
    ///
    /// # Errors
    /// As [`Folder::remove`].
    pub fn remove_passing(&self, path: &RelPath) -> Result<(), FileError> {
        self.take_away(path, false)
    }

    /// Moves a name out of the way, whatever it stands for: nothing is opened, nothing is followed, and
    /// nothing is replaced but a regular file.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn set_aside(&self, from: &RelPath, to: &RelPath) -> Result<(), FileError> {
        let source = self.walk_parent(from)?;
        let target = self.walk_or_make(to.parent().as_ref())?;
        refuse_odd(&target, to)?;
        let told = || Op::Rename(self.told(from.as_str()), self.told(to.as_str()));
        let moved = self.change(told, || source.rename(from.name(), &target, to.name()));
        moved.map_err(|e| self.error(e, from.as_str()))
    }

    /// Makes a folder and all above it, where they are not there. Ours are for their user alone.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn make_folder(&self, path: &RelPath) -> Result<(), FileError> {
        self.walk_or_make(Some(path)).map(drop)
    }

    /// Moves a file to another name, in place of what is there; both folders are forced to the disk.
    ///
    /// # Errors
    /// [`FileFault::Missing`], and as [`Folder::write`].
    pub fn rename(&self, from: &RelPath, to: &RelPath) -> Result<(), FileError> {
        let source = self.walk_parent(from)?;
        refuse_odd(&source, from)?;
        let target = self.walk_or_make(to.parent().as_ref())?;
        refuse_odd(&target, to)?;
        let moved = self.change(
            || Op::Rename(self.told(from.as_str()), self.told(to.as_str())),
            || source.rename(from.name(), &target, to.name()),
        );
        moved.map_err(|e| self.error(e, from.as_str()))?;
        // The new name first: a file that has two names after a loss of power is better than none.
        self.sync_folder(&target, to)?;
        if from.parent() != to.parent() {
            self.sync_folder(&source, from)?;
        }
        Ok(())
    }

    /// Moves files from one folder to another under their own names, in place of what is there, and forces
    /// both folders to the disk once, at the end. Answers how many, from the first on, were moved, and why
    /// the next was not.
    ///
    /// At every point each file has its old name, its new one, or both: new names are forced before old ones
    /// are given up.
    pub fn move_all(&self, from: &RelPath, to: &RelPath, names: &[String]) -> (usize, Option<FileError>) {
        let mut moved = 0;
        let failed = self.move_each(from, to, names, &mut moved).err();
        (moved, failed)
    }

    fn move_each(
        &self,
        from: &RelPath,
        to: &RelPath,
        names: &[String],
        moved: &mut usize,
    ) -> Result<(), FileError> {
        if names.is_empty() {
            return Ok(());
        }
        let (source, target) = (self.walk(Some(from))?, self.walk_or_make(Some(to))?);
        let mut done = Ok(());
        for name in names {
            done = self.move_one((&source, from), (&target, to), name);
            if done.is_err() {
                break;
            }
            *moved += 1;
        }
        for (dir, folder) in [(&target, to), (&source, from)] {
            let synced = self.change(|| Op::SyncFolder(self.told(folder.as_str())), || dir.sync());
            synced.map_err(|e| self.error(e, folder.as_str()))?;
        }
        done
    }

    fn move_one(
        &self,
        (source, from): (&Dir, &RelPath),
        (target, to): (&Dir, &RelPath),
        name: &str,
    ) -> Result<(), FileError> {
        let (old, new) = (from.join(name)?, to.join(name)?);
        refuse_odd(source, &old)?;
        refuse_odd(target, &new)?;
        let op = || Op::Rename(self.told(old.as_str()), self.told(new.as_str()));
        self.change(op, || source.rename(name, target, name)).map_err(|e| self.error(e, old.as_str()))
    }

    /// Removes files of one folder, and forces the folder to the disk once, at the end; those that are not
    /// there are no error. All are tried.
    ///
    /// # Errors
    /// Why the last of those that stay was not removed.
    pub fn remove_all(&self, folder: &RelPath, names: &[String]) -> Result<(), FileError> {
        let dir = match self.walk(Some(folder)) {
            Err(e) if e.fault == FileFault::Missing => return Ok(()),
            walked => walked?,
        };
        let mut done = Ok(());
        for name in names {
            let path = folder.join(name)?;
            match self.change(|| Op::Remove(self.told(path.as_str())), || dir.remove(name)) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => {
                    done = Err(self.odd_or(&dir, name, FileKind::File, e, &path));
                }
                _ => {}
            }
        }
        self.change(|| Op::SyncFolder(self.told(folder.as_str())), || dir.sync())
            .map_err(|e| self.error(e, folder.as_str()))?;
        done
    }

    /// Removes a file; that it is not there is no error.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn remove(&self, path: &RelPath) -> Result<(), FileError> {
        self.take_away(path, true)
    }

    fn take_away(&self, path: &RelPath, force: bool) -> Result<(), FileError> {
        let dir = match self.walk_parent(path) {
            Err(e) if e.fault == FileFault::Missing => return Ok(()),
            walked => walked?,
        };
        let removed = self.change(|| Op::Remove(self.told(path.as_str())), || dir.remove(path.name()));
        match removed {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(self.odd_or(&dir, path.name(), FileKind::File, e, path)),
            Ok(()) if force => self.sync_folder(&dir, path),
            Ok(()) => Ok(()),
        }
    }

    /// Removes a folder that is empty.
    ///
    /// # Errors
    /// [`FileFault::Other`] when it is not empty, and as [`Folder::write`].
    pub fn remove_folder(&self, path: &RelPath) -> Result<(), FileError> {
        let dir = self.walk_parent(path)?;
        self.change(|| Op::Remove(self.told(path.as_str())), || dir.remove_sub(path.name()))
            .map_err(|e| self.odd_or(&dir, path.name(), FileKind::Folder, e, path))?;
        self.sync_folder(&dir, path)
    }

    /// Removes temporary files that a crash left in a folder, and answers how many. Only the owner of
    /// the workspace may, while nothing is written there.
    ///
    /// # Errors
    /// As [`Folder::list`].
    pub fn sweep(&self, path: Option<&RelPath>) -> Result<usize, FileError> {
        let dir = match self.walk(path) {
            Err(e) if e.fault == FileFault::Missing => return Ok(0),
            walked => walked?,
        };
        let folder = path.map_or("", RelPath::as_str);
        let mut swept = 0;
        for name in dir.names().map_err(|e| self.error(e, folder))? {
            if is_temporary(&name) && dir.meta(&name).is_ok_and(|meta| meta.kind == FileKind::File) {
                self.change(|| Op::Remove(self.told(&join(folder, &name))), || dir.remove(&name))
                    .map_err(|e| self.error(e, name))?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// How many temporary files a crash has left in a folder.
    ///
    /// # Errors
    /// As [`Folder::list`].
    pub fn left_over(&self, path: Option<&RelPath>) -> Result<usize, FileError> {
        let names = match self.names(path) {
            Err(e) if e.fault == FileFault::Missing => return Ok(0),
            names => names?,
        };
        Ok(names.iter().filter(|name| is_temporary(name)).count())
    }

    pub(crate) fn walk_or_make(&self, path: Option<&RelPath>) -> Result<Dir, FileError> {
        let mut dir = self.walk(None)?;
        let Some(path) = path else { return Ok(dir) };
        let mut above = String::new();
        for segment in path.segments() {
            let below = join(&above, segment);
            dir = match dir.sub(segment) {
                Ok(sub) => sub,
                Err(e) if e.kind() == io::ErrorKind::NotFound => {
                    self.make_one(&dir, segment, &above, &below).map_err(|e| self.error(e, &below))?
                }
                Err(e) => return Err(self.odd_or(&dir, segment, FileKind::Folder, e, path)),
            };
            above = below;
        }
        Ok(dir)
    }

    fn make_one(&self, dir: &Dir, name: &str, above: &str, path: &str) -> io::Result<Dir> {
        match self.change(|| Op::MakeFolder(self.told(path)), || dir.make_sub(name)) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
            _ => self.change(|| Op::SyncFolder(self.told(above)), || dir.sync())?,
        }
        dir.sub(name)
    }

    fn sync_folder(&self, dir: &Dir, child: &RelPath) -> Result<(), FileError> {
        let folder = child.parent().map_or(String::new(), |p| p.as_str().to_owned());
        self.change(|| Op::SyncFolder(self.told(&folder)), || dir.sync()).map_err(|e| self.error(e, folder))
    }
}

/// What is no regular file is not replaced: somebody put it there.
fn refuse_odd(dir: &Dir, path: &RelPath) -> Result<(), FileError> {
    match dir.meta(path.name()) {
        Ok(meta) if meta.kind != FileKind::File => {
            Err(FileError::new(FileFault::Odd(meta.kind), path.as_str()))
        }
        _ => Ok(()),
    }
}

fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMP_START) && name.ends_with(TEMP_END)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
