use super::{Answer, OnDesk};

/// The longest message of the window that the log takes, in characters.
const LONGEST: usize = 4_000;

/// Puts down what went wrong in the window: there is no other place where it could be found.
#[tauri::command]
pub(crate) async fn report_error(message: String) {
    let message: String = message.chars().take(LONGEST).collect();
    tracing::error!(target: "window", "{message}");
}

/// How the program and the computer are, for whoever mends it: as text that holds none of the user's.
#[tauri::command]
pub(crate) async fn diagnostics(desk: OnDesk<'_>) -> Answer<String> {
    let window = tauri::webview_version().ok().map(|version| format!("web view {version}"));
    desk.diagnosis(window).await
}
