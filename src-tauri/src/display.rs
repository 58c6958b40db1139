//! What must be seen to before there can be a window, on Linux: a display, and WebKit's way to draw.

/// There is nowhere to open a window.
#[derive(Debug)]
pub(crate) struct NoDisplay;

impl std::fmt::Display for NoDisplay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("There is no display here to open a window on. In a terminal, use `mythline` instead.")
    }
}

impl std::error::Error for NoDisplay {}

/// Whether WebKit should draw without DMABUF: where the variable is not set already and the graphics
/// cannot be trusted with it, which is with an NVIDIA driver, or with no render node at all.
#[cfg(any(target_os = "linux", test))]
fn wants_plain_drawing(is_set: bool, has_nvidia: bool, has_render_node: bool) -> bool {
    !is_set && (has_nvidia || !has_render_node)
}

/// Sets WebKit's variable when it is wanted, which keeps a blank window away, the commonest complaint
/// about programs of this kind; then starts GTK. Call it before anything else: the variable must stand
/// before GTK starts, and before there is a second thread.
///
/// # Errors
/// When there is no display: told here, because further in it is a panic.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> Result<(), NoDisplay> {
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let is_set = std::env::var_os(VARIABLE).is_some();
    let has_nvidia = std::path::Path::new("/proc/driver/nvidia/version").exists();
    if wants_plain_drawing(is_set, has_nvidia, has_render_node()) {
        #[expect(unsafe_code, reason = "GTK reads the environment; there is no other way to tell it")]
        // SAFETY: main calls this first, so this is the only thread and nothing reads the environment.
        unsafe {
            std::env::set_var(VARIABLE, "1");
        }
    }
    gtk::init().map_err(|_| NoDisplay)
}

/// Other systems have other webviews.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> Result<(), NoDisplay> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn has_render_node() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::wants_plain_drawing;

    #[test]
    fn plain_drawing_is_for_graphics_that_cannot_be_trusted() {
        assert!(wants_plain_drawing(false, true, true));
        assert!(wants_plain_drawing(false, false, false));
        assert!(!wants_plain_drawing(false, false, true));
        assert!(!wants_plain_drawing(true, true, false), "what the user set stands");
    }
}
