use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::sync::Notify;

use crate::{Clock, pace::Pace};

/// How soon a change must be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Haste {
    /// When it is convenient: the next one replaces it anyway.
    Progress,
    /// At once.
    State,
}

/// What is kept of several changes of one thing.
pub(crate) trait Fold {
    /// Takes a newer change in. False when that is more than is kept of one thing.
    fn fold(&mut self, newer: Self) -> bool;
}

/// Where only that something has changed matters.
impl Fold for () {
    fn fold(&mut self, (): Self) -> bool {
        true
    }
}

/// What a reader is given.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News<K: Eq + Hash, V> {
    /// Everything that changed since the last time, folded.
    Changes(HashMap<K, V>),
    /// More changed than is kept: the reader begins anew with what there is.
    Behind,
}

/// The one hand-over between those who change things and one who reads of it in his own time. Telling
/// never waits; what is not read is folded, a thing at a time, and never grows past a bound. Progress
/// comes at the reader's pace and a change of state at once; the last of either always comes.
pub(crate) struct Coalescer<K: Eq + Hash, V> {
    waiting: Mutex<Waiting<K, V>>,
    woken: Notify,
    most: usize,
}

struct Waiting<K: Eq + Hash, V> {
    changes: HashMap<K, V>,
    /// The greatest haste of what waits; `None` when nothing does.
    haste: Option<Haste>,
    behind: bool,
    ended: bool,
}

impl<K: Eq + Hash, V> Default for Waiting<K, V> {
    fn default() -> Self {
        Self { changes: HashMap::new(), haste: None, behind: false, ended: false }
    }
}

impl<K: Eq + Hash, V: Fold> Coalescer<K, V> {
    /// Keeps changes of at most so many things.
    pub(crate) fn new(most: usize) -> Self {
        Self { waiting: Mutex::default(), woken: Notify::new(), most }
    }

    /// Something has changed.
    pub(crate) fn tell(&self, key: K, haste: Haste, change: V) {
        let mut waiting = self.lock();
        if !waiting.behind {
            let fits = match waiting.changes.get_mut(&key) {
                Some(before) => before.fold(change),
                None => {
                    waiting.changes.insert(key, change);
                    waiting.changes.len() <= self.most
                }
            };
            if !fits {
                waiting.behind = true;
                waiting.changes = HashMap::new();
            }
        }
        let haste = if waiting.behind { Haste::State } else { haste };
        let sooner = waiting.haste < Some(haste);
        waiting.haste = waiting.haste.max(Some(haste));
        drop(waiting);
        if sooner {
            self.woken.notify_one();
        }
    }

    /// Nothing will be told any more. What waits is still given.
    pub(crate) fn end(&self) {
        self.lock().ended = true;
        self.woken.notify_one();
    }

    /// Takes what waits of one thing.
    pub(crate) fn take(&self, key: &K) -> Option<V> {
        let mut waiting = self.lock();
        let taken = waiting.changes.remove(key);
        if waiting.changes.is_empty() && !waiting.behind {
            waiting.haste = None;
        }
        taken
    }

    /// Takes everything that waits, whatever the pace; `None` when nothing does.
    pub(crate) fn take_all(&self) -> Option<News<K, V>> {
        let mut waiting = self.lock();
        waiting.haste?;
        let anew = Waiting { ended: waiting.ended, ..Waiting::default() };
        let taken = std::mem::replace(&mut *waiting, anew);
        Some(if taken.behind { News::Behind } else { News::Changes(taken.changes) })
    }

    /// Waits until something has changed and the reader's pace allows, and takes it; `None` when
    /// nothing will come any more. It may be dropped while it waits: nothing is lost.
    pub(crate) async fn next(&self, clock: &dyn Clock, paces: &mut Paces) -> Option<News<K, V>> {
        loop {
            let (haste, ended) = {
                let waiting = self.lock();
                (waiting.haste, waiting.ended)
            };
            let due = haste.map(|haste| paces.due(haste));
            let now = clock.steady();
            match due {
                Some(due) if ended || now >= due => {
                    paces.mark(now);
                    return self.take_all();
                }
                Some(due) => tokio::select! {
                    () = clock.wait_until(due) => {}
                    () = self.woken.notified() => {}
                },
                None if ended => return None,
                None => self.woken.notified().await,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<K, V>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How often one reader is given something.
pub(crate) struct Paces {
    states: Pace,
    progress: Pace,
}

impl Paces {
    /// A change of state at most once in `states`, progress alone at most once in `progress`.
    pub(crate) fn new(states: Duration, progress: Duration) -> Self {
        Self { states: Pace::every(states), progress: Pace::every(progress) }
    }

    fn due(&self, haste: Haste) -> Duration {
        match haste {
            Haste::Progress => self.progress.due(),
            Haste::State => self.states.due(),
        }
    }

    fn mark(&mut self, now: Duration) {
        self.states.mark(now);
        self.progress.mark(now);
    }
}

/// Those who are told of the same changes, each in his own time.
pub(crate) struct Readers<K: Eq + Hash, V> {
    open: Mutex<Open<K, V>>,
    most: usize,
}

struct Open<K: Eq + Hash, V> {
    readers: Vec<Weak<Coalescer<K, V>>>,
    ended: bool,
}

impl<K: Clone + Eq + Hash, V: Clone + Fold> Readers<K, V> {
    /// Nobody yet. For each, changes of at most so many things are kept.
    pub(crate) fn new(most: usize) -> Self {
        Self { open: Mutex::new(Open { readers: Vec::new(), ended: false }), most }
    }

    /// One more, who is told until it is dropped.
    pub(crate) fn add(&self) -> Arc<Coalescer<K, V>> {
        let reader = Arc::new(Coalescer::new(self.most));
        let mut open = self.lock();
        if open.ended {
            reader.end();
        }
        open.readers.push(Arc::downgrade(&reader));
        reader
    }

    /// Tells every one of them.
    pub(crate) fn tell(&self, key: &K, haste: Haste, change: &V) {
        self.each(|reader| reader.tell(key.clone(), haste, change.clone()));
    }

    /// Nothing will be told any more, nor to those who come later.
    pub(crate) fn end(&self) {
        self.lock().ended = true;
        self.each(Coalescer::end);
    }

    fn each(&self, tell: impl Fn(&Coalescer<K, V>)) {
        self.lock().readers.retain(|reader| reader.upgrade().inspect(|reader| tell(reader)).is_some());
    }

    fn lock(&self) -> MutexGuard<'_, Open<K, V>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
