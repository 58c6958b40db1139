//! Reading what lies in a workspace, once, at the start.

use std::{collections::BTreeMap, sync::Arc, thread};

use mythline_files::{FileError, FileFault, Folder};
use mythline_protocol::{CommandError, ErrorCode, JobId, JobRow, JobStatus};

use crate::{
    board::Key,
    foreign,
    glimpse::Glimpse,
    machine::{self, Event},
    paths,
    record::Record,
    rows, scarcity,
    story_job::StoryJob,
};

/// The most bytes of a task file. Ours have a few thousand.
pub(crate) const TASK_BYTES: u64 = 4 << 20;
/// So few files one thread reads by itself: at a start the window's own processes want the other cores.
const ALONE: usize = 2_048;

/// A task file, read.
pub(crate) enum Found {
    /// A job of ours.
    Ours(JobId, Box<Record>),
    /// One that has nothing ahead of it.
    AtRest(JobId, Box<Glimpse>),
    /// A row for what is not ours, or cannot be read.
    Other(Key, Box<JobRow>),
    /// The story job of a job of ours: its subject, as the file is called, and what it says.
    StoryJob(String, Box<StoryJob>),
}

/// Reads every file of `.mythline/tasks` and `.mythline/story_jobs`, and hands each to `each` in no
/// order; with `sweep`, which is for the owner, what a crash left there is removed. What cannot be read becomes a row that says why; nothing stops the rest.
///
/// # Errors
/// Only when the folder itself cannot be read.
pub(crate) fn all<T: Send>(
    folder: &Folder,
    sweep: bool,
    each: impl Fn(Found) -> T + Sync,
) -> Result<Vec<T>, FileError> {
    let mut found = read_folder(folder, paths::TASKS, sweep, &each)?;
    found.extend(read_folder(folder, paths::STORY_JOBS, sweep, &each)?);
    Ok(found)
}

fn read_folder<T: Send>(
    folder: &Folder,
    name: &'static str,
    sweep: bool,
    each: &(impl Fn(Found) -> T + Sync),
) -> Result<Vec<T>, FileError> {
    let sub = match folder.sub(&paths::fixed(name)) {
        Err(e) if e.fault == FileFault::Missing => return Ok(Vec::new()),
        sub => sub?,
    };
    let mut names = sub.names(None)?;
    let before = names.len();
    names.retain(|name| is_job_name(name));
    if sweep
        && names.len() < before
        && let Err(e) = sub.sweep(None)
    {
        tracing::warn!("left-over files stay in {name}: {e}");
    }
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    let part = names.len().div_ceil(threads).max(ALONE);
    let parts: Vec<Vec<T>> = thread::scope(|scope| {
        let reading: Vec<_> = names
            .chunks(part)
            .map(|names| {
                let sub = &sub;
                scope.spawn(move || {
                    let mut bytes = Vec::new();
                    names.iter().filter_map(|n| read_with(sub, name, n, &mut bytes)).map(each).collect()
                })
            })
            .collect();
        reading.into_iter().filter_map(|part| part.join().ok()).collect()
    });
    Ok(parts.into_iter().flatten().collect())
}

/// Our temporary files and hidden files of editors are no jobs.
pub(crate) fn is_job_name(name: &str) -> bool {
    !name.starts_with('.') && name.ends_with(".json")
}

/// Reads one file of `tasks/` or `story_jobs/`, which `sub` is. `None` when it has gone meanwhile.
pub(crate) fn read_one(sub: &Folder, folder: &str, name: &str) -> Option<Found> {
    read_with(sub, folder, name, &mut Vec::new())
}

/// The same, with a place for the bytes that is used again.
fn read_with(sub: &Folder, folder: &str, name: &str, bytes: &mut Vec<u8>) -> Option<Found> {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let path = mythline_files::RelPath::segment(name).ok()?;
    let read = sub.read_into(&path, TASK_BYTES, bytes);
    let ours = stem.parse::<JobId>().ok().filter(|_| folder == paths::TASKS);
    if let (Ok(()), Some(id)) = (&read, ours)
        && let Some(glimpse) = Glimpse::at_rest(bytes, stem)
    {
        return Some(Found::AtRest(id, Box::new(glimpse)));
    }
    let short = folder.rsplit('/').next().unwrap_or(folder);
    let id = format!("{short}/{stem}");
    let damaged = |reason: String, changed_at| {
        let file = format!("{folder}/{name}");
        let row = rows::damaged(&id, stem, file, reason, changed_at);
        Some(Found::Other(Key::Other(id.as_str().into()), Box::new(row)))
    };
    let changed_at = || sub.entry(&path).map_or(0, |entry| entry.changed_at);
    match read {
        Ok(()) => {}
        Err(e) if e.fault == FileFault::Missing => return None,
        Err(e) => return damaged(format!("The file {}.", e.reason()), changed_at()),
    }
    if let Some(ours) = ours
        && !foreign::is_task(bytes)
    {
        return match Record::parse(bytes) {
            Ok(record) if record.task_id == stem => Some(Found::Ours(ours, Box::new(record))),
            Ok(_) => damaged("The file holds the id of another job.".to_owned(), changed_at()),
            Err(reason) => damaged(reason, changed_at()),
        };
    }
    if folder == paths::STORY_JOBS
        && let Some(ours) = StoryJob::parse(bytes)
    {
        return Some(Found::StoryJob(stem.to_owned(), Box::new(ours)));
    }
    match foreign::row(&id, stem, bytes, changed_at()) {
        Ok(row) => Some(Found::Other(Key::Other(id.as_str().into()), Box::new(row))),
        Err(reason) => damaged(reason, changed_at()),
    }
}

/// The record of a job of ours.
///
/// # Errors
/// [`mythline_protocol::ErrorCode::DamagedFile`] and what else reading can meet, for people.
pub(crate) fn record(folder: &Folder, id: JobId) -> Result<Record, CommandError> {
    let path = paths::task(id);
    let bytes = folder.read(&path, TASK_BYTES).map_err(|e| {
        tracing::warn!(job = %id, "a task file cannot be read: {e}");
        e.command_error("This job's file")
    })?;
    Record::parse(&bytes).map_err(|reason| {
        let sentence = format!("This job cannot be read any more. {reason} It is left as it is.");
        CommandError::new(ErrorCode::DamagedFile, sentence)
    })
}

/// What the board starts with when this program only looks.
pub(crate) fn looking(folder: &Folder, standing: Onlooker) -> Result<BTreeMap<Key, Arc<JobRow>>, FileError> {
    let found = all(folder, false, |found| looked_at(found, standing))?;
    Ok(found.into_iter().flatten().map(|(key, row)| (key, Arc::new(row))).collect())
}

/// How a program that only looks stands to the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onlooker {
    /// Another program owns it.
    Outside,
    /// Nobody owns it: whoever goes in may act.
    AtTheDoor,
    /// Nobody owns it, and nothing can be written in it.
    Shut,
}

impl Onlooker {
    pub(crate) fn situation(self) -> rows::Situation {
        rows::Situation { shut: self == Self::Shut, ..rows::Situation::default() }
    }
}

/// A row for a program that only looks. Where nobody owns the workspace it says what recovery would.
pub(crate) fn looked_at(found: Found, onlooker: Onlooker) -> Option<(Key, JobRow)> {
    match found {
        Found::StoryJob(..) => None,
        Found::Other(key, row) => Some((key, *row)),
        Found::AtRest(id, glimpse) => Some((Key::Ours(id), rows::row(*glimpse, onlooker.situation()))),
        Found::Ours(id, mut record) => {
            if onlooker != Onlooker::Outside {
                recover(&mut record);
            }
            Some((Key::Ours(id), rows::row((&*record).into(), onlooker.situation())))
        }
    }
}

/// Puts right what is not true any more because the program that ran the job is gone; answers whether
/// anything was.
pub(crate) fn recover(record: &mut Record) -> bool {
    let Ok(status) = machine::next(record.status, Event::Lose) else { return scarcity::recover(record) };
    record.message = match status {
        JobStatus::Paused => {
            "Was waiting for its turn when the program closed. Resume puts it back in the queue.".to_owned()
        }
        _ => format!("The program closed while this was being written. {}", record.kept()),
    };
    record.status = status;
    if status == JobStatus::Interrupted {
        // The last that is known of it.
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
        let last = (record.timestamp * 1000.0) as i64;
        if last > 0 {
            record.ends(last);
        }
    }
    true
}
