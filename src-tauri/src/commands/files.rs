use std::path::PathBuf;

use mythline_protocol::{CommandError, ErrorCode, JobFile, JobFileText};

use super::{Answer, OnDesk};

/// The files of a job that can be looked at.
#[tauri::command]
pub(crate) async fn job_files(desk: OnDesk<'_>, job_id: String) -> Answer<Vec<JobFile>> {
    desk.studio().await?.files(&job_id).await
}

/// The text of one of them.
#[tauri::command]
pub(crate) async fn job_file(desk: OnDesk<'_>, job_id: String, key: String) -> Answer<JobFileText> {
    desk.studio().await?.file(&job_id, &key).await
}

/// Shows one of them in the system's file program.
#[tauri::command]
pub(crate) async fn show_in_folder(desk: OnDesk<'_>, job_id: String, key: String) -> Answer<()> {
    reveal(desk.studio().await?.file_path(&job_id, &key).await?).await
}

/// Shows a file in the system's file program.
pub(crate) async fn reveal(path: PathBuf) -> Answer<()> {
    let shown =
        tauri::async_runtime::spawn_blocking(move || tauri_plugin_opener::reveal_item_in_dir(path)).await;
    if let Ok(Ok(())) = shown {
        return Ok(());
    }
    tracing::warn!(?shown, "the file program did not answer");
    let sentence = "No file program answered. The file is where it was said to be.";
    Err(CommandError::new(ErrorCode::Internal, sentence))
}
