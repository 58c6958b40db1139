//! Notes to a story: reading, planning, writing, reviewing.
//!
//! [`StoryWork`] is the job. It reads the writer's [`notes`], makes a [`plan`] in which every fact has its
//! step, leads a model through it fact by fact or, where the model can be let go, asks it by [`prompts`] for
//! whole steps, reviews each step and keeps it in a [`take`].

#![forbid(unsafe_code)]

pub mod export;
#[cfg(test)]
mod fuzz;
pub mod notes;
pub mod plan;
pub mod prompts;
pub mod review;
pub mod sample;
#[cfg(feature = "schema")]
mod schemas;
pub mod take;
pub mod text;
pub mod writing;

#[cfg(feature = "schema")]
pub use schemas::schemas;
pub use writing::{
    ChangedNote, CheckedTake, Exported, ModelSource, MoreWork, Report, RewriteWork, StoryWork,
};
