use std::path::PathBuf;

use mythline_protocol::{Cleared, CommandError, ErrorCode, JobFile, JobFileText};

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

/// Opens one of them in the program that the system has for such files.
#[tauri::command]
pub(crate) async fn open_job_file(desk: OnDesk<'_>, job_id: String, key: String) -> Answer<()> {
    let path = desk.studio().await?.file_path(&job_id, &key).await?;
    let opened =
        tauri::async_runtime::spawn_blocking(move || tauri_plugin_opener::open_path(path, None::<&str>))
            .await;
    if let Ok(Ok(())) = opened {
        return Ok(());
    }
    tracing::warn!(?opened, "no program opened the file");
    let sentence = "No program of this computer opened the file. Show it in its folder instead.";
    Err(CommandError::new(ErrorCode::Internal, sentence))
}

/// A text that is to be copied, without keys and passwords.
#[tauri::command]
pub(crate) async fn clear_of_secrets(text: String) -> Cleared {
    mythline_studio::without_secrets(&text)
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
