//! What ends the program from outside, other than Ctrl C: the system, or a terminal that closes.

use std::future::pending;

use crate::exit::Exit;

/// Waits until the program is told to end, and answers how it then ends.
#[cfg(unix)]
pub(crate) async fn wanted() -> Exit {
    use tokio::signal::unix::{SignalKind, signal};

    const HANG_UP: i32 = 1;
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return pending().await };
    // `nohup` has the closing of the terminal passed over, and so it is.
    let hang_up = if is_ignored(HANG_UP) { None } else { signal(SignalKind::hangup()).ok() };
    let hung_up = async {
        match hang_up {
            Some(mut hang_up) => hang_up.recv().await,
            None => pending().await,
        }
    };
    tokio::select! {
        _ = terminate.recv() => Exit::Ended(15),
        _ = hung_up => Exit::Ended(1),
    }
}

/// Elsewhere nothing of the kind is told.
#[cfg(not(unix))]
pub(crate) async fn wanted() -> Exit {
    pending().await
}

/// Whether this process was started with a signal passed over, where the system says so.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
}
