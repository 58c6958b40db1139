use mythline_studio::Place;

use super::{Answer, OnDesk};

/// Begins nothing new, or lets the queue go on.
#[tauri::command]
pub(crate) async fn hold_queue(desk: OnDesk<'_>, hold: bool) -> Answer<()> {
    desk.studio().await?.hold_queue(hold).await
}

/// Begins nothing new, and pauses what runs.
#[tauri::command]
pub(crate) async fn pause_queue(desk: OnDesk<'_>) -> Answer<()> {
    desk.studio().await?.pause_queue().await
}

/// Changes how many jobs of a model, or of every model, run at once.
#[tauri::command]
pub(crate) async fn set_limit(desk: OnDesk<'_>, model: Option<String>, limit: usize) -> Answer<()> {
    desk.studio().await?.set_limit(model.as_deref(), limit).await
}

/// Moves a job that waits: `"first"`, `"last"`, or `{"before": id}`.
#[tauri::command]
pub(crate) async fn move_job(desk: OnDesk<'_>, job_id: String, place: Place) -> Answer<()> {
    desk.studio().await?.move_to(&job_id, place).await
}
