//! Writing: the job that takes notes to a story, a step at a time and a fact at a time.

mod check;
mod dialogue;
mod draft;
mod effort;
mod export;
mod held;
mod narration;
mod opening;
mod presence;
mod prompt;
mod report;
mod retell;
mod run;
mod stray;
mod telling;
mod waiting;
mod work;

#[cfg(test)]
mod tests;

pub use check::CheckedTake;
pub use export::Exported;
pub use report::Report;
pub use work::{ModelSource, StoryWork};
