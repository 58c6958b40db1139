use std::{sync::Arc, time::Duration};

use mythline_protocol::{ListQuery, ListWindow};

use super::List;
use crate::{Clock, board::Reader, coalescer::Paces};

/// Between two looks at what may have changed the window by a change of state, and by progress.
const STATE_GAP: Duration = Duration::from_millis(50);
const PROGRESS_GAP: Duration = Duration::from_millis(250);

/// A window on the list for one subscriber: first as it is, then whenever it is another.
pub struct ListFeed {
    list: List,
    reader: Arc<Reader>,
    clock: Arc<dyn Clock>,
    paces: Paces,
    query: ListQuery,
    last: Option<ListWindow>,
}

impl ListFeed {
    pub(super) fn new(list: List, clock: Arc<dyn Clock>, query: ListQuery) -> Self {
        let reader = list.board.read();
        Self { list, reader, clock, paces: Paces::new(STATE_GAP, PROGRESS_GAP), query, last: None }
    }

    /// Looks elsewhere from now on: what comes next is that window.
    pub fn look_at(&mut self, query: ListQuery) {
        self.query = query;
        self.last = None;
    }

    /// What comes next; `None` when the engine has ended. It may be dropped while it waits: nothing is
    /// lost.
    pub async fn next(&mut self) -> Option<ListWindow> {
        loop {
            if self.last.is_some() {
                self.reader.next(&*self.clock, &mut self.paces).await?;
            }
            let window = self.list.window(&self.query);
            if self.last.as_ref() != Some(&window) {
                self.last = Some(window.clone());
                return Some(window);
            }
        }
    }
}
