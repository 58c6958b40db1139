//! The job engine: what runs, what waits, what is kept. It knows no story and no window.
//!
//! It runs anything that implements [`Work`]. [`Engine`] is what others hold. How other programs and
//! scripts have the owner of a workspace do something is told in `asking`.

#![forbid(unsafe_code)]

mod asking;
mod board;
mod bulk;
mod cleaning;
mod clock;
mod coalescer;
mod command;
mod derived;
mod disk;
mod durations;
mod effort;
mod engine;
mod feed;
mod foreign;
mod foretelling;
#[cfg(test)]
mod fuzz;
mod glimpse;
mod job;
mod json;
mod list;
mod live;
mod load;
mod looking;
mod machine;
mod opening;
mod options;
mod outside;
mod owner;
mod pace;
mod paths;
mod queue;
mod queue_file;
mod queue_seen;
mod record;
mod role;
mod rows;
mod runs;
mod saving;
mod scarcity;
mod scheduler;
#[cfg(feature = "schema")]
mod schemas;
mod steering;
mod story_job;
mod taking_over;
mod telling;
mod text;
mod time_left;
mod times;
mod verbs;
mod watching;
mod work;

pub use clock::{Clock, ManualClock, SystemClock};
pub use durations::Durations;
pub use effort::{Effort, Efforts};
pub use engine::Engine;
pub use feed::JobsFeed;
pub use list::ViewFeed;
pub use options::{EngineOptions, Settings};
pub use queue::Place;
#[cfg(feature = "schema")]
pub use schemas::schemas;
pub use telling::JobVerb;
pub use text::TextFeed;
pub use watching::{ChangeSource, FileChanges, FilesChanged, Notice, SystemChanges, Tell, WatchedFolders};
pub use work::{
    JobHandle, Outcome, Prepared, Standing, StepProgress, StopReason, Work, WorkEnd, WorkRequest,
};
