//! What one job writes: the take, where it lies, and what is made from it.

mod adopt;
mod book;
mod model;
mod shelf;
mod story;
mod tries;

pub use adopt::adopt;
pub(crate) use adopt::{before_conclusion, fresh};
pub use book::{Book, Chapter, Part};
pub(crate) use model::{BY_HAND, SCHEMA};
pub use model::{Draft, PlanStage, Step, Take, TakePlayer};
pub(crate) use shelf::PLAN;
pub use shelf::{Shelf, TakeFault};
#[cfg(feature = "schema")]
pub(crate) use story::{Planned, StoryFile};
pub use story::{book_markdown, markdown, plan_json, story_json};

#[cfg(test)]
mod changes;
#[cfg(test)]
mod tests;
