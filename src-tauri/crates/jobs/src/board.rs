use std::{
    collections::BTreeMap,
    fmt,
    ops::{Bound, RangeInclusive},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use mythline_protocol::{Access, CommandError, ErrorCode, JobId, JobRow, JobStatus, QueueInfo, Saving};

use crate::coalescer::{Coalescer, Fold, Haste, Readers};

/// Rows that a reader may be behind with before it begins anew.
const MOST_ROWS: usize = 16_384;
/// States of one job that a reader may be behind with.
const MOST_STATES: usize = 32;

/// Names a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// A job of ours.
    Ours(JobId),
    /// A file of another tool, or one that cannot be read.
    Other(Arc<str>),
}

impl Key {
    /// The one of a row, by its whole id.
    pub(crate) fn of(id: &str) -> Self {
        id.parse().map_or_else(|_| Self::Other(id.into()), Self::Ours)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ours(id) => id.fmt(f),
            Self::Other(id) => f.write_str(id),
        }
    }
}

/// Everything that has been announced: what readers see. Written by the owner's scheduler alone (or, in
/// a program that looks, by what reads the files); read by anybody at any time.
pub(crate) struct Board {
    rows: RwLock<BTreeMap<Key, Arc<JobRow>>>,
    saving: Mutex<Saving>,
    access: Mutex<Access>,
    queue: Mutex<QueueInfo>,
    readers: Readers<Topic, States>,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// A row that is new, changed or gone.
    Row(Key),
    /// How saving goes.
    Saving,
    /// What this program may do.
    Access,
    /// How the queue stands.
    Queue,
}

/// One who reads of what is announced.
pub(crate) type Reader = Coalescer<Topic, States>;

/// The states that a job went through since a reader was told of it last, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct States(pub(crate) Vec<JobStatus>);

impl Fold for States {
    fn fold(&mut self, newer: Self) -> bool {
        self.0.extend(newer.0);
        self.0.len() <= MOST_STATES
    }
}

impl Board {
    pub(crate) fn new(rows: BTreeMap<Key, Arc<JobRow>>, access: Access) -> Arc<Self> {
        Arc::new(Self {
            rows: RwLock::new(rows),
            saving: Mutex::new(Saving::Saved { at: None }),
            access: Mutex::new(access),
            queue: Mutex::default(),
            readers: Readers::new(MOST_ROWS),
        })
    }

    /// Announces a row: at once, or, when only its progress changed, when the reader's pace allows.
    pub(crate) fn publish(&self, key: &Key, row: JobRow, urgent: bool) {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        let status = row.status;
        let before = rows.insert(key.clone(), Arc::new(row));
        let stays = before.is_some_and(|before| before.status == status);
        let haste = if urgent || !stays { Haste::State } else { Haste::Progress };
        let states = if stays { Vec::new() } else { vec![status] };
        self.readers.tell(&Topic::Row(key.clone()), haste, &States(states));
    }

    /// Announces that a row is gone.
    pub(crate) fn remove(&self, key: &Key) {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        if rows.remove(key).is_some() {
            self.readers.tell(&Topic::Row(key.clone()), Haste::State, &States::default());
        }
    }

    pub(crate) fn set_saving(&self, saving: Saving, urgent: bool) {
        *self.saving.lock().unwrap_or_else(PoisonError::into_inner) = saving;
        let haste = if urgent { Haste::State } else { Haste::Progress };
        self.readers.tell(&Topic::Saving, haste, &States::default());
    }

    /// Announces what this program may do, where that is news.
    pub(crate) fn set_access(&self, access: Access) {
        let mut known = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != access {
            *known = access;
            self.readers.tell(&Topic::Access, Haste::State, &States::default());
        }
    }

    pub(crate) fn queue(&self) -> QueueInfo {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_queue(&self, now: QueueInfo) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if *queue != now {
            *queue = now;
            self.readers.tell(&Topic::Queue, Haste::Progress, &States::default());
        }
    }

    /// Tells every reader that nothing will come any more.
    pub(crate) fn end(&self) {
        self.readers.end();
    }

    pub(crate) fn saving(&self) -> Saving {
        self.saving.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn access(&self) -> Access {
        self.access.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Arc<JobRow>> {
        self.rows.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub(crate) fn ours(&self, id: JobId) -> Option<Arc<JobRow>> {
        self.get(&Key::Ours(id))
    }

    /// Every row, as it is now.
    pub(crate) fn all(&self) -> Vec<Arc<JobRow>> {
        self.rows.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// So many rows after one, or from the first, in the order of their keys.
    pub(crate) fn after(&self, last: Option<&Key>, many: usize) -> Vec<(Key, Arc<JobRow>)> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let from = last.map_or(Bound::Unbounded, Bound::Excluded);
        let after = rows.range((from, Bound::Unbounded)).take(many);
        after.map(|(key, row)| (key.clone(), row.clone())).collect()
    }

    /// Every row that is not of a job of ours.
    pub(crate) fn others(&self) -> Vec<Arc<JobRow>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        rows.range(Key::Other("".into())..).map(|(_, row)| row.clone()).collect()
    }

    /// The name of every row.
    pub(crate) fn keys(&self) -> Vec<Key> {
        self.rows.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// A new reader.
    pub(crate) fn read(&self) -> Arc<Reader> {
        self.readers.add()
    }

    /// Every row, and a clean slate for this reader, with nothing in between.
    pub(crate) fn snapshot(&self, reader: &Reader) -> Vec<Arc<JobRow>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        reader.take_all();
        rows.values().cloned().collect()
    }

    /// A row as it is now, with the states that this reader was not told of, and nothing in between.
    pub(crate) fn news(&self, reader: &Reader, key: &Key) -> (Option<Arc<JobRow>>, States) {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let states = reader.take(&Topic::Row(key.clone())).unwrap_or_default();
        (rows.get(key).cloned(), states)
    }

    /// The row that is meant by an id, which may be cut short.
    pub(crate) fn find(&self, text: &str) -> Result<(Key, Arc<JobRow>), CommandError> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        if text.contains('/') {
            let key = Key::Other(text.into());
            return rows.get(&key).map(|row| (key, row.clone())).ok_or_else(|| unknown(text));
        }
        let from = lowest_id(text).ok_or_else(|| unknown(text))?;
        let mut hits = rows
            .range(Key::Ours(from)..)
            .take_while(|(_, row)| row.id.starts_with(text))
            .map(|(key, row)| (key.clone(), row.clone()));
        let hit = hits.next().ok_or_else(|| unknown(text))?;
        if hits.next().is_some() {
            return Err(CommandError::new(
                ErrorCode::AmbiguousJob,
                format!("More than one job has an id that begins with {text}. Give more of it."),
            ));
        }
        Ok(hit)
    }
}

/// The lowest id that begins with this text.
fn lowest_id(text: &str) -> Option<JobId> {
    filled(text, "00000000-0000-0000-0000-000000000000")
}

/// From the lowest to the highest key of ours whose id begins with this text.
pub(crate) fn id_range(text: &str) -> Option<RangeInclusive<Key>> {
    let last = filled(text, "ffffffff-ffff-ffff-ffff-ffffffffffff")?;
    Some(Key::Ours(lowest_id(text)?)..=Key::Ours(last))
}

fn filled(text: &str, rest: &str) -> Option<JobId> {
    if text.is_empty() || !text.is_ascii() {
        return None;
    }
    format!("{text}{}", rest.get(text.len()..)?).parse().ok()
}

fn unknown(text: &str) -> CommandError {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    CommandError::new(ErrorCode::UnknownJob, format!("There is no job with the id \u{201c}{shown}\u{201d}."))
}
