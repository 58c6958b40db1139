//! What other programs do to the files of a workspace, noticed.
//!
//! A [`Watch`] hears from the operating system (or from a test) which names have changed, and passes
//! each on to the [`Ear`] of its folder, some twenty times a second at most. Nothing is read here:
//! whoever has the ear reads what lies under the name, and knows by its content what is new. Where the
//! system does not tell, names are found by looking around.

mod changes;
mod ear;
mod job_files;
mod seen;
mod source;
mod system;
mod watch;

pub use changes::{FileChanges, FilesChanged};
pub(crate) use ear::Ear;
pub(crate) use job_files::{Before, JobFile, JobFiles, Names, look};
pub use source::{ChangeSource, Notice, Tell, WatchedFolders};
pub use system::SystemChanges;
pub(crate) use watch::Watch;
