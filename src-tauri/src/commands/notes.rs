use std::path::PathBuf;

use mythline_protocol::{Arrived, NotesInfo, RefusedFile};
use mythline_studio::Studio;

use super::{Answer, OnDesk};

/// Every subject's notes.
#[tauri::command]
pub(crate) async fn list_notes(desk: OnDesk<'_>) -> Answer<Vec<NotesInfo>> {
    desk.studio().await?.notes().await
}

/// The text of a subject's notes.
#[tauri::command]
pub(crate) async fn read_notes(desk: OnDesk<'_>, subject: String) -> Answer<String> {
    desk.studio().await?.read_notes(&subject).await
}

/// Writes a subject's notes.
#[tauri::command]
pub(crate) async fn save_notes(desk: OnDesk<'_>, subject: String, text: String) -> Answer<NotesInfo> {
    desk.studio().await?.save_notes(&subject, &text).await
}

/// Begins the notes of a new subject with a page to fill in.
#[tauri::command]
pub(crate) async fn new_notes(desk: OnDesk<'_>, subject: String) -> Answer<NotesInfo> {
    desk.studio().await?.new_notes(&subject).await
}

/// Gives notes another name; stories of them stay where they are.
#[tauri::command]
pub(crate) async fn rename_notes(desk: OnDesk<'_>, subject: String, name: String) -> Answer<NotesInfo> {
    desk.studio().await?.rename_notes(&subject, &name).await
}

/// Moves notes to the system's bin.
#[tauri::command]
pub(crate) async fn remove_notes(desk: OnDesk<'_>, subject: String) -> Answer<()> {
    desk.studio().await?.remove_notes(&subject).await
}

/// Lets the user choose files and takes them in as notes.
#[tauri::command]
pub(crate) async fn import_notes(desk: OnDesk<'_>) -> Answer<Arrived> {
    let studio = desk.studio().await?;
    Ok(import_all(&studio, desk.pickers.notes().await).await)
}

/// Takes in files that were dropped on the window.
#[tauri::command]
pub(crate) async fn import_dropped(desk: OnDesk<'_>, paths: Vec<PathBuf>) -> Answer<Arrived> {
    let studio = desk.studio().await?;
    Ok(import_all(&studio, paths).await)
}

/// Takes in the files that the program was started with. Only the first to ask is told of them: the page asks
/// when it can say what became of them.
#[tauri::command]
pub(crate) async fn given_notes(desk: OnDesk<'_>) -> Answer<Arrived> {
    if !desk.was_given_files() {
        return Ok(Arrived::default());
    }
    let studio = desk.studio().await?;
    Ok(import_all(&studio, desk.take_given()).await)
}

/// Takes in every file that can be.
pub(crate) async fn import_all(studio: &Studio, paths: Vec<PathBuf>) -> Arrived {
    let mut arrived = Arrived::default();
    for path in paths {
        match studio.import_notes(&path, None).await {
            Ok(notes) => arrived.notes.push(notes),
            Err(error) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                arrived.refused.push(RefusedFile { name: name.unwrap_or_default(), error });
            }
        }
    }
    arrived
}
