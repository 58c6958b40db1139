//! What is done when a workspace is opened.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use mythline_files::{FileError, Folder, Lock, LockError, Subject, this_process};
use mythline_protocol::{Access, CommandError, ErrorCode, JobId, JobRow, Owner};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    EngineOptions, Work, asking,
    board::{Board, Key},
    engine::Desk,
    list::List,
    load::{self, Found, Onlooker},
    looking, outside, paths,
    queue_file::QueueFile,
    queue_seen::QueueSeen,
    record::Record,
    role::Role,
    rows::{self, Situation},
    scheduler::Scheduler,
    story_job::StoryJob,
    taking_over,
    watching::{Before, JobFiles, Watch},
};

/// How many commands wait before whoever sends one waits too.
const COMMANDS: usize = 256;
/// How many story jobs that are not there are written at a start.
const UNTOLD: usize = 64;

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
    /// The queue as the program before this one left it.
    pub(crate) queue: QueueFile,
    /// Subjects whose story job does not say what is so, or is not there: a crash came between its write and
    /// the job's.
    pub(crate) stale: Vec<String>,
}

/// Opens a workspace; what runs from then on ends when the desk is dropped, or its engine quits.
pub(crate) async fn open(options: EngineOptions) -> Result<Arc<Desk>, CommandError> {
    let folder = options.folder.clone();
    let owner = this_process(&options.program);
    let look = options.look;
    let watch = Watch::begin(folder.clone(), &*options.changes, options.clock.clone());
    let before = Before::look(&folder);
    let entered = tokio::task::spawn_blocking(move || enter(&folder, &owner, look)).await;
    let entered = entered.map_err(|e| {
        tracing::error!("opening the workspace broke off: {e}");
        CommandError::new(ErrorCode::Internal, "The workspace could not be opened.")
    })??;
    match entered {
        Entered::Mine(lock, mut opened) => {
            let board = Board::new(std::mem::take(&mut opened.rows), Access::Owner);
            let desk = desk(&options, watch, board, Onlooker::Outside);
            own(&desk, options, lock, opened, before)?;
            Ok(desk)
        }
        Entered::Theirs(owner, standing, rows) => {
            let desk = desk(&options, watch, Board::new(rows, Access::Looking { owner }), standing);
            let queue = QueueSeen::new(&desk.watch, desk.lane_limit, options.limits.clone());
            let queue = queue.first(&desk).await?;
            let following = looking::follow(&desk, before, standing, queue);
            if standing == Onlooker::Outside {
                taking_over::when_free(&desk, options, following);
            }
            Ok(desk)
        }
    }
}

fn desk(options: &EngineOptions, watch: Watch, board: Arc<Board>, standing: Onlooker) -> Arc<Desk> {
    let works = options.works.iter().map(|work| (work.kind(), work.clone())).collect();
    Arc::new(Desk {
        list: List::new(board.clone()),
        board,
        texts: Arc::default(),
        works: Works(Arc::new(works)),
        clock: options.clock.clone(),
        folder: options.folder.clone(),
        durations: options.durations.clone(),
        lane_limit: options.settings.lane_limit,
        clean_after: Mutex::new(options.settings.clean_after),
        role: watch::Sender::new(Role::Looking(standing)),
        ending: CancellationToken::new(),
        watch,
    })
}

/// Begins to work as the owner, with the lock in hand.
pub(crate) fn own(
    desk: &Arc<Desk>,
    mut options: EngineOptions,
    lock: Lock,
    opened: Opened,
    before: Before,
) -> Result<(), CommandError> {
    options.settings.clean_after = *desk.clean_after.lock().unwrap_or_else(PoisonError::into_inner);
    let (commands, orders) = mpsc::channel(COMMANDS);
    let (board, texts, works) = (desk.board.clone(), desk.texts.clone(), desk.works.clone());
    let files = JobFiles::after(before, &desk.watch, &desk.folder, &board, desk.clock.clone());
    let scheduler = Scheduler::new(options, board, texts, works, lock, opened)?;
    outside::follow(desk.folder.clone(), &desk.board, files, scheduler.heard.clone());
    tokio::spawn(scheduler.run(orders));
    desk.role.send_replace(Role::Owner(commands));
    desk.board.set_access(Access::Owner);
    asking::answer_requests(desk);
    Ok(())
}

enum Entered {
    Mine(Lock, Opened),
    Theirs(Option<Owner>, Onlooker, BTreeMap<Key, Arc<JobRow>>),
}

fn enter(folder: &Folder, me: &Owner, look: bool) -> Result<Entered, CommandError> {
    let unreadable = |e: FileError| {
        tracing::error!("the workspace cannot be read: {e}");
        let sentence = format!("The workspace cannot be opened: its job folder {}.", e.reason());
        CommandError::new(ErrorCode::BadWorkspace, sentence)
    };
    let taken = if look {
        Err(LockError::Held(looking::owner(folder)))
    } else {
        Lock::take(folder, &paths::lock(), me)
    };
    let (owner, standing) = match taken {
        Ok(lock) => return Ok(Entered::Mine(lock, put_right(folder).map_err(unreadable)?)),
        Err(LockError::Held(owner)) if look => (owner, Onlooker::AtTheDoor),
        Err(LockError::Held(owner)) => (owner, Onlooker::Outside),
        Err(LockError::File(e)) if e.is_saving_trouble() => {
            tracing::warn!("the workspace can only be looked at: {e}");
            (None, Onlooker::Shut)
        }
        Err(LockError::File(e)) => return Err(unreadable(e)),
    };
    let rows = load::looking(folder, looking::onlooker(folder, standing)).map_err(unreadable)?;
    Ok(Entered::Theirs(owner, standing, rows))
}

/// Reads everything as the owner: sweeps what a crash left and puts right what is not true any more.
pub(crate) fn put_right(folder: &Folder) -> Result<Opened, FileError> {
    for swept in [paths::OURS, paths::CLEANED, paths::LOGS] {
        if let Err(e) = folder.sweep(Some(&paths::fixed(swept))) {
            tracing::warn!("left-over files stay in {swept}: {e}");
        }
    }
    let found = load::all(folder, true, |found| match found {
        Found::Other(key, row) => One::Row(key, Arc::new(*row), None),
        Found::AtRest(id, glimpse) => {
            One::Row(Key::Ours(id), Arc::new(rows::row(*glimpse, Situation::default())), None)
        }
        Found::StoryJob(subject, job) => One::StoryJob(subject, job),
        Found::Ours(id, mut record) => {
            // We hold the lock, so whoever ran this is gone.
            let changed = load::recover(&mut record);
            let row = rows::row((&*record).into(), Situation::default());
            let keep = changed || record.status.is_active();
            One::Row(Key::Ours(id), Arc::new(row), keep.then_some((record, changed)))
        }
    })?;
    let mut opened = Opened { queue: QueueFile::read(folder), ..Opened::default() };
    // By the subject as it is spelt, and then by its key: there are fewer subjects than jobs.
    let mut spelt: HashMap<String, (i64, JobId)> = HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
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
            let now = (row.created_at, id);
            match spelt.get_mut(&row.subject) {
                Some(age) => *age = now.max(*age),
                None => drop(spelt.insert(row.subject.clone(), now)),
            }
        }
        opened.active.extend(active.map(|(record, changed)| (*record, changed)));
        rows.push((key, row));
    }
    opened.rows = rows.into_iter().collect();
    let mut newest: HashMap<String, (i64, JobId)> = HashMap::new();
    for (subject, now) in spelt {
        let age = newest.entry(subject_key(&subject)).or_insert(now);
        *age = now.max(*age);
    }
    opened.newest = newest.into_iter().map(|(subject, (_, id))| (subject, id)).collect();
    let told = story_jobs.iter().map(|(subject, _)| subject_key(subject)).collect();
    let untold = opened.untold(&told);
    opened.stale = story_jobs.into_iter().filter(|(_, job)| !opened.agrees(job)).map(|(s, _)| s).collect();
    opened.stale.extend(untold);
    Ok(opened)
}

/// One file, read by one of several threads.
enum One {
    Row(Key, Arc<JobRow>, Option<(Box<Record>, bool)>),
    StoryJob(String, Box<StoryJob>),
}

impl Opened {
    /// Whether a story job tells of the newest job of its subject, and what that job's own file says.
    fn agrees(&self, job: &StoryJob) -> bool {
        let Ok(id) = job.task_id.parse() else { return false };
        let row = self.rows.get(&Key::Ours(id));
        row.is_some_and(|row| {
            row.status == job.status && self.newest.get(&subject_key(&row.subject)) == Some(&id)
        })
    }

    /// Subjects without a story job, ours or another tool's: a crash came before it was first written. It can
    /// have come so between for the last few alone, so older ones are left as they are.
    fn untold(&self, told: &HashSet<String>) -> Vec<String> {
        let untold = self.newest.iter().filter(|(subject, _)| !told.contains(*subject));
        let mut rows: Vec<&JobRow> =
            untold.filter_map(|(_, id)| Some(&**self.rows.get(&Key::Ours(*id))?)).collect();
        rows.sort_unstable_by_key(|row| Reverse(row.finished_at.max(Some(row.created_at))));
        let others = |row: &JobRow| {
            let key = format!("story_jobs/{}", row.subject);
            self.rows.contains_key(&Key::Other(key.as_str().into()))
        };
        rows.into_iter().take(UNTOLD).filter(|row| !others(row)).map(|row| row.subject.clone()).collect()
    }
}

/// Subjects that differ only in case or normal form are one.
pub(crate) fn subject_key(subject: &str) -> String {
    Subject::parse(subject).map_or_else(|_| subject.to_owned(), |subject| subject.key())
}
