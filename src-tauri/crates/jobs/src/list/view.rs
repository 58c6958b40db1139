use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use mythline_protocol::{GroupCounts, JobRow, ListWindow, Turned, View, ViewEvent};

use super::List;
use crate::{
    Clock,
    board::{Board, Key, Reader, States, Topic},
    coalescer::{News, Paces},
};

/// Between two messages that hold a change of state, and that hold progress alone.
const STATE_GAP: Duration = Duration::from_millis(25);
const PROGRESS_GAP: Duration = Duration::from_millis(50);
/// How long what is no change of state may leave the order as it was: a title, words, a start.
const ORDER_GAP: Duration = Duration::from_secs(1);
/// Changes of state that one message names: nobody could hear more.
const MOST_TURNED: usize = 8;

/// The jobs as one subscriber is sent them who sees a part of the list at a time. What it costs depends on
/// what is seen, not on how many jobs there are: progress is passed on for the rows in view alone, and the
/// list is looked through again only when something in it can have moved.
pub struct ViewFeed {
    list: List,
    reader: Arc<Reader>,
    clock: Arc<dyn Clock>,
    paces: Paces,
    view: View,
    /// The number of the next message.
    seq: u64,
    /// What the subscriber has; `None` when it has looked elsewhere since.
    seen: Option<Seen>,
    /// When the list is to be looked through again.
    due: Option<Duration>,
}

/// What a subscriber has been sent.
struct Seen {
    window: ListWindow,
    all: GroupCounts,
    /// The jobs followed besides; `None` for those that are not there.
    besides: BTreeMap<String, Option<JobRow>>,
}

impl ViewFeed {
    pub(super) fn new(list: List, clock: Arc<dyn Clock>, view: View) -> Self {
        let reader = list.board.read();
        let paces = Paces::new(STATE_GAP, PROGRESS_GAP);
        Self { list, reader, clock, paces, view, seq: 0, seen: None, due: None }
    }

    /// Looks elsewhere from now on: what comes next is all that is seen there.
    pub fn look_at(&mut self, view: View) {
        self.view = view;
        self.seen = None;
    }

    /// What comes next; `None` when the engine has ended. It may be dropped while it waits: nothing is
    /// lost.
    pub async fn next(&mut self) -> Option<ViewEvent> {
        loop {
            let mut event = ViewEvent { seq: self.seq, look: self.view.look, ..ViewEvent::default() };
            if self.seen.is_none() {
                self.look_anew(&mut event);
            } else {
                let news = self.news().await?;
                self.tell(news, &mut event);
            }
            if event != (ViewEvent { seq: event.seq, look: event.look, ..ViewEvent::default() }) {
                self.seq += 1;
                return Some(event);
            }
        }
    }

    /// What has changed since the last time, or nothing when only the order is to be looked at.
    async fn news(&mut self) -> Option<News<Topic, States>> {
        let due = self.due;
        let next = self.reader.next(&*self.clock, &mut self.paces);
        let Some(due) = due else { return next.await };
        tokio::select! {
            news = next => news,
            () = self.clock.wait_until(due) => Some(News::Changes(HashMap::new())),
        }
    }

    /// All that is seen.
    fn look_anew(&mut self, event: &mut ViewEvent) {
        self.due = None;
        let (window, all) = self.list.window(&self.view.list);
        let board = &self.list.board;
        let besides: BTreeMap<_, _> =
            self.view.jobs.iter().map(|id| (id.clone(), now(board, &Key::of(id)))).collect();
        for (id, row) in &besides {
            match row {
                Some(row) => event.changed.push(row.clone()),
                None => event.removed.push(id.clone()),
            }
        }
        event.list = Some(window.clone());
        event.all = Some(all);
        event.saving = Some(board.saving());
        event.access = Some(board.access());
        event.queue = Some(board.queue());
        self.seen = Some(Seen { window, all, besides });
    }

    fn tell(&mut self, news: News<Topic, States>, event: &mut ViewEvent) {
        let News::Changes(mut changes) = news else { return self.look_anew(event) };
        let board = &self.list.board;
        event.saving = changes.remove(&Topic::Saving).map(|_| board.saving());
        event.access = changes.remove(&Topic::Access).map(|_| board.access());
        event.queue = changes.remove(&Topic::Queue).map(|_| board.queue());
        let Some(seen) = &mut self.seen else { return };
        let steady = self.clock.steady();
        let mut moved = self.due.is_some_and(|due| steady >= due);
        let any = !changes.is_empty();
        for (topic, states) in changes {
            let Topic::Row(key) = topic else { continue };
            let row = board.get(&key);
            moved |= row.is_none() || !states.0.is_empty() || seen.stands_elsewhere(&key, row.as_deref());
            if let Some(row) = &row {
                event.turned.extend(states.0.into_iter().map(|status| Turned {
                    id: row.id.clone(),
                    title: row.title.clone(),
                    status,
                }));
            }
            seen.take(&key, row.as_deref(), event);
        }
        event.turned.drain(..event.turned.len().saturating_sub(MOST_TURNED));
        if moved {
            self.due = None;
            let (window, all) = self.list.window(&self.view.list);
            if std::mem::replace(&mut seen.all, all) != all {
                event.all = Some(all);
            }
            seen.put(window, event);
        } else if any {
            self.due.get_or_insert(steady + ORDER_GAP);
        }
    }
}

impl Seen {
    /// Whether a job that is seen has another place in the queue: then the order is another.
    fn stands_elsewhere(&self, key: &Key, row: Option<&JobRow>) -> bool {
        let id = key.to_string();
        let before = self.window.rows.iter().find(|before| before.id == id);
        before.zip(row).is_some_and(|(before, row)| before.place != row.place)
    }

    /// Takes one row in, where it is seen.
    fn take(&mut self, key: &Key, row: Option<&JobRow>, event: &mut ViewEvent) {
        let id = key.to_string();
        let mut changed = false;
        if let Some(before) = self.besides.get_mut(&id)
            && before.as_ref() != row
        {
            *before = row.cloned();
            changed = row.is_some();
            if row.is_none() {
                event.removed.push(id.clone());
            }
        }
        if let Some(row) = row
            && let Some(before) = self.window.rows.iter_mut().find(|before| before.id == id)
            && before != row
        {
            before.clone_from(row);
            changed = true;
        }
        event.changed.extend(row.filter(|_| changed).cloned());
    }

    /// Takes the window in as it is now: rows alone where the list is the same, and else the whole.
    fn put(&mut self, window: ListWindow, event: &mut ViewEvent) {
        let before = std::mem::replace(&mut self.window, window);
        let now = &self.window;
        let ids = |window: &ListWindow| window.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
        if (before.total, before.groups, before.offset) != (now.total, now.groups, now.offset)
            || ids(&before) != ids(now)
        {
            event.list = Some(now.clone());
        } else {
            let others = before.rows.iter().zip(&now.rows).filter(|(before, now)| before != now);
            event.changed.extend(others.map(|(_, now)| now.clone()));
        }
    }
}

fn now(board: &Board, key: &Key) -> Option<JobRow> {
    board.get(key).map(|row| JobRow::clone(&row))
}
