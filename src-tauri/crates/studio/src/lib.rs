//! Jobs, models and stories put together for one workspace: what both the window and the terminal open.

#![forbid(unsafe_code)]

mod aside;
mod check;
mod doctor;
mod downloads;
mod export;
mod files;
mod jobs;
mod list;
mod log;
mod models;
mod notes;
mod options;
mod places;
mod preferences;
#[cfg(feature = "schema")]
mod schemas;
mod secrets;
mod settings;
mod steps;
mod stories;
mod story;
mod studio;

pub use check::{Checked, CheckedNote, CheckedStep};
pub use doctor::{
    Check, Computer, Diagnosis, Finding, ModelState, Repaired, Trouble, WorkspaceState, diagnose, repair,
};
pub use downloads::{Downloads, DownloadsFeed};
pub use export::ExportTo;
pub use log::begin_log;
pub use models::{Models, on_shelf, shelf};
pub use mythline_jobs::{JobVerb, JobsFeed, Place, TextFeed, ViewFeed};
pub use mythline_models::Progress;
pub use mythline_protocol::{MoreParams, RewriteParams, StepTries, WrittenTry};
pub use mythline_story::ModelSource;
pub use options::{Entry, StudioOptions};
pub use places::{Chosen, Places};
pub use preferences::hours;
#[cfg(feature = "schema")]
pub use schemas::schemas;
pub use secrets::without_secrets;
pub use settings::Settings;
pub use studio::Studio;
