use mythline_protocol::{StoryInfo, TakeView};

use super::{Answer, OnDesk};

#[tauri::command]
pub(crate) async fn list_stories(desk: OnDesk<'_>) -> Answer<Vec<StoryInfo>> {
    desk.studio().await?.stories().await
}

#[tauri::command]
pub(crate) async fn read_story(desk: OnDesk<'_>, subject: String, take: String) -> Answer<TakeView> {
    desk.studio().await?.story(&subject, &take).await
}

/// Puts a finished take at the top of its subject's folder.
#[tauri::command]
pub(crate) async fn choose_take(desk: OnDesk<'_>, subject: String, take: String) -> Answer<()> {
    desk.studio().await?.choose_take(&subject, &take).await
}
