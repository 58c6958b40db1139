//! On Linux: what Unity's launcher began and the docks of GNOME, KDE and others heed, a signal on the
//! session's bus.

use std::collections::HashMap;

use tauri::{AppHandle, Runtime};
use zbus::{Connection, zvariant::Value};

/// How the desktop knows the program: the name of its desktop file.
const PROGRAM: &str = "application://Mythline.desktop";

pub(super) struct Bar(Connection);

impl Bar {
    pub(super) async fn of<R: Runtime>(_: &AppHandle<R>) -> Option<Self> {
        Connection::session().await.ok().map(Self)
    }

    /// From 0 to 1, or not at all.
    pub(super) async fn show(&self, progress: Option<f64>) {
        let shows = HashMap::from([
            ("progress", Value::from(progress.unwrap_or_default())),
            ("progress-visible", Value::from(progress.is_some())),
        ]);
        let (path, interface) = ("/org/mythline/desktop", "com.canonical.Unity.LauncherEntry");
        let told = self.0.emit_signal(None::<()>, path, interface, "Update", &(PROGRAM, shows)).await;
        if let Err(error) = told {
            tracing::debug!(%error, "the dock was not told");
        }
    }
}
