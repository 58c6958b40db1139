//! The calls to the operating system: one folder that is open, and what can be done in it by name.
//!
//! On Unix nothing is looked up by a whole path after the first folder is open: every step is taken
//! from a folder that is held, so nothing can be swapped underneath. Elsewhere links are looked for
//! before each step, which leaves a short gap.

#[cfg(not(unix))]
mod plain;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(crate) use plain::{Dir, opened, this_user};
#[cfg(unix)]
pub(crate) use unix::{Dir, opened, this_user};

use crate::FileKind;

/// What a name stands for; links are not followed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meta {
    pub(crate) kind: FileKind,
    pub(crate) bytes: u64,
    /// Milliseconds since the Unix epoch.
    pub(crate) changed_at: i64,
    /// The number of the user whose it is, where the system has numbers for users.
    pub(crate) user: Option<u32>,
    /// Whether anybody but that user may do anything with it.
    pub(crate) open_to_others: bool,
}
