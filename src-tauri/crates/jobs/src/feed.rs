use std::{collections::VecDeque, sync::Arc, time::Duration};

use mythline_protocol::{JobRow, JobStatus, JobsEvent, Passed};

use crate::{
    Clock,
    board::{Board, Key, Reader, States, Topic},
    coalescer::{Fold, News, Paces},
};

/// Between two batches that hold a change of state: a frame.
const STATE_GAP: Duration = Duration::from_millis(16);
/// Between two batches that hold progress alone.
const PROGRESS_GAP: Duration = Duration::from_millis(50);
/// Rows in a batch: keeps it below 8 KB, which cross to the window on its fast path.
const ROWS_A_BATCH: usize = 10;
/// Ids of rows that are gone in a batch.
const GONE_A_BATCH: usize = 100;

/// The jobs as one subscriber is sent them: a numbered snapshot, then numbered batches. Changes of
/// state come at once, progress some twenty times a second, last value wins; states that came and went
/// between two batches are named in the second. A subscriber that does not ask costs a bounded set of
/// ids, and is sent a snapshot again when that did not suffice.
pub struct JobsFeed {
    board: Arc<Board>,
    reader: Arc<Reader>,
    clock: Arc<dyn Clock>,
    paces: Paces,
    /// The number of the next message.
    seq: u64,
    /// What was taken from the reader and is not sent yet.
    rest: VecDeque<(Key, States)>,
}

impl JobsFeed {
    pub(crate) fn new(board: Arc<Board>, clock: Arc<dyn Clock>) -> Self {
        let reader = board.read();
        let paces = Paces::new(STATE_GAP, PROGRESS_GAP);
        Self { board, reader, clock, paces, seq: 0, rest: VecDeque::new() }
    }

    /// What comes next; `None` when the engine has ended. It may be dropped while it waits: nothing is
    /// lost.
    pub async fn next(&mut self) -> Option<JobsEvent> {
        if self.seq == 0 {
            return Some(self.snapshot());
        }
        let (mut saving, mut access, mut queue) = (None, None, None);
        if self.rest.is_empty() {
            let News::Changes(mut changes) = self.reader.next(&*self.clock, &mut self.paces).await? else {
                return Some(self.snapshot());
            };
            saving = changes.remove(&Topic::Saving).map(|_| self.board.saving());
            access = changes.remove(&Topic::Access).map(|_| self.board.access());
            queue = changes.remove(&Topic::Queue).map(|_| self.board.queue());
            self.rest.extend(changes.into_iter().filter_map(|(topic, states)| match topic {
                Topic::Row(key) => Some((key, states)),
                Topic::Saving | Topic::Access | Topic::Queue => None,
            }));
        }
        let (mut changed, mut removed, mut passed) = (Vec::new(), Vec::new(), Vec::new());
        while changed.len() < ROWS_A_BATCH
            && removed.len() < GONE_A_BATCH
            && let Some((key, mut states)) = self.rest.pop_front()
        {
            let (row, newer) = self.board.news(&self.reader, &key);
            states.fold(newer);
            let is = row.as_ref().map(|row| row.status);
            let states = before(states, is);
            if !states.is_empty() {
                passed.push(Passed { id: key.to_string(), states });
            }
            match row {
                Some(row) => changed.push(JobRow::clone(&row)),
                None => removed.push(key.to_string()),
            }
        }
        Some(JobsEvent::Batch { seq: self.number(), changed, removed, passed, saving, access, queue })
    }

    fn snapshot(&mut self) -> JobsEvent {
        let rows = self.board.snapshot(&self.reader);
        let rows = rows.iter().map(|row| JobRow::clone(row)).collect();
        let (saving, access, queue) = (self.board.saving(), self.board.access(), self.board.queue());
        JobsEvent::Snapshot { seq: self.number(), rows, saving, access, queue }
    }

    fn number(&mut self) -> u64 {
        self.seq += 1;
        self.seq - 1
    }
}

/// The states before the one that a row says itself.
fn before(states: States, is: Option<JobStatus>) -> Vec<JobStatus> {
    let mut states = states.0;
    if states.last().copied() == is {
        states.pop();
    }
    states
}
