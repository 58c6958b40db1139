//! The one window: how it is made, and what it refuses.

use tauri::{
    AppHandle, Manager, Runtime, Url, WebviewWindow, WebviewWindowBuilder,
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
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<WebviewWindow<R>> {
    let windows = &app.config().app.windows;
    let config =
        windows.iter().find(|window| window.label == LABEL).cloned().unwrap_or_else(WindowConfig::default);
    WebviewWindowBuilder::from_config(app, &config)?
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
        .build()
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
