//! On Windows and macOS: the window's own progress.

use tauri::{
    AppHandle, Manager, Runtime,
    window::{ProgressBarState, ProgressBarStatus},
};

use crate::window;

pub(super) struct Bar<R: Runtime>(AppHandle<R>);

impl<R: Runtime> Bar<R> {
    pub(super) async fn of(app: &AppHandle<R>) -> Option<Self> {
        Some(Self(app.clone()))
    }

    /// From 0 to 1, or not at all.
    pub(super) async fn show(&self, progress: Option<f64>) {
        let status = progress.map_or(ProgressBarStatus::None, |_| ProgressBarStatus::Normal);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        let progress = progress.map(|share| (share * 100.0) as u64);
        if let Some(window) = self.0.get_webview_window(window::LABEL)
            && let Err(error) = window.set_progress_bar(ProgressBarState { status: Some(status), progress })
        {
            tracing::debug!(%error, "the taskbar was not told");
        }
    }
}
