use mythline_protocol::WorkspaceInfo;

use super::{Answer, OnDesk};

/// The workspace that is open, or the reason why none is.
#[tauri::command]
pub(crate) async fn workspace_info(desk: OnDesk<'_>) -> Answer<WorkspaceInfo> {
    Ok(desk.studio().await?.info())
}

/// Lets the user choose a folder and opens it. Null when none was chosen.
#[tauri::command]
pub(crate) async fn open_workspace(desk: OnDesk<'_>) -> Answer<Option<WorkspaceInfo>> {
    match desk.pickers.folder().await {
        Some(folder) => desk.open(folder).await.map(Some),
        None => Ok(None),
    }
}
