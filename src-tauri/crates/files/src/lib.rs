//! The only crate that writes: whole-or-nothing writes, names from people, locks, safe opens.
//!
//! Everything lies beneath a [`Folder`] and is named by a [`RelPath`], whose segments are checked; no
//! path is built from raw text. Files are opened as regular files only, and no link is followed.

mod bin;
mod disk;
mod error;
mod folder;
mod lock;
mod log;
mod part;
mod player;
mod privacy;
mod process;
mod reading;
mod rel_path;
mod subject;
mod tap;
mod writing;

pub use error::{FileError, FileFault, FileKind};
pub use folder::Folder;
pub use lock::{Lock, LockError};
pub use log::LogFile;
pub use part::PartFile;
pub use player::{PLAYER_CHARS, Player};
pub use process::{is_alive, this_process, this_user};
pub use reading::{Entry, Letter, Tail};
pub use rel_path::RelPath;
pub use subject::{SUBJECT_BYTES, SUBJECT_CHARS, Subject};
pub use tap::{Op, Tap};
