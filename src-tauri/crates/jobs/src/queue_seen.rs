//! The queue as a program that looks sees it: what its file says, and in which places the jobs stand.

use std::sync::Arc;

use mythline_files::Folder;
use mythline_protocol::{CommandError, ErrorCode, JobId, JobRow, JobStatus, QueueInfo};

use crate::{
    board::{Board, Key},
    engine::Desk,
    paths,
    queue::{Queue, Settled},
    queue_file::QueueFile,
    rows::{self, Situation},
    watching::{Ear, Watch},
};

/// The queue's file, followed.
pub(crate) struct QueueSeen {
    ear: Arc<Ear>,
    /// Limits without somebody's word: of any lane, and of single ones.
    limit: usize,
    limits: Vec<(String, usize)>,
    info: QueueInfo,
    order: Vec<JobId>,
}

impl QueueSeen {
    /// Follows it from now on. [`QueueSeen::look`] reads it.
    pub(crate) fn new(watch: &Watch, limit: usize, limits: Vec<(String, usize)>) -> Self {
        let ear = watch.ear(paths::fixed(paths::OURS), false);
        Self { ear, limit, limits, info: QueueInfo::default(), order: Vec::new() }
    }

    /// Reads it for the first time and announces it.
    pub(crate) async fn first(mut self, desk: &Desk) -> Result<Self, CommandError> {
        let (folder, board) = (desk.folder.clone(), desk.board.clone());
        let read = tokio::task::spawn_blocking(move || {
            self.look(&folder);
            self.tell(&board);
            self
        });
        read.await.map_err(|e| {
            tracing::error!("reading the queue broke off: {e}");
            CommandError::new(ErrorCode::Internal, "The workspace could not be opened.")
        })
    }

    /// Waits until the file may be another. It may be dropped while it waits: nothing is lost.
    pub(crate) async fn changed(&self) {
        loop {
            let changed = self.ear.next().await;
            if changed.all || changed.files.contains(&paths::queue()) {
                return;
            }
        }
    }

    /// Reads the file.
    pub(crate) fn look(&mut self, folder: &Folder) {
        let QueueFile { settled, order, .. } = QueueFile::read(folder);
        self.info = self.info_of(settled);
        self.order = order;
    }

    /// Announces how the queue stands, and who waits in another place than was announced.
    pub(crate) fn tell(&self, board: &Board) {
        board.set_queue(self.info.clone());
        let waits = |id: &JobId| board.ours(*id).filter(|row| row.status == JobStatus::Queued);
        for (row, place) in self.order.iter().filter_map(waits).zip(1..) {
            if row.place != Some(place) {
                let mut row = JobRow::clone(&row);
                rows::stand(&mut row, Situation { place: Some(place), ..Situation::default() });
                board.publish(&Key::of(&row.id.clone()), row, true);
            }
        }
    }

    fn info_of(&self, settled: Settled) -> QueueInfo {
        Queue::new(self.limit, self.limits.clone(), settled, Vec::new()).info()
    }
}
