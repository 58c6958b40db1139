use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak},
};

use mythline_protocol::{CommandError, ErrorCode, JobId, JobRow, Saving};
use tokio::sync::Notify;

/// Names a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// A job of ours.
    Ours(JobId),
    /// A file of another tool, or one that cannot be read.
    Other(Arc<str>),
}

/// Everything that has been announced: what readers see. Written by the owner's scheduler alone (or, in
/// a program that looks, by what reads the files); read by anybody at any time.
pub(crate) struct Board {
    rows: RwLock<BTreeMap<Key, Arc<JobRow>>>,
    saving: Mutex<Saving>,
    readers: Mutex<Vec<Weak<Reader>>>,
}

/// What one subscriber has not been sent yet: a set of names, however long it does not ask.
#[derive(Default)]
pub(crate) struct Reader {
    news: Mutex<News>,
    pub(crate) woken: Notify,
}

/// See [`Reader`].
#[derive(Default)]
pub(crate) struct News {
    /// Rows that are new, changed or gone.
    pub(crate) keys: HashSet<Key>,
    /// Whether a state is among the changes, or only progress.
    pub(crate) urgent: bool,
    /// How saving goes has changed.
    pub(crate) saving: bool,
    /// Nothing will come any more.
    pub(crate) ended: bool,
}

impl Reader {
    pub(crate) fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Board {
    pub(crate) fn new(rows: BTreeMap<Key, Arc<JobRow>>) -> Arc<Self> {
        Arc::new(Self {
            rows: RwLock::new(rows),
            saving: Mutex::new(Saving::Saved { at: None }),
            readers: Mutex::default(),
        })
    }

    /// Announces a row: at once, or, when only its progress changed, when the reader's pace allows.
    pub(crate) fn publish(&self, key: &Key, row: JobRow, urgent: bool) {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        rows.insert(key.clone(), Arc::new(row));
        self.tell(|news| {
            news.keys.insert(key.clone());
            news.urgent |= urgent;
        });
    }

    /// Announces that a row is gone.
    pub(crate) fn remove(&self, key: &Key) {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        if rows.remove(key).is_some() {
            self.tell(|news| {
                news.keys.insert(key.clone());
                news.urgent = true;
            });
        }
    }

    pub(crate) fn set_saving(&self, saving: Saving, urgent: bool) {
        *self.saving.lock().unwrap_or_else(PoisonError::into_inner) = saving;
        self.tell(|news| {
            news.saving = true;
            news.urgent |= urgent;
        });
    }

    /// Tells every reader that nothing will come any more.
    pub(crate) fn end(&self) {
        self.tell(|news| news.ended = true);
    }

    pub(crate) fn saving(&self) -> Saving {
        self.saving.lock().unwrap_or_else(PoisonError::into_inner).clone()
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

    /// A new reader.
    pub(crate) fn read(&self) -> Arc<Reader> {
        let reader = Arc::new(Reader::default());
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&reader));
        reader
    }

    /// Every row, and a clean slate for this reader, with nothing in between.
    pub(crate) fn snapshot(&self, reader: &Reader) -> Vec<Arc<JobRow>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let mut news = reader.news();
        *news = News { ended: news.ended, ..News::default() };
        rows.values().cloned().collect()
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

    fn tell(&self, change: impl Fn(&mut News)) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.retain(|reader| match reader.upgrade() {
            None => false,
            Some(reader) => {
                change(&mut reader.news());
                reader.woken.notify_one();
                true
            }
        });
    }
}

/// The lowest id that begins with this text.
fn lowest_id(text: &str) -> Option<JobId> {
    const ZERO: &str = "00000000-0000-0000-0000-000000000000";
    if text.is_empty() || !text.is_ascii() {
        return None;
    }
    format!("{text}{}", ZERO.get(text.len()..)?).parse().ok()
}

fn unknown(text: &str) -> CommandError {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    CommandError::new(ErrorCode::UnknownJob, format!("There is no job with the id \u{201c}{shown}\u{201d}."))
}
