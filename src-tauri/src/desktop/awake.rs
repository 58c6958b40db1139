//! The computer is kept awake while stories are being written, where the user wants it, and only then.

#[cfg(target_os = "linux")]
#[path = "awake/inhibitor.rs"]
mod host;
#[cfg(not(target_os = "linux"))]
#[path = "awake/none.rs"]
mod host;

use mythline_protocol::{DesktopWords, Preferences};
use tokio::sync::watch;

use super::at_work::AtWork;

/// What it follows.
pub(crate) struct Told {
    pub(crate) words: watch::Receiver<Option<DesktopWords>>,
    pub(crate) set: watch::Receiver<Preferences>,
    pub(crate) work: watch::Receiver<AtWork>,
}

/// Keeps the computer awake as long as there is reason to. What the system was asked for ends with the program,
/// however that ends.
pub(crate) async fn keep(mut told: Told) {
    let mut held = None;
    loop {
        let wanted = told.set.borrow_and_update().keep_awake && told.work.borrow_and_update().is_ours();
        held = match held.take() {
            None if wanted => {
                let words = told.words.borrow().clone().unwrap_or_default();
                host::hold(&words.writing).await
            }
            Some(held) if !wanted => {
                host::release(held).await;
                None
            }
            as_it_is => as_it_is,
        };
        tokio::select! {
            Ok(()) = told.set.changed() => {}
            Ok(()) = told.work.changed() => {}
            else => return,
        }
    }
}
