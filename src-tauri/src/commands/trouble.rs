/// The longest message of the window that the log takes, in characters.
const LONGEST: usize = 4_000;

/// Puts down what went wrong in the window: there is no other place where it could be found.
#[tauri::command]
pub(crate) async fn report_error(message: String) {
    let message: String = message.chars().take(LONGEST).collect();
    tracing::error!(target: "window", "{message}");
}
