//! Writing: the job that takes notes to a story, a step at a time: fact by fact, or whole by a
//! model that can be let go.

mod amount;
mod changed;
mod changes;
mod check;
mod compose;
mod dialogue;
mod draft;
mod edit;
mod effort;
mod export;
mod held;
mod meant;
mod more;
mod narration;
mod opening;
mod plan_first;
mod planning;
mod presence;
mod prompt;
mod report;
mod retell;
mod rewrite;
mod run;
mod step;
mod stray;
mod telling;
mod told_so_far;
mod waiting;
mod wish;
mod work;

#[cfg(test)]
mod tests;

pub use changed::ChangedNote;
pub use check::CheckedTake;
pub use export::Exported;
pub use more::MoreWork;
pub use report::Report;
pub use rewrite::RewriteWork;
pub use work::{ModelSource, StoryWork};
