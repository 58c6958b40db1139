//! The end of the program: first its work is put down in order, then the process ends.

use tauri::{AppHandle, Manager, RunEvent, Runtime};

use crate::desk::Desk;

/// Holds the end back until the desk is closed. The window is gone by then, so nobody waits for it.
pub(crate) fn in_order<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    if let RunEvent::ExitRequested { api, .. } = event
        && !app.state::<Desk>().is_closed()
    {
        api.prevent_exit();
        close_then_exit(app);
    }
}

/// The same when the session ends, or somebody presses Ctrl C where the program was started.
#[cfg(unix)]
pub(crate) fn heed_signals<R: Runtime>(app: &AppHandle<R>) {
    use tokio::signal::unix::{SignalKind, signal};

    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let (Ok(mut ended), Ok(mut interrupted)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return;
        };
        tokio::select! {
            _ = ended.recv() => {}
            _ = interrupted.recv() => {}
        }
        close_then_exit(&app);
    });
}

fn close_then_exit<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        app.state::<Desk>().close().await;
        app.exit(0);
    });
}
