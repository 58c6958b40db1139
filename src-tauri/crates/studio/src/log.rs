use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use mythline_files::{FileError, Folder, LogFile, RelPath};
use tracing_subscriber::EnvFilter;

/// How large a log may grow, in bytes; then its older half goes.
const BOUND: u64 = 2 * 1024 * 1024;

/// Begins the program's own log, `logs/{program}.log` in the data folder: what was behind each error,
/// for whoever mends it. `MYTHLINE_LOG` says how much (`debug`, `mythline_jobs=trace`); without it, what
/// matters.
///
/// A log that cannot be written must not keep the program from starting: then there is none. A second
/// call in the same process changes nothing.
pub fn begin_log(data: &Path, program: &str) {
    let Ok(file) = open(data, program) else { return };
    let filter = EnvFilter::try_from_env("MYTHLINE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = Lines(Arc::new(Mutex::new(file)));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        // Where it was said: a report of troubles names the place and leaves away the words.
        .with_file(true)
        .with_line_number(true)
        .with_writer(move || lines.clone())
        .try_init();
}

fn open(data: &Path, program: &str) -> Result<LogFile, FileError> {
    LogFile::open(&Folder::create(data)?, RelPath::new(["logs", &format!("{program}.log")])?, BOUND)
}

/// Takes whole lines, as the subscriber writes them.
#[derive(Clone)]
struct Lines(Arc<Mutex<LogFile>>);

impl io::Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.line(text.trim_end()).map_err(|error| io::Error::other(error.reason()))?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
