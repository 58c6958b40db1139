//! A program that looks takes the workspace over when its owner is gone.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use mythline_files::{Folder, Lock, LockError, this_process};
use mythline_protocol::{Access, JobRow};

use crate::{
    EngineOptions,
    board::{Board, Key},
    engine::Desk,
    looking::Following,
    opening, paths,
    watching::Before,
};

/// Between two tries to have the lock.
const EVERY: Duration = Duration::from_secs(1);

/// Waits until the lock falls free, and takes the workspace. Ends when the engine does.
pub(crate) fn when_free(desk: &Arc<Desk>, options: EngineOptions, following: Following) {
    let weak = Arc::downgrade(desk);
    let (clock, ending) = (desk.clock.clone(), desk.ending.clone());
    tokio::spawn(async move {
        let me = this_process(&options.program);
        loop {
            tokio::select! {
                () = clock.wait_until(clock.steady() + EVERY) => {}
                () = ending.cancelled() => return,
            }
            let Some(desk) = weak.upgrade() else { return };
            let (folder, me) = (desk.folder.clone(), me.clone());
            let tried = tokio::task::spawn_blocking(move || Lock::take(&folder, &paths::lock(), &me)).await;
            match tried {
                Ok(Ok(lock)) if !ending.is_cancelled() => {
                    following.end().await;
                    return take(&desk, options, lock).await;
                }
                Ok(Err(LockError::Held(owner @ Some(_)))) => desk.board.set_access(Access::Looking { owner }),
                Ok(Err(LockError::File(e))) => tracing::debug!("the workspace cannot be taken over: {e}"),
                _ => {}
            }
        }
    });
}

async fn take(desk: &Arc<Desk>, options: EngineOptions, lock: Lock) {
    let folder: Folder = desk.folder.clone();
    let before = Before::look(&desk.folder);
    let opened = match tokio::task::spawn_blocking(move || opening::put_right(&folder)).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(e)) => return tracing::error!("the workspace was not taken over: {e}"),
        Err(e) => return tracing::error!("taking the workspace over broke off: {e}"),
    };
    // First who owns, then what became of the jobs: so whoever follows one knows why it stopped.
    desk.board.set_access(Access::Owner);
    show(&desk.board, &opened.rows);
    if let Err(error) = opening::own(desk, options, lock, opened, before) {
        tracing::error!(%error, "the workspace was not taken over");
    }
}

/// Announces what is otherwise than it was seen to be.
fn show(board: &Board, rows: &BTreeMap<Key, Arc<JobRow>>) {
    for row in board.all() {
        let key = row.id.parse().map_or_else(|_| Key::Other(row.id.as_str().into()), Key::Ours);
        if !rows.contains_key(&key) {
            board.remove(&key);
        }
    }
    for (key, row) in rows {
        if board.get(key).is_none_or(|known| known != *row) {
            board.publish(key, JobRow::clone(row), true);
        }
    }
}
