use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use mythline_files::this_user;
use mythline_protocol::CommandError;
use serde_json::Value;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Verb, tray::Tray};
use crate::{engine::Desk, pace::Pace, paths};

/// How many are done at once. One that takes long (a cancel waits for its run) does not hold up others.
const AT_ONCE: usize = 256;
/// Between two times at which old answers are removed.
const TIDIES: Duration = Duration::from_secs(10 * 60);

/// Does what is asked in the folder of requests, until the engine ends. For the owner alone.
pub(crate) fn answer_requests(desk: &Arc<Desk>) {
    let weak = Arc::downgrade(desk);
    let tray = Arc::new(Mutex::new(Tray::new(desk.folder.clone(), this_user())));
    let (clock, ending) = (desk.clock.clone(), desk.ending.clone());
    let ear = desk.watch.ear(paths::fixed(paths::REQUESTS), false);
    tokio::spawn(async move {
        let mut in_hand = JoinSet::new();
        let mut tidies = Pace::every(TIDIES);
        loop {
            if tidies.allows(clock.steady()) {
                tidies.mark(clock.steady());
                let now = clock.wall();
                with(&tray, move |tray| tray.tidy(now)).await;
            }
            if take_all(&weak, &tray, &mut in_hand).await.is_none() {
                return;
            }
            loop {
                tokio::select! {
                    _ = ear.next() => break,
                    Some(_) = in_hand.join_next() => {}
                    () = clock.wait_until(tidies.due()) => break,
                    () = ending.cancelled() => return drain(in_hand).await,
                }
            }
        }
    });
}

/// Takes everything that lies there; `None` when the engine is gone.
async fn take_all(weak: &Weak<Desk>, tray: &Arc<Mutex<Tray>>, in_hand: &mut JoinSet<()>) -> Option<()> {
    loop {
        while in_hand.len() >= AT_ONCE {
            in_hand.join_next().await;
        }
        while in_hand.try_join_next().is_some() {}
        let desk = weak.upgrade()?;
        let (most, now) = (AT_ONCE - in_hand.len(), desk.clock.wall());
        let taken = with(tray, move |tray| tray.take(most, now)).await?;
        if taken.is_empty() {
            return Some(());
        }
        for (id, verb) in taken {
            in_hand.spawn(do_one(desk.clone(), tray.clone(), id, verb));
        }
    }
}

async fn do_one(desk: Arc<Desk>, tray: Arc<Mutex<Tray>>, id: Uuid, verb: Verb) {
    tracing::info!(request = %id, ?verb, "asked by another program");
    let said: Result<Value, CommandError> = desk.carry_out(verb).await;
    drop(desk);
    with(&tray, move |tray| tray.answer(id, said)).await;
}

/// What was begun is answered still: the scheduler answers every command when it ends.
async fn drain(mut in_hand: JoinSet<()>) {
    while in_hand.join_next().await.is_some() {}
}

/// Works on the tray where waiting for the disk is allowed.
async fn with<T: Send + 'static>(
    tray: &Arc<Mutex<Tray>>,
    work: impl FnOnce(&mut Tray) -> T + Send + 'static,
) -> Option<T> {
    let tray = tray.clone();
    let worked =
        tokio::task::spawn_blocking(move || work(&mut tray.lock().unwrap_or_else(PoisonError::into_inner)));
    worked.await.ok()
}
