//! What other programs do to the files of jobs, while this one owns the workspace.
//!
//! A file that the engine wrote itself is known by its content. The record of a job that has something
//! ahead of it is the engine's: what others change in it is written over, but for the title and for
//! fields that are not ours, which are taken in. The record of a job at rest is whatever its file says.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Weak},
};

use mythline_files::{FileError, FileFault, Folder, RelPath};
use mythline_protocol::{JobId, JobRow};
use tokio::sync::{mpsc, oneshot};

use crate::{
    board::{Board, Key},
    command::Heard,
    glimpse::Glimpse,
    job::Job,
    load::{self, Found},
    looking,
    opening::subject_key,
    paths,
    record::Record,
    rows::{self, Situation},
    scheduler::Scheduler,
    watching::{self, JobFile, JobFiles},
};

/// Files that are told to the scheduler at once: it does other things in between.
const AT_ONCE: usize = 32;
/// How many files are set aside for one job; the last is written over.
const ASIDE: u32 = 9;

/// Tells the scheduler of files that are not as the board has them, for as long as it works.
pub(crate) fn follow(folder: Folder, board: &Arc<Board>, mut files: JobFiles, heard: mpsc::Sender<Heard>) {
    let board: Weak<Board> = Arc::downgrade(board);
    tokio::spawn(async move {
        loop {
            let names = tokio::select! {
                names = files.next() => names,
                () = heard.closed() => return,
            };
            let (folder, Some(board)) = (folder.clone(), board.upgrade()) else { return };
            let looked = tokio::task::spawn_blocking(move || {
                let mut looked = watching::look(&folder, &board, names);
                files.doubt(&mut looked);
                looked.retain(|file| is_news(file, &board));
                (files, looked)
            });
            let Ok((returned, mut looked)) = looked.await else { return };
            files = returned;
            while !looked.is_empty() {
                let rest = looked.split_off(looked.len().min(AT_ONCE));
                let (done, is_done) = oneshot::channel();
                let told = Heard::Outside { files: std::mem::replace(&mut looked, rest), done };
                // What is news next is seen by comparing with the board: it must have this first.
                if heard.send(told).await.is_err() || is_done.await.is_err() {
                    return;
                }
            }
        }
    });
}

/// Whether a file says something else than the board, as far as can be seen from here.
fn is_news(file: &JobFile, board: &Board) -> bool {
    let unlike = |key: &Key, row: JobRow| board.get(key).is_none_or(|known| *known != row);
    match &file.found {
        Some(Found::Ours(id, record)) => {
            unlike(&Key::Ours(*id), rows::row((&**record).into(), Situation::default()))
        }
        Some(Found::AtRest(id, glimpse)) => {
            unlike(&Key::Ours(*id), rows::row(Glimpse::clone(glimpse), Situation::default()))
        }
        Some(Found::Other(key, row)) => board.get(key).is_none_or(|known| *known != **row),
        Some(Found::StoryJob(..)) | None => {
            looking::keys(&file.path).iter().any(|key| board.get(key).is_some())
        }
    }
}

/// By what the content of a file is known again.
pub(crate) fn mark(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

impl Scheduler {
    /// Files are not as they were.
    pub(crate) fn changed_outside(&mut self, files: Vec<JobFile>) {
        let mut subjects = HashSet::new();
        for file in files {
            let ours = looking::keys(&file.path).into_iter().find_map(|key| match key {
                Key::Ours(id) => Some(id),
                Key::Other(_) => None,
            });
            match ours {
                Some(id) => subjects.extend(self.task_changed_outside(id, file)),
                None => self.other_changed(file),
            }
        }
        self.find_newest_of(&subjects);
    }

    /// A file of another tool is not as it was, or is one of ours now.
    fn other_changed(&self, file: JobFile) {
        match file.found {
            Some(Found::Other(key, row)) => self.board.publish(&key, *row, true),
            _ => looking::keys(&file.path).iter().for_each(|key| self.board.remove(key)),
        }
    }

    /// A task file that is called like a job of ours is not as it was. Answers the subjects whose newest
    /// job may be another one now.
    fn task_changed_outside(&mut self, id: JobId, file: JobFile) -> Vec<String> {
        if self.leaving.contains(&id) || self.refused.contains(&id) {
            return Vec::new();
        }
        if let Some(job) = self.jobs.get(&id) {
            if job.fresh.is_none() && self.is_not_ours(job, id) {
                self.take_in(id);
            }
            return Vec::new();
        }
        let before = self.board.ours(id).map(|row| row.subject.clone());
        // It is read again: what was read may be older than what was written since.
        let now = self.folder.sub(&paths::fixed(paths::TASKS)).ok();
        let now = now.and_then(|sub| load::read_one(&sub, paths::TASKS, file.path.name()));
        let after = match now {
            Some(Found::Ours(_, record)) => Some(self.appeared(id, *record)),
            Some(Found::AtRest(_, glimpse)) => {
                let row = rows::row(*glimpse, Situation::default());
                let subject = subject_key(&row.subject);
                self.show(id, row);
                Some(subject)
            }
            found => {
                self.board.remove(&Key::Ours(id));
                self.other_changed(JobFile { path: file.path, found });
                None
            }
        };
        let before_key = before.as_deref().map(subject_key);
        if before_key == after {
            return Vec::new();
        }
        if let (Some(subject), Some(key)) = (before, &before_key)
            && self.newest.get(key) == Some(&id)
        {
            self.newest.remove(key);
            self.remove_story_job(&subject);
        }
        before_key.into_iter().chain(after).collect()
    }

    /// The record of a job at rest, or of one that nobody knew, says something else. Answers its subject.
    fn appeared(&mut self, id: JobId, mut record: Record) -> String {
        let subject = subject_key(&record.subject);
        // Nothing runs here that this engine did not begin.
        let recovered = load::recover(&mut record);
        self.show(id, rows::row((&record).into(), Situation::default()));
        if recovered || record.status.is_active() {
            self.jobs.insert(id, Job::on_disk(record));
        }
        if recovered {
            self.changed(id);
        }
        subject
    }

    /// Shows a job of ours where a damaged file may have been shown.
    fn show(&self, id: JobId, row: JobRow) {
        for key in looking::keys(&paths::task(id)).iter().filter(|key| **key != Key::Ours(id)) {
            self.board.remove(key);
        }
        if self.board.ours(id).is_none_or(|known| *known != row) {
            self.board.publish(&Key::Ours(id), row, true);
        }
    }

    /// Whether the file of a job in memory holds what the engine did not write, or is gone.
    fn is_not_ours(&self, job: &Job, id: JobId) -> bool {
        let found = self.folder.read(&paths::task(id), load::TASK_BYTES).ok().map(|bytes| mark(&bytes));
        found.is_none() || !job.has_written(found)
    }

    /// Takes in what others may change in the record of a job that is the engine's, and writes it.
    fn take_in(&mut self, id: JobId) {
        match load::record(&self.folder, id) {
            Ok(edited) => self.edited(id, edited),
            Err(_) => self.changed(id),
        }
    }

    /// Another program has changed the record of a job in memory.
    pub(crate) fn edited(&mut self, id: JobId, edited: Record) {
        tracing::info!(job = %id, "the record of a job was changed by another program");
        if let Some(job) = self.jobs.get_mut(&id) {
            job.record.take_in(edited);
            self.changed(id);
        }
    }
}

/// Looks what lies where a record is about to be written, and is not what the engine wrote there: a record
/// is answered, to be taken in; of anything else a copy is kept beside it, so that nothing of others is lost.
///
/// # Errors
/// When it cannot be kept: then it is not to be written over.
pub(crate) fn before_writing(
    folder: &Folder,
    id: JobId,
    written: Option<u64>,
) -> Result<Option<Box<Record>>, FileError> {
    let path = paths::task(id);
    let free = || {
        let missing = |path: &RelPath| folder.entry(path).is_err_and(|e| e.fault == FileFault::Missing);
        (1..ASIDE).map(|number| paths::aside(id, number)).find(missing).unwrap_or(paths::aside(id, ASIDE))
    };
    match folder.read(&path, load::TASK_BYTES) {
        Ok(bytes) if written == Some(mark(&bytes)) => Ok(None),
        Ok(bytes) => match Record::parse(&bytes) {
            Ok(record) if record.task_id == id.to_string() => Ok(Some(Box::new(record))),
            _ => folder.write(&free(), &bytes).map(|()| None),
        },
        Err(e) if matches!(e.fault, FileFault::TooLarge { .. }) => {
            folder.rename(&path, &free()).map(|()| None)
        }
        // What else it may be, writing meets.
        Err(_) => Ok(None),
    }
}
