//! What is done when a workspace is opened.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use mythline_files::{FileError, Folder, Lock, LockError, Subject, this_process};
use mythline_protocol::{Access, CommandError, ErrorCode, JobId, JobRow, Owner};
use tokio::sync::mpsc;

use crate::{
    EngineOptions, Work,
    board::{Board, Key},
    engine::Desk,
    load::{self, Found, Onlooker},
    looking, paths,
    record::Record,
    rows::{self, Standing},
    scheduler::Scheduler,
    story_job::StoryJob,
    text::Texts,
};

/// How many commands wait before whoever sends one waits too.
const COMMANDS: usize = 256;

/// Every kind of job that can be run.
#[derive(Clone)]
pub(crate) struct Works(Arc<HashMap<&'static str, Arc<dyn Work>>>);

impl Works {
    pub(crate) fn get(&self, kind: &str) -> Result<Arc<dyn Work>, CommandError> {
        self.0.get(kind).cloned().ok_or_else(|| {
            CommandError::new(ErrorCode::NotNow, "This version of Mythline cannot run jobs of this kind.")
        })
    }
}

/// What lay in the workspace, as it is after recovery.
#[derive(Default)]
pub(crate) struct Opened {
    pub(crate) rows: BTreeMap<Key, Arc<JobRow>>,
    /// The newest job of each subject, by the subject's key.
    pub(crate) newest: HashMap<String, JobId>,
    /// Jobs with something ahead of them, and those whose program died; for the latter `true`: their
    /// record was put right and is still to be written.
    pub(crate) active: Vec<(Record, bool)>,
    /// Subjects whose story job does not say what is so: a crash came between its write and the job's.
    pub(crate) stale: Vec<String>,
}

pub(crate) async fn open(options: EngineOptions) -> Result<Desk, CommandError> {
    let folder = options.folder.clone();
    let owner = this_process(&options.program);
    let look = options.look;
    let read = tokio::task::spawn_blocking(move || read(&folder, &owner, look)).await;
    let read = read.map_err(|e| {
        tracing::error!("opening the workspace broke off: {e}");
        CommandError::new(ErrorCode::Internal, "The workspace could not be opened.")
    })??;
    let works: HashMap<_, _> = options.works.iter().map(|work| (work.kind(), work.clone())).collect();
    let works = Works(Arc::new(works));
    let texts = Arc::new(Texts::default());
    let (commands, orders) = mpsc::channel(COMMANDS);
    let (clock, folder) = (options.clock.clone(), options.folder.clone());
    let (board, access, refusal) = match read {
        Read::Mine(lock, opened) => {
            let board = Board::new(opened.rows.clone());
            let scheduler =
                Scheduler::new(options, board.clone(), texts.clone(), works.clone(), lock, opened)?;
            tokio::spawn(scheduler.run(orders));
            (board, Access::Owner, None)
        }
        Read::Theirs(owner, refusal, rows) => {
            let board = Board::new(rows);
            let unowned = if look { Onlooker::AtTheDoor } else { Onlooker::Shut };
            looking::follow(folder.clone(), &board, clock.clone(), unowned);
            (board, Access::Looking { owner }, Some(refusal))
        }
    };
    Ok(Desk { board, texts, works, clock, folder, access, refusal, commands })
}

enum Read {
    Mine(Lock, Opened),
    Theirs(Option<Owner>, CommandError, BTreeMap<Key, Arc<JobRow>>),
}

fn read(folder: &Folder, me: &Owner, look: bool) -> Result<Read, CommandError> {
    let unreadable = |e: FileError| {
        tracing::error!("the workspace cannot be read: {e}");
        let sentence = format!("The workspace cannot be opened: its job folder {}.", e.reason());
        CommandError::new(ErrorCode::BadWorkspace, sentence)
    };
    if look {
        let owner = looking::owner(folder);
        let rows =
            load::looking(folder, looking::onlooker(folder, Onlooker::AtTheDoor)).map_err(unreadable)?;
        let refusal = owner.as_ref().map_or_else(only_looking, |owner| not_owner(Some(owner)));
        return Ok(Read::Theirs(owner, refusal, rows));
    }
    let (owner, refusal) = match Lock::take(folder, &paths::lock(), me) {
        Ok(lock) => return Ok(Read::Mine(lock, own(folder).map_err(unreadable)?)),
        Err(LockError::Held(owner)) => {
            let refusal = not_owner(owner.as_ref());
            (owner, refusal)
        }
        Err(LockError::File(e)) if e.is_saving_trouble() => {
            tracing::warn!("the workspace can only be looked at: {e}");
            (None, not_writable())
        }
        Err(LockError::File(e)) => return Err(unreadable(e)),
    };
    let rows = load::looking(folder, looking::onlooker(folder, Onlooker::Shut)).map_err(unreadable)?;
    Ok(Read::Theirs(owner, refusal, rows))
}

/// Reads everything as the owner: sweeps what a crash left and puts right what is not true any more.
fn own(folder: &Folder) -> Result<Opened, FileError> {
    for swept in [paths::TASKS, paths::STORY_JOBS, paths::CLEANED, paths::LOGS] {
        if let Err(e) = folder.sweep(Some(&paths::fixed(swept))) {
            tracing::warn!("left-over files stay in {swept}: {e}");
        }
    }
    let found = load::all(folder, |found| match found {
        Found::Other(key, row) => One::Row(key, row, None),
        Found::StoryJob(subject, job) => One::StoryJob(subject, job),
        Found::Ours(id, mut record) => {
            // We hold the lock, so whoever ran this is gone.
            let changed = load::recover(&mut record);
            let row = rows::row(&record, Standing::default());
            let keep = changed || record.status.is_active();
            One::Row(Key::Ours(id), Box::new(row), keep.then_some((record, changed)))
        }
    })?;
    let mut opened = Opened::default();
    let mut newest: HashMap<String, (i64, JobId)> = HashMap::new();
    let mut story_jobs = Vec::new();
    for one in found {
        let (key, row, active) = match one {
            One::Row(key, row, active) => (key, row, active),
            One::StoryJob(subject, job) => {
                story_jobs.push((subject, job));
                continue;
            }
        };
        if let Key::Ours(id) = key {
            let age = newest.entry(subject_key(&row.subject)).or_insert((row.created_at, id));
            *age = (*age).max((row.created_at, id));
        }
        opened.active.extend(active.map(|(record, changed)| (*record, changed)));
        opened.rows.insert(key, Arc::new(*row));
    }
    opened.newest = newest.into_iter().map(|(subject, (_, id))| (subject, id)).collect();
    opened.stale = story_jobs.into_iter().filter(|(_, job)| !opened.agrees(job)).map(|(s, _)| s).collect();
    Ok(opened)
}

/// One file, read by one of several threads.
enum One {
    Row(Key, Box<JobRow>, Option<(Box<Record>, bool)>),
    StoryJob(String, StoryJob),
}

impl Opened {
    /// Whether a story job says of its job what the job's own file says.
    fn agrees(&self, job: &StoryJob) -> bool {
        let row = job.task_id.parse().ok().and_then(|id| self.rows.get(&Key::Ours(id)));
        row.is_some_and(|row| row.status == job.status)
    }
}

/// Subjects that differ only in case or normal form are one.
pub(crate) fn subject_key(subject: &str) -> String {
    Subject::parse(subject).map_or_else(|_| subject.to_owned(), |subject| subject.key())
}

fn not_owner(owner: Option<&Owner>) -> CommandError {
    let who = match owner.map(|owner| owner.program.as_str()) {
        Some("mythline-desktop") => "The Mythline window",
        Some("mythline") => "Mythline in a terminal",
        _ => "Another program",
    };
    CommandError::new(
        ErrorCode::NotOwner,
        format!("{who} has this workspace open and runs its jobs. Use it there, or close it first."),
    )
}

fn only_looking() -> CommandError {
    CommandError::new(ErrorCode::NotOwner, "The workspace was opened only to look at it.")
}

fn not_writable() -> CommandError {
    CommandError::new(
        ErrorCode::ReadOnly,
        "Nothing can be saved in this folder, so its jobs can only be looked at. \
         Allow writing there, or open another folder.",
    )
}
