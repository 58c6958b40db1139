//! A program that only looks: it reads the files again when they change.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
    time::Duration,
};

use mythline_files::{FileFault, Folder, Lock, is_alive};
use mythline_protocol::Owner;

use crate::{
    Clock,
    board::{Board, Key},
    load::{self, Found},
    paths,
};

/// Between two looks.
const EVERY: Duration = Duration::from_millis(400);

/// Follows the files for as long as somebody holds the board.
pub(crate) fn follow(folder: Folder, board: &Arc<Board>, clock: Arc<dyn Clock>) {
    let board: Weak<Board> = Arc::downgrade(board);
    tokio::spawn(async move {
        let mut seen = Seen::default();
        loop {
            clock.wait_until(clock.steady() + EVERY).await;
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
}

/// What was seen of each file: its size and when it was changed.
#[derive(Default)]
struct Seen {
    files: HashMap<(&'static str, String), (u64, i64)>,
    /// Whether somebody owned the workspace.
    owned: bool,
}

impl Seen {
    fn look(&mut self, folder: &Folder, board: &Board) {
        let owned = owner(folder).is_some();
        if self.owned != owned {
            // What the files say of running jobs is to be read otherwise now.
            self.files.clear();
            self.owned = owned;
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
            let mut gone: Vec<_> = self.files.keys().filter(|(of, _)| *of == name).cloned().collect();
            for entry in entries {
                let file = (name, entry.name.clone());
                gone.retain(|gone| *gone != file);
                let now = (entry.bytes, entry.changed_at);
                if self.files.insert(file, now) != Some(now)
                    && !entry.name.starts_with('.')
                    && let Some(found) = load::read_one(&sub, name, &entry.name)
                {
                    show(board, found, owned);
                }
            }
            for file in gone {
                remove(board, name, &file.1);
                self.files.remove(&file);
            }
        }
    }
}

/// Who owns the workspace: the program that wrote itself into the lock's file, while it lives.
pub(crate) fn owner(folder: &Folder) -> Option<Owner> {
    Lock::holder(folder, &paths::lock()).filter(is_alive)
}

fn show(board: &Board, found: Found, owned: bool) {
    let Some((key, row)) = load::looked_at(found, owned) else { return };
    if board.get(&key).is_none_or(|known| *known != row) {
        board.publish(key, row, true);
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
