use std::path::PathBuf;

use mythline_protocol::{CommandError, ErrorCode, ExportParams, ExportResponse};
use mythline_studio::ExportTo;

use super::{Answer, OnDesk, files};

/// Lets the user say where a story is to go, and writes it there. Null when no place was named.
#[tauri::command]
pub(crate) async fn export_story(desk: OnDesk<'_>, params: ExportParams) -> Answer<Option<ExportResponse>> {
    let studio = desk.studio().await?;
    let name = studio.export_name(&params).await?;
    let extension = params.format.extension();
    let Some(mut path) = desk.pickers.save(&name, extension).await else { return Ok(None) };
    if path.extension().is_none() {
        path.set_extension(extension);
    }
    let done = studio.export(params, ExportTo::File(path.clone())).await?;
    desk.exported.lock().await.insert(path);
    Ok(Some(done))
}

/// Shows a file that was exported in the system's file program: none but those.
#[tauri::command]
pub(crate) async fn show_export(desk: OnDesk<'_>, path: PathBuf) -> Answer<()> {
    if !desk.exported.lock().await.contains(&path) {
        return Err(CommandError::new(ErrorCode::MissingFile, "This file was not exported from here."));
    }
    files::reveal(path).await
}
