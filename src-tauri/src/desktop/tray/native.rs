//! On Windows and macOS: the system's own tray.

use std::sync::{Arc, Mutex, PoisonError};

use tauri::{
    AppHandle, Runtime,
    image::Image,
    menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent},
};
use tokio::sync::mpsc::UnboundedSender;

use super::{Deed, Entry, Shown};

/// The size in which the thread is drawn.
const SIDE: u8 = 32;
/// What the menu's lines are called, with their number behind it.
const NAME: &str = "tray-";

/// What stands in the tray, or that there is none.
pub(super) struct Tray<R: Runtime>(Option<(AppHandle<R>, TrayIcon<R>, Arc<Mutex<Vec<Entry>>>)>);

pub(super) async fn put<R: Runtime>(
    app: &AppHandle<R>,
    shown: Shown,
    ask: &UnboundedSender<Deed>,
) -> Tray<R> {
    let entries = Arc::new(Mutex::new(Vec::new()));
    let (chosen, ask_menu, ask_icon) = (entries.clone(), ask.clone(), ask.clone());
    let on_menu = move |_: &AppHandle<R>, event: MenuEvent| {
        let number = event.id().as_ref().strip_prefix(NAME).and_then(|number| number.parse::<usize>().ok());
        let entries = chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Entry::Does(_, deed)) = number.and_then(|number| entries.get(number)) {
            let _ = ask_menu.send(deed.clone());
        }
    };
    let on_icon = move |_: &TrayIcon<R>, event: TrayIconEvent| {
        if let TrayIconEvent::DoubleClick { button: MouseButton::Left, .. } = event {
            let _ = ask_icon.send(Deed::Open);
        }
    };
    let built = TrayIconBuilder::new().on_menu_event(on_menu).on_tray_icon_event(on_icon).build(app);
    let icon = built.inspect_err(|error| tracing::info!(%error, "there is no tray")).ok();
    let tray = Tray(icon.map(|icon| (app.clone(), icon, entries)));
    change(tray, shown).await.unwrap_or(Tray(None))
}

pub(super) async fn change<R: Runtime>(tray: Tray<R>, shown: Shown) -> Option<Tray<R>> {
    if let Some((app, icon, entries)) = &tray.0 {
        match show(app, icon, &shown) {
            Ok(()) => *entries.lock().unwrap_or_else(PoisonError::into_inner) = shown.menu,
            Err(error) => tracing::warn!(%error, "the tray was not changed"),
        }
    }
    Some(tray)
}

pub(super) async fn remove<R: Runtime>(tray: Tray<R>) -> Option<Tray<R>> {
    if let Some((app, icon, _)) = tray.0 {
        app.remove_tray_by_id(icon.id());
    }
    None
}

fn show<R: Runtime>(app: &AppHandle<R>, icon: &TrayIcon<R>, shown: &Shown) -> tauri::Result<()> {
    let menu = Menu::new(app)?;
    for (number, entry) in shown.menu.iter().enumerate() {
        // In a label an ampersand stands before the letter that is its key; two are one.
        let line = |text: &str, enabled| {
            MenuItem::with_id(app, format!("{NAME}{number}"), text.replace('&', "&&"), enabled, None::<&str>)
        };
        match entry {
            Entry::Rule => menu.append(&PredefinedMenuItem::separator(app)?)?,
            Entry::Said(text) => menu.append(&line(text, false)?)?,
            Entry::Does(text, _) => menu.append(&line(text, true)?)?,
        }
    }
    icon.set_menu(Some(menu))?;
    icon.set_tooltip(Some(&shown.title))?;
    icon.set_icon(Some(Image::new_owned(shown.thread.draw(SIDE), SIDE.into(), SIDE.into())))
}
