//! How far the writing has come, on the program's place in the taskbar or the dock.

#[cfg(target_os = "linux")]
#[path = "taskbar/launcher.rs"]
mod host;
#[cfg(not(target_os = "linux"))]
#[path = "taskbar/native.rs"]
mod host;

use tauri::{AppHandle, Runtime};
use tokio::sync::watch;

use super::at_work::{AtWork, STEPS};

/// Shows it as long as the program runs; nothing is shown while nothing is written.
pub(crate) async fn show<R: Runtime>(app: AppHandle<R>, mut work: watch::Receiver<AtWork>) {
    let Some(bar) = host::Bar::of(&app).await else { return };
    let mut shown = None;
    loop {
        let now = inked(&work.borrow_and_update());
        if shown != now {
            bar.show(now.map(|inked| f64::from(inked) / f64::from(STEPS))).await;
            shown = now;
        }
        if work.changed().await.is_err() {
            return;
        }
    }
}

/// How far all that is written has come, in [`STEPS`]; nothing when nothing is written.
fn inked(work: &AtWork) -> Option<u32> {
    let count = u32::try_from(work.lines.len()).unwrap_or(u32::MAX);
    let sum: u32 = work.lines.iter().map(|line| u32::from(line.inked)).sum();
    (work.writing > 0).then(|| sum.checked_div(count)).flatten()
}
