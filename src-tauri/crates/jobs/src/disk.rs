use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use mythline_files::{Folder, LogFile};
use mythline_protocol::JobId;

use crate::paths;

/// The most log lines that wait in memory; more are left out, and the log says how many.
const LINES: usize = 8192;
/// The most bytes of one job's log.
const LOG_BYTES: u64 = 1 << 20;
/// Logs held open.
const OPEN_LOGS: usize = 16;

type Write = Box<dyn FnOnce(&Folder) + Send>;

/// The thread that writes. Writes are done in the order in which they were given, log lines when there
/// is nothing else; whoever gives them does not wait.
pub(crate) struct Disk {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// Gives lines to the logs.
#[derive(Clone)]
pub(crate) struct LogSink {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    woken: Condvar,
}

#[derive(Default)]
struct Waiting {
    writes: VecDeque<Write>,
    lines: VecDeque<(JobId, String)>,
    left_out: HashMap<JobId, u64>,
    closed: bool,
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
        let mine = shared.clone();
        let thread =
            thread::Builder::new().name("mythline-disk".to_owned()).spawn(move || run(&folder, &mine))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Does a write when those before it are done.
    pub(crate) fn write(&self, write: impl FnOnce(&Folder) + Send + 'static) {
        self.shared.lock().writes.push_back(Box::new(write));
        self.shared.woken.notify_one();
    }

    /// Where log lines go.
    pub(crate) fn logs(&self) -> LogSink {
        LogSink { shared: self.shared.clone() }
    }

    /// Ends when everything given is written; the thread is to be joined where waiting is allowed.
    pub(crate) fn close(&mut self) -> Option<JoinHandle<()>> {
        self.shared.lock().closed = true;
        self.shared.woken.notify_one();
        self.thread.take()
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

fn run(folder: &Folder, shared: &Shared) {
    let mut logs = Logs { folder, open: VecDeque::new() };
    loop {
        let mut waiting = shared.lock();
        loop {
            if let Some(write) = waiting.writes.pop_front() {
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
