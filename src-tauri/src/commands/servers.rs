use mythline_protocol::{AddServerParams, ChangeServerParams, FoundServer, ModelInfo};

use super::{Answer, OnDesk};

/// Looks for servers at the usual ports of this computer.
#[tauri::command]
pub(crate) async fn find_servers(desk: OnDesk<'_>) -> Answer<Vec<FoundServer>> {
    Ok(desk.studio().await?.find_servers().await)
}

/// Asks a server which models it has.
#[tauri::command]
pub(crate) async fn server_models(desk: OnDesk<'_>, params: AddServerParams) -> Answer<Vec<String>> {
    desk.studio().await?.server_models(params).await
}

/// Puts a model on a server on the shelf.
#[tauri::command]
pub(crate) async fn add_server(desk: OnDesk<'_>, params: AddServerParams) -> Answer<ModelInfo> {
    desk.studio().await?.add_server(params).await
}

/// Changes how a server is used.
#[tauri::command]
pub(crate) async fn change_server(desk: OnDesk<'_>, params: ChangeServerParams) -> Answer<ModelInfo> {
    desk.studio().await?.change_server(params).await
}
