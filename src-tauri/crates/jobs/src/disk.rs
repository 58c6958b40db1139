use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use mythline_files::{Folder, LogFile, RelPath};
use mythline_protocol::JobId;

use crate::paths;

/// The most log lines that wait in memory; more are left out, and the log says how many.
const LINES: usize = 8192;
/// The most bytes of one job's log.
const LOG_BYTES: u64 = 1 << 20;
/// Logs held open while there is something to write.
const OPEN_LOGS: usize = 16;

type Write = Box<dyn FnOnce(&Folder) + Send>;

/// The threads that write. One writes what is known: changes of state come first, in the order in which
/// they were given; then what can wait (progress, story jobs), of which the last of each file is enough;
/// then log lines. The other writes the first records of new jobs, so that who starts one waits for no
/// write but its own: nothing else touches a file that is not there yet. Whoever gives them does not wait.
pub(crate) struct Disk {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// Gives lines to the logs.
#[derive(Clone)]
pub(crate) struct LogSink {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    /// Something is there to be written, and not the first of its job.
    woken: Condvar,
    /// The first record of a job is there to be written.
    first_woken: Condvar,
}

#[derive(Default)]
struct Waiting {
    firsts: VecDeque<Write>,
    writes: VecDeque<Write>,
    can_wait: HashMap<RelPath, Write>,
    /// The order of those that can wait.
    turns: VecDeque<RelPath>,
    lines: VecDeque<(JobId, String)>,
    left_out: HashMap<JobId, u64>,
    closed: bool,
}

impl Waiting {
    fn next(&mut self) -> Option<Write> {
        if let Some(write) = self.writes.pop_front() {
            return Some(write);
        }
        // A turn whose write was taken back is passed over.
        while let Some(file) = self.turns.pop_front() {
            if let Some(write) = self.can_wait.remove(&file) {
                return Some(write);
            }
        }
        None
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Disk {
    /// Begins to write in a folder.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(folder: Folder) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let mut disk = Self { shared, threads: Vec::new() };
        let (mine, place) = (disk.shared.clone(), folder.clone());
        disk.spawn("mythline-new", move || write_firsts(&place, &mine))?;
        let mine = disk.shared.clone();
        disk.spawn("mythline-disk", move || run(&folder, &mine))?;
        Ok(disk)
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
        self.threads.push(thread::Builder::new().name(name.to_owned()).spawn(work)?);
        Ok(())
    }

    /// Writes the first record of a job, after those of other jobs alone.
    pub(crate) fn write_first(&self, write: impl FnOnce(&Folder) + Send + 'static) {
        self.shared.lock().firsts.push_back(Box::new(write));
        self.shared.first_woken.notify_one();
    }

    /// Does a write when those before it are done.
    pub(crate) fn write(&self, write: impl FnOnce(&Folder) + Send + 'static) {
        self.shared.lock().writes.push_back(Box::new(write));
        self.shared.woken.notify_one();
    }

    /// Does a write of one file when nothing more pressing is waiting; one of the same file that was
    /// given before and is not done yet is left out.
    pub(crate) fn write_later(&self, file: RelPath, write: impl FnOnce(&Folder) + Send + 'static) {
        let mut waiting = self.shared.lock();
        if waiting.can_wait.insert(file.clone(), Box::new(write)).is_none() {
            waiting.turns.push_back(file);
        }
        drop(waiting);
        self.shared.woken.notify_one();
    }

    /// Takes a write back that can wait; false when there is none, or it is being done.
    pub(crate) fn take_back(&self, file: &RelPath) -> bool {
        self.shared.lock().can_wait.remove(file).is_some()
    }

    /// Where log lines go.
    pub(crate) fn logs(&self) -> LogSink {
        LogSink { shared: self.shared.clone() }
    }

    /// Ends when everything given is written; the threads are to be joined where waiting is allowed.
    pub(crate) fn close(&mut self) -> Vec<JoinHandle<()>> {
        self.shared.lock().closed = true;
        self.shared.woken.notify_one();
        self.shared.first_woken.notify_one();
        std::mem::take(&mut self.threads)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.close();
    }
}

impl LogSink {
    /// Appends a line to a job's log, some time.
    pub(crate) fn line(&self, id: JobId, line: String) {
        let mut waiting = self.shared.lock();
        if waiting.lines.len() < LINES {
            waiting.lines.push_back((id, line));
        } else {
            *waiting.left_out.entry(id).or_default() += 1;
        }
        drop(waiting);
        self.shared.woken.notify_one();
    }
}

fn write_firsts(folder: &Folder, shared: &Shared) {
    let mut waiting = shared.lock();
    loop {
        if let Some(write) = waiting.firsts.pop_front() {
            drop(waiting);
            write(folder);
            waiting = shared.lock();
        } else if waiting.closed {
            return;
        } else {
            waiting = shared.first_woken.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn run(folder: &Folder, shared: &Shared) {
    let mut logs = Logs { folder, open: VecDeque::new() };
    loop {
        let mut waiting = shared.lock();
        loop {
            if let Some(write) = waiting.next() {
                drop(waiting);
                write(folder);
                break;
            }
            if let Some((id, line)) = waiting.lines.pop_front() {
                let left_out = waiting.left_out.remove(&id);
                drop(waiting);
                logs.line(id, &line);
                if let Some(count) = left_out {
                    logs.line(
                        id,
                        &format!("{count} lines were left out here: they came faster than the disk."),
                    );
                }
                break;
            }
            if waiting.closed {
                return;
            }
            // Nothing is held open for lines that may never come.
            logs.open.clear();
            waiting = shared.woken.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

struct Logs<'a> {
    folder: &'a Folder,
    /// The one used last stands last.
    open: VecDeque<(JobId, LogFile)>,
}

impl Logs<'_> {
    fn line(&mut self, id: JobId, line: &str) {
        if let Err(e) = self.try_line(id, line) {
            tracing::warn!(job = %id, "a log line was not written: {e}");
        }
    }

    fn try_line(&mut self, id: JobId, line: &str) -> Result<(), mythline_files::FileError> {
        let mut log =
            match self.open.iter().position(|(open, _)| *open == id).and_then(|at| self.open.remove(at)) {
                Some((_, log)) => log,
                None => LogFile::open(self.folder, paths::log(id), LOG_BYTES)?,
            };
        log.line(line)?;
        if self.open.len() == OPEN_LOGS {
            self.open.pop_front();
        }
        self.open.push_back((id, log));
        Ok(())
    }
}
