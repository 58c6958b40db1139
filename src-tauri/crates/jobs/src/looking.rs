//! A program that only looks: it reads the files again when they change.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Weak},
    time::Duration,
};

use mythline_files::{FileFault, Folder, Lock, is_alive};
use mythline_protocol::{JobId, Owner};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    board::{Board, Key},
    engine::Desk,
    load::{self, Found, Onlooker},
    paths,
};

/// Between two looks.
const EVERY: Duration = Duration::from_millis(400);

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
pub(crate) fn follow(desk: &Desk, unowned: Onlooker) -> Following {
    let (folder, clock) = (desk.folder.clone(), desk.clock.clone());
    let board: Weak<Board> = Arc::downgrade(&desk.board);
    let stop = desk.ending.child_token();
    let stopped = stop.clone();
    let task = tokio::spawn(async move {
        let mut seen = Seen { files: HashMap::new(), unowned, onlooker: unowned };
        loop {
            tokio::select! {
                () = clock.wait_until(clock.steady() + EVERY) => {}
                () = stopped.cancelled() => return,
            }
            let Some(board) = board.upgrade() else { return };
            let folder = folder.clone();
            let looked = tokio::task::spawn_blocking(move || {
                seen.look(&folder, &board);
                seen
            });
            match looked.await {
                Ok(so_far) => seen = so_far,
                Err(_) => return,
            }
        }
    });
    Following { stop, task }
}

/// What was seen of each file: its size and when it was changed.
struct Seen {
    files: HashMap<(&'static str, String), (u64, i64)>,
    /// How this program stands to the workspace while nobody owns it.
    unowned: Onlooker,
    /// How it stood at the last look.
    onlooker: Onlooker,
}

impl Seen {
    fn look(&mut self, folder: &Folder, board: &Board) {
        let onlooker = onlooker(folder, self.unowned);
        if self.onlooker != onlooker {
            // What the files say of running jobs is to be read otherwise now.
            self.files.clear();
            self.onlooker = onlooker;
        }
        for name in [paths::TASKS, paths::STORY_JOBS] {
            let sub = match folder.sub(&paths::fixed(name)) {
                Ok(sub) => sub,
                Err(e) => {
                    if e.fault != FileFault::Missing {
                        tracing::warn!("{name} cannot be looked at: {e}");
                    }
                    continue;
                }
            };
            let Ok(entries) = sub.list(None) else { continue };
            let mut gone: HashSet<_> = self.files.keys().filter(|(of, _)| *of == name).cloned().collect();
            for entry in entries {
                let file = (name, entry.name.clone());
                gone.remove(&file);
                let now = (entry.bytes, entry.changed_at);
                if self.files.insert(file, now) != Some(now)
                    && !entry.name.starts_with('.')
                    && let Some(found) = load::read_one(&sub, name, &entry.name)
                {
                    show(board, found, onlooker);
                }
            }
            for file in gone {
                remove(board, name, &file.1);
                self.files.remove(&file);
            }
        }
    }
}

/// Looks at one job of ours again, at once: another program has just said what became of it.
pub(crate) fn see(folder: &Folder, board: &Board, id: JobId) {
    let file = paths::task(id);
    let found = folder.sub(&paths::fixed(paths::TASKS)).ok();
    match found.and_then(|tasks| load::read_one(&tasks, paths::TASKS, file.name())) {
        Some(found) => show(board, found, Onlooker::Outside),
        None => board.remove(&Key::Ours(id)),
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

fn show(board: &Board, found: Found, onlooker: Onlooker) {
    let Some((key, row)) = load::looked_at(found, onlooker) else { return };
    if board.get(&key).is_none_or(|known| *known != row) {
        board.publish(&key, row, true);
    }
}

fn remove(board: &Board, folder: &str, name: &str) {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    if folder == paths::TASKS
        && let Ok(id) = stem.parse()
    {
        board.remove(&Key::Ours(id));
    }
    let short = folder.rsplit('/').next().unwrap_or(folder);
    board.remove(&Key::Other(format!("{short}/{stem}").into()));
}
