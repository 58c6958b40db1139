//! The list of jobs as people look at it: filtered, sorted, searched, a window at a time. Its index is made
//! when somebody asks for the first time, and follows the board from then on.

mod folded;
mod index;
mod view;

use std::sync::{Arc, Mutex, PoisonError};

use mythline_protocol::{GroupCounts, JobRow, ListQuery, ListWindow, View};

use index::Index;
pub use view::ViewFeed;

use crate::{
    Engine,
    board::{Board, Key, Reader, Topic},
    coalescer::News,
};

/// Rows that are taken from the board at once while the index is made: nobody waits long for it.
const ROWS_AT_ONCE: usize = 512;

/// See [`self`].
#[derive(Clone)]
pub(crate) struct List {
    board: Arc<Board>,
    kept: Arc<Mutex<Option<Kept>>>,
}

struct Kept {
    index: Index,
    reader: Arc<Reader>,
}

impl Engine {
    /// A window on the list of jobs.
    #[must_use]
    pub fn list(&self, query: &ListQuery) -> ListWindow {
        self.desk.list.window(query).0
    }

    /// The ids of all jobs that match, in order, whatever the window.
    #[must_use]
    pub fn matching(&self, query: &ListQuery) -> Vec<String> {
        self.desk.list.matching(query)
    }

    /// What somebody sees who looks at a part of the list, and then whatever of it is other.
    #[must_use]
    pub fn watch(&self, view: View) -> ViewFeed {
        ViewFeed::new(self.desk.list.clone(), self.desk.clock.clone(), view)
    }
}

impl List {
    pub(crate) fn new(board: Arc<Board>) -> Self {
        Self { board, kept: Arc::default() }
    }

    /// The window, and how many jobs there are in each group whatever matches.
    fn window(&self, query: &ListQuery) -> (ListWindow, GroupCounts) {
        let (keys, total, groups, all) = self.with(|index| {
            let mut found = index.find(query);
            let from = query.offset as usize;
            let keys = index.sorted(&mut found.hits, query, from, query.limit as usize);
            (keys, found.hits.len(), found.groups, index.all())
        });
        // A row that has gone meanwhile is not there any more.
        let rows = keys.iter().filter_map(|key| self.board.get(key));
        let window = ListWindow {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            groups,
            offset: query.offset,
            rows: rows.map(|row| JobRow::clone(&row)).collect(),
        };
        (window, all)
    }

    fn matching(&self, query: &ListQuery) -> Vec<String> {
        let keys = self.with(|index| {
            let mut found = index.find(query);
            index.sorted(&mut found.hits, query, 0, usize::MAX)
        });
        keys.iter().map(Key::to_string).collect()
    }

    /// The index, as the board is now.
    fn with<T>(&self, look: impl FnOnce(&Index) -> T) -> T {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get_or_insert_with(|| {
            let reader = self.board.read();
            Kept { index: self.made(), reader }
        });
        match kept.reader.take_all() {
            None => {}
            Some(News::Behind) => kept.index = self.made(),
            Some(News::Changes(changes)) => {
                for topic in changes.into_keys() {
                    if let Topic::Row(key) = topic {
                        match self.board.get(&key) {
                            Some(row) => kept.index.put(&key, &row),
                            None => kept.index.remove(&key),
                        }
                    }
                }
            }
        }
        look(&kept.index)
    }

    /// The index made anew. What changes meanwhile is told to the reader.
    fn made(&self) -> Index {
        let mut index = Index::default();
        let mut last = None;
        loop {
            let rows = self.board.after(last.as_ref(), ROWS_AT_ONCE);
            let Some((key, _)) = rows.last() else { return index };
            last = Some(key.clone());
            rows.iter().for_each(|(key, row)| index.put(key, row));
        }
    }
}
