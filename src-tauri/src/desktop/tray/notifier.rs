//! On Linux: a `StatusNotifierItem` on the session's bus. It needs no library of the system, and its pictures go
//! over the bus, not through files.

use ksni::{Handle, Icon, MenuItem, ToolTip, TrayMethods, menu::StandardItem};
use tauri::{AppHandle, Runtime};
use tokio::sync::mpsc::UnboundedSender;

use super::{Deed, Entry, Shown};

/// Sizes in which the thread is drawn, for panels of usual and of doubled points.
const SIDES: [u8; 2] = [24, 48];

/// What stands in the tray, or that there is none.
pub(super) struct Tray(Option<Handle<Item>>);

pub(super) async fn put<R: Runtime>(_: &AppHandle<R>, shown: Shown, ask: &UnboundedSender<Deed>) -> Tray {
    let item = Item { shown, ask: ask.clone() };
    // A desktop may get its tray later than we begin, or start it again.
    let spawned = item.assume_sni_available(true).spawn().await;
    Tray(spawned.inspect_err(|error| tracing::info!(%error, "there is no tray")).ok())
}

pub(super) async fn change(tray: Tray, shown: Shown) -> Option<Tray> {
    if let Some(handle) = &tray.0 {
        handle.update(|item| item.shown = shown).await;
    }
    Some(tray)
}

pub(super) async fn remove(tray: Tray) -> Option<Tray> {
    if let Some(handle) = tray.0 {
        handle.shutdown().await;
    }
    None
}

struct Item {
    shown: Shown,
    ask: UnboundedSender<Deed>,
}

impl Item {
    fn ask(&self, deed: Deed) {
        // Nobody hears it any more only when the program ends.
        let _ = self.ask.send(deed);
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "mythline-desktop".to_owned()
    }

    fn title(&self) -> String {
        "Mythline".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        SIDES.map(|side| icon(self.shown.thread.draw(side), side)).to_vec()
    }

    fn tool_tip(&self) -> ToolTip {
        let description = escaped(&self.shown.title);
        ToolTip { title: self.title(), description, ..ToolTip::default() }
    }

    fn activate(&mut self, _: i32, _: i32) {
        self.ask(Deed::Open);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.shown.menu.iter().map(item).collect()
    }
}

fn item(entry: &Entry) -> MenuItem<Item> {
    // In a label an underscore stands before the letter that is its key; two are one.
    let label = |text: &str| text.replace('_', "__");
    match entry {
        Entry::Rule => MenuItem::Separator,
        Entry::Said(text) => {
            StandardItem { label: label(text), enabled: false, ..StandardItem::default() }.into()
        }
        Entry::Does(text, deed) => {
            let deed = deed.clone();
            let activate = Box::new(move |item: &mut Item| item.ask(deed.clone()));
            StandardItem { label: label(text), activate, ..StandardItem::default() }.into()
        }
    }
}

/// A tool tip is markup, and titles are not ours.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The bus wants how much of a point there is before its colours.
fn icon(mut picture: Vec<u8>, side: u8) -> Icon {
    picture.chunks_exact_mut(4).for_each(|point| point.rotate_right(1));
    Icon { width: side.into(), height: side.into(), data: picture }
}
