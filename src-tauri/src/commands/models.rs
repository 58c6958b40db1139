use mythline_protocol::{ModelInfo, ModelTestResponse, ShelfView};

use super::{Answer, OnDesk};

/// The models on the shelf.
#[tauri::command]
pub(crate) async fn list_models(desk: OnDesk<'_>) -> Answer<Vec<ModelInfo>> {
    desk.studio().await?.models().await
}

/// What stands around the models: this computer, the servers, and what is worth a try.
#[tauri::command]
pub(crate) async fn shelf_view(desk: OnDesk<'_>) -> Answer<ShelfView> {
    desk.studio().await?.shelf_view().await
}

/// Lets the user choose a model's file and puts it on the shelf. Null when none was chosen.
#[tauri::command]
pub(crate) async fn import_model(desk: OnDesk<'_>) -> Answer<Option<ModelInfo>> {
    let studio = desk.studio().await?;
    match desk.pickers.model().await {
        Some(file) => studio.import_model(&file).await.map(Some),
        None => Ok(None),
    }
}

/// Makes a model the one that new stories use.
#[tauri::command]
pub(crate) async fn use_model(desk: OnDesk<'_>, model_id: String) -> Answer<()> {
    desk.studio().await?.use_model(&model_id).await
}

/// Has a model write two sentences.
#[tauri::command]
pub(crate) async fn test_model(desk: OnDesk<'_>, model_id: String) -> Answer<ModelTestResponse> {
    desk.studio().await?.test_model(&model_id).await
}

/// Takes a model off the shelf; a file of the user's stays where it lies, one that was downloaded goes.
#[tauri::command]
pub(crate) async fn remove_model(desk: OnDesk<'_>, model_id: String) -> Answer<()> {
    desk.studio().await?.remove_model(&model_id).await
}
