//! A program that only looks: it shows what the files say, and reads them again when they change.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use mythline_files::{Folder, Lock, RelPath, is_alive};
use mythline_protocol::{JobId, JobStatus, Owner};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    board::{Board, Key},
    engine::Desk,
    load::{self, Onlooker},
    paths,
    queue_seen::QueueSeen,
    rows,
    watching::{self, Before, JobFile, JobFiles, Names},
};

/// Between two looks whether the owner lives: nothing tells of its death.
const SIGNS_OF_LIFE: Duration = Duration::from_secs(1);

/// The following of the files, while it lasts.
pub(crate) struct Following {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Following {
    /// Ends it; nothing more is announced when this answers.
    pub(crate) async fn end(self) {
        self.stop.cancel();
        let _ = self.task.await;
    }
}

/// Follows the files for as long as somebody holds the desk.
pub(crate) fn follow(desk: &Desk, before: Before, unowned: Onlooker, mut queue: QueueSeen) -> Following {
    let mut files = JobFiles::after(before, &desk.watch, &desk.folder, &desk.board, desk.clock.clone());
    let (folder, clock) = (desk.folder.clone(), desk.clock.clone());
    let board: Weak<Board> = Arc::downgrade(&desk.board);
    let stop = desk.ending.child_token();
    let stopped = stop.clone();
    let task = tokio::spawn(async move {
        let mut stood = onlooker(&folder, unowned);
        loop {
            let mut requeued = false;
            let names = tokio::select! {
                () = stopped.cancelled() => return,
                names = files.next() => names,
                () = queue.changed() => {
                    requeued = true;
                    Names::none()
                }
                () = clock.wait_until(clock.steady() + SIGNS_OF_LIFE) => {
                    let stands = onlooker(&folder, unowned);
                    if stands == stood && board.strong_count() > 0 {
                        continue;
                    }
                    // What the files say of running jobs is to be read otherwise now.
                    stood = stands;
                    Names::all()
                }
            };
            let (folder, Some(board)) = (folder.clone(), board.upgrade()) else { return };
            let looked = tokio::task::spawn_blocking(move || {
                if requeued {
                    queue.look(&folder);
                }
                let looked = watching::look(&folder, &board, names);
                (board, queue, looked)
            });
            let Ok((board, seen, mut looked)) = looked.await else { return };
            queue = seen;
            files.doubt(&mut looked);
            looked.into_iter().for_each(|file| show(&board, file, stood));
            queue.tell(&board);
        }
    });
    Following { stop, task }
}

/// Looks at one job of ours again, at once: another program has just said what became of it.
pub(crate) fn see(folder: &Folder, board: &Board, id: JobId) {
    for file in watching::look(folder, board, Names::one(paths::task(id))) {
        show(board, file, Onlooker::Outside);
    }
}

/// Who owns the workspace: the program that wrote itself into the lock's file, while it lives.
pub(crate) fn owner(folder: &Folder) -> Option<Owner> {
    Lock::holder(folder, &paths::lock()).filter(is_alive)
}

/// How this program stands now, when it stands so while nobody owns the workspace.
pub(crate) fn onlooker(folder: &Folder, unowned: Onlooker) -> Onlooker {
    if owner(folder).is_some() { Onlooker::Outside } else { unowned }
}

fn show(board: &Board, file: JobFile, onlooker: Onlooker) {
    let shown = file.found.and_then(|found| load::looked_at(found, onlooker));
    for key in keys(&file.path) {
        if shown.as_ref().is_none_or(|(shown, _)| *shown != key) {
            board.remove(&key);
        }
    }
    let Some((key, mut row)) = shown else { return };
    let known = board.get(&key);
    // Its place stands in the queue's file, not in its own.
    if let Some(place) = known.as_ref().and_then(|known| known.place)
        && row.status == JobStatus::Queued
    {
        rows::stand(&mut row, rows::Situation { place: Some(place), ..onlooker.situation() });
    }
    if known.is_none_or(|known| *known != row) {
        board.publish(&key, row, true);
    }
}

/// What a file of `tasks/` or `story_jobs/` may be called on the board.
pub(crate) fn keys(path: &RelPath) -> Vec<Key> {
    let stem = path.name().strip_suffix(".json").unwrap_or(path.name());
    let in_tasks = path.as_str().starts_with(paths::TASKS);
    let ours = stem.parse().ok().filter(|_| in_tasks).map(Key::Ours);
    let short = if in_tasks { "tasks" } else { "story_jobs" };
    ours.into_iter().chain([Key::Other(format!("{short}/{stem}").into())]).collect()
}
