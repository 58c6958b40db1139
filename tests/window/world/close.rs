//! What a window manager does with windows: closes one whose cross is clicked, and puts others in front.

use x11rb::{
    connection::Connection,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, InputFocus, Window},
    rust_connection::RustConnection,
};

/// Asks every window of the process that heeds `WM_DELETE_WINDOW` to close.
pub(crate) fn close_window(display: &str, pid: u32) {
    let (x, screen) = x11rb::connect(Some(display)).unwrap();
    let atom = |name: &str| x.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let (protocols, delete, process) = (atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW"), atom("_NET_WM_PID"));
    let owned: Vec<Window> = windows(&x, x.setup().roots[screen].root)
        .into_iter()
        .filter(|window| number(&x, *window, process, AtomEnum::CARDINAL) == Some(pid))
        .filter(|window| number(&x, *window, protocols, AtomEnum::ATOM).is_some())
        .collect();
    assert!(!owned.is_empty(), "the program has a window");
    for window in owned {
        let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
        x.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
    }
    // An answer to anything asked later says that the message was taken.
    x.get_input_focus().unwrap().reply().unwrap();
}

/// Gives the keyboard to nobody.
pub(crate) fn look_away(display: &str) {
    let (x, _) = x11rb::connect(Some(display)).unwrap();
    x.set_input_focus(InputFocus::NONE, x11rb::NONE, x11rb::CURRENT_TIME).unwrap();
    x.get_input_focus().unwrap().reply().unwrap();
}

/// Every mapped window beneath one.
fn windows(x: &RustConnection, parent: Window) -> Vec<Window> {
    let children = x.query_tree(parent).unwrap().reply().map(|tree| tree.children).unwrap_or_default();
    children.into_iter().flat_map(|child| [vec![child], windows(x, child)].concat()).collect()
}

/// The first number of a property.
fn number(x: &RustConnection, window: Window, property: u32, kind: AtomEnum) -> Option<u32> {
    let reply = x.get_property(false, window, property, kind, 0, 1).ok()?.reply().ok()?;
    reply.value32()?.next()
}
