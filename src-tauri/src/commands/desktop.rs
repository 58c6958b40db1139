use std::sync::atomic::Ordering;

use mythline_protocol::DesktopWords;
use tauri::{AppHandle, Manager, Runtime};

use super::{Answer, OnDesk};
use crate::window;

/// The longest line of a notification, in characters.
const LONGEST: usize = 200;

/// Begins what stands around the window, which says all it says in these words; newer ones replace them. The
/// page asks for it when its first picture is there.
#[tauri::command]
pub(crate) async fn begin_desktop<R: Runtime>(
    app: AppHandle<R>,
    desk: OnDesk<'_>,
    words: DesktopWords,
) -> Answer<()> {
    desk.desktop.speak(&app, words);
    Ok(())
}

/// Says something through the system, unless the window is in front.
#[tauri::command]
pub(crate) async fn notify<R: Runtime>(
    app: AppHandle<R>,
    desk: OnDesk<'_>,
    title: String,
    body: String,
) -> Answer<()> {
    let in_front = app.get_webview_window(window::LABEL).is_some_and(|it| it.is_focused().unwrap_or(false));
    if in_front {
        return Ok(());
    }
    if let Err(error) = desk.desktop.notices.say(&app, &plain(&title), &plain(&body)).await {
        tracing::info!(%error, "the system shows no notifications");
    }
    Ok(())
}

/// Ends the program, or goes on, after the question whether to close while stories are written.
#[tauri::command]
pub(crate) async fn answer_closing<R: Runtime>(
    app: AppHandle<R>,
    desk: OnDesk<'_>,
    close: bool,
) -> Answer<()> {
    if close {
        app.exit(0);
    } else {
        desk.asked_to_close.store(false, Ordering::Relaxed);
    }
    Ok(())
}

/// A line without what a desktop could take for markup: titles are not ours.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
