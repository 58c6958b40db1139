//! What the computer runs on.

#[cfg(target_os = "linux")]
#[path = "battery/upower.rs"]
mod host;
#[cfg(not(target_os = "linux"))]
#[path = "battery/none.rs"]
mod host;

pub(crate) use host::follow;

/// A battery, as the system tells of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Battery {
    /// Whether the computer runs on it.
    pub(crate) in_use: bool,
    /// How full it is.
    pub(crate) percent: f64,
}
