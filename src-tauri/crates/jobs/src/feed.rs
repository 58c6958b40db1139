use std::{collections::VecDeque, sync::Arc, time::Duration};

use mythline_protocol::{JobRow, JobsEvent};

use crate::{
    Clock,
    board::{Board, Key, Reader},
    pace::Pace,
};

/// Between two batches that hold a change of state: a frame.
const STATE_GAP: Duration = Duration::from_millis(16);
/// Between two batches that hold progress alone.
const PROGRESS_GAP: Duration = Duration::from_millis(50);
/// Rows in a batch: keeps it below 8 KB, which cross to the window on its fast path.
const ROWS_A_BATCH: usize = 10;

/// The jobs as one subscriber is sent them: a numbered snapshot, then numbered batches. Changes of
/// state come at once, progress some twenty times a second, last value wins. A subscriber that does
/// not ask costs a set of ids.
pub struct JobsFeed {
    board: Arc<Board>,
    reader: Arc<Reader>,
    clock: Arc<dyn Clock>,
    seq: Option<u64>,
    states: Pace,
    progress: Pace,
    rest: VecDeque<Key>,
}

impl JobsFeed {
    pub(crate) fn new(board: Arc<Board>, clock: Arc<dyn Clock>) -> Self {
        let reader = board.read();
        let (states, progress) = (Pace::every(STATE_GAP), Pace::every(PROGRESS_GAP));
        Self { board, reader, clock, seq: None, states, progress, rest: VecDeque::new() }
    }

    /// What comes next; `None` when the engine has ended. It may be dropped while it waits: nothing is
    /// lost.
    pub async fn next(&mut self) -> Option<JobsEvent> {
        let Some(seq) = self.seq else { return Some(self.snapshot()) };
        let mut saving = false;
        if self.rest.is_empty() {
            saving = self.wait().await?;
        }
        let mut changed = Vec::new();
        let mut removed = Vec::new();
        while changed.len() < ROWS_A_BATCH
            && let Some(key) = self.rest.pop_front()
        {
            match (self.board.get(&key), key) {
                (Some(row), _) => changed.push(JobRow::clone(&row)),
                (None, Key::Ours(id)) => removed.push(id.to_string()),
                (None, Key::Other(id)) => removed.push(id.to_string()),
            }
        }
        self.seq = Some(seq + 1);
        let saving = saving.then(|| self.board.saving());
        Some(JobsEvent::Batch { seq: seq + 1, changed, removed, saving })
    }

    fn snapshot(&mut self) -> JobsEvent {
        self.seq = Some(0);
        let rows = self.board.snapshot(&self.reader);
        let rows = rows.iter().map(|row| JobRow::clone(row)).collect();
        JobsEvent::Snapshot { seq: 0, rows, saving: self.board.saving() }
    }

    /// Waits until there is something to send and its time has come; answers whether saving is in it.
    async fn wait(&mut self) -> Option<bool> {
        loop {
            let now = self.clock.steady();
            let due = {
                let mut news = self.reader.news();
                let pace = if news.urgent { &self.states } else { &self.progress };
                if news.keys.is_empty() && !news.saving {
                    if news.ended {
                        return None;
                    }
                    None
                } else if pace.allows(now) {
                    self.rest.extend(news.keys.drain());
                    self.states.mark(now);
                    self.progress.mark(now);
                    news.urgent = false;
                    return Some(std::mem::take(&mut news.saving));
                } else {
                    Some(pace.due())
                }
            };
            match due {
                None => self.reader.woken.notified().await,
                Some(due) => tokio::select! {
                    () = self.clock.wait_until(due) => {}
                    () = self.reader.woken.notified() => {}
                },
            }
        }
    }
}
