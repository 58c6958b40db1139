//! The one window: how it is made, and what it refuses.

use std::sync::atomic::Ordering;

use mythline_protocol::Preferences;
use serde::Serialize;
use tauri::{
    AppHandle, Emitter, Manager, Runtime, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent,
    utils::config::WindowConfig,
    webview::{NewWindowResponse, PageLoadEvent, PermissionResponse},
};
use tauri_plugin_window_state::StateFlags;

use crate::desk::Desk;

/// The window's name in the configuration and in the capability.
pub(crate) const LABEL: &str = "main";

/// What is remembered of it from one start to the next.
pub(crate) fn remembered() -> StateFlags {
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN
}

/// Opens it. It shows our own page and nothing else: no other address, no second window, no download,
/// no camera, microphone or place.
pub(crate) fn open<R: Runtime>(
    app: &AppHandle<R>,
    preferences: &Preferences,
) -> tauri::Result<WebviewWindow<R>> {
    let windows = &app.config().app.windows;
    let config =
        windows.iter().find(|window| window.label == LABEL).cloned().unwrap_or_else(WindowConfig::default);
    let window = WebviewWindowBuilder::from_config(app, &config)?
        .initialization_script(told(preferences))
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .on_page_load(|window, load| {
            // A page that is loaded anew subscribes anew; nobody listens to the old subscriptions.
            if matches!(load.event(), PageLoadEvent::Started) {
                window.state::<Desk>().feeds.end_all();
            }
        })
        .build()?;
    enlarge(&window, preferences);
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event
            && asks_first(&app)
        {
            api.prevent_close();
        }
    });
    Ok(window)
}

/// Ends the program, as the cross of the window does: where stories are written, the window comes forward and
/// asks first.
pub(crate) fn quit<R: Runtime>(app: &AppHandle<R>) {
    if asks_first(app) {
        bring_forward(app);
    } else {
        app.exit(0);
    }
}

/// Asks in the page whether to close while stories are being written, and whether it did. Whoever closes
/// again without an answer means it, also where the page does not answer any more.
fn asks_first<R: Runtime>(app: &AppHandle<R>) -> bool {
    let desk = app.state::<Desk>();
    let writing = desk.writing();
    if writing == 0 || desk.asked_to_close.swap(true, Ordering::Relaxed) {
        return false;
    }
    tell(app, "closing", writing);
    true
}

/// Tells the page of something that it has not asked for.
pub(crate) fn tell<R: Runtime>(app: &AppHandle<R>, what: &str, news: impl Serialize + Clone) {
    if let Err(error) = app.emit_to(LABEL, what, news) {
        tracing::warn!(%error, what, "the page was not told");
    }
}

/// What the page knows before its first picture: how it is to look, and in which language.
fn told(preferences: &Preferences) -> String {
    let preferences = serde_json::to_string(preferences).unwrap_or_else(|_| "null".to_owned());
    format!("window.mythlinePreferences = {preferences};")
}

/// Shows everything in the window as large as the user wants it.
pub(crate) fn enlarge<R: Runtime>(window: &WebviewWindow<R>, preferences: &Preferences) {
    if let Err(error) = window.set_zoom(f64::from(preferences.text_percent) / 100.0) {
        tracing::warn!(%error, "the size of the text was not changed");
    }
}

/// Brings it to the front, for a second start.
pub(crate) fn bring_forward<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window did not come forward");
    }
}

/// Loads the page anew, for another workspace.
pub(crate) fn load_anew<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.reload()
    {
        tracing::warn!(%error, "the page was not loaded anew");
    }
}

/// Whether an address is the program's own page. Its form differs between systems.
fn is_ours(address: &Url) -> bool {
    match address.scheme() {
        "tauri" => address.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && address.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn no_address_is_ours_but_the_page() {
        for (address, ours) in [
            ("tauri://localhost", true),
            ("tauri://localhost/index.html#jobs", true),
            ("tauri://elsewhere/", false),
            ("https://example.org/", false),
            ("http://localhost/", false),
            ("http://tauri.localhost/", cfg!(windows)),
            ("file:///etc/passwd", false),
            ("data:text/html,hello", false),
            ("about:blank", false),
        ] {
            assert_eq!(address.parse().is_ok_and(|url| is_ours(&url)), ours, "{address}");
        }
    }
}
