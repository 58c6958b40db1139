//! On Windows and macOS: the system's notifications, which need a plugin.

use tauri::{AppHandle, Runtime};
use tauri_plugin_notification::NotificationExt;

/// Says things through the system.
#[derive(Default)]
pub(crate) struct Notices;

impl Notices {
    /// Says something.
    ///
    /// # Errors
    /// When the system shows no notifications.
    pub(crate) async fn say<R: Runtime>(
        &self,
        app: &AppHandle<R>,
        title: &str,
        body: &str,
    ) -> Result<(), tauri_plugin_notification::Error> {
        app.notification().builder().title(title).body(body).silent().show()
    }
}
