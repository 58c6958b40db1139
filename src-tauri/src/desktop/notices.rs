//! What the system says for us while the window is not in front: one quiet line, in the place of the one before.

#[cfg(target_os = "linux")]
#[path = "notices/bus.rs"]
mod host;
#[cfg(not(target_os = "linux"))]
#[path = "notices/native.rs"]
mod host;

pub(crate) use host::Notices;
