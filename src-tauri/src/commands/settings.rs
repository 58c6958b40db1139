use mythline_protocol::{CleanResponse, CleanedJob, Preferences};
use mythline_studio::hours;
use tauri::{Runtime, WebviewWindow};

use super::{Answer, OnDesk};
use crate::window;

/// What the user has set.
#[tauri::command]
pub(crate) async fn preferences(desk: OnDesk<'_>) -> Answer<Preferences> {
    Ok(desk.studio().await?.preferences())
}

/// Keeps what the user has set, and acts by it at once.
#[tauri::command]
pub(crate) async fn change_preferences<R: Runtime>(
    window: WebviewWindow<R>,
    desk: OnDesk<'_>,
    preferences: Preferences,
) -> Answer<Preferences> {
    let kept = desk.studio().await?.change_preferences(preferences).await?;
    window::enlarge(&window, &kept);
    desk.desktop.heed(&kept);
    Ok(kept)
}

/// The finished jobs that are older than so many hours.
#[tauri::command]
pub(crate) async fn older_than(desk: OnDesk<'_>, age_hours: u32) -> Answer<Vec<CleanedJob>> {
    Ok(desk.studio().await?.older_than(hours(age_hours)))
}

/// Removes their records; their stories stay.
#[tauri::command]
pub(crate) async fn clean_older(desk: OnDesk<'_>, age_hours: u32) -> Answer<CleanResponse> {
    desk.studio().await?.clean_older(hours(age_hours)).await
}
