//! Where things lie in a workspace.

use mythline_files::RelPath;
use mythline_protocol::JobId;

pub(crate) const OURS: &str = ".mythline";
pub(crate) const TASKS: &str = ".mythline/tasks";
pub(crate) const STORY_JOBS: &str = ".mythline/story_jobs";
pub(crate) const CLEANED: &str = ".mythline/cleaned";
pub(crate) const REQUESTS: &str = ".mythline/requests";
pub(crate) const REFUSED: &str = ".mythline/requests/refused";
pub(crate) const LIVE: &str = ".mythline/live";
pub(crate) const LOGS: &str = ".mythline/logs";

pub(crate) fn task(id: JobId) -> RelPath {
    fixed(&format!("{TASKS}/{id}.json"))
}

/// Where a file goes that lay in the place of a record and is none.
pub(crate) fn aside(id: JobId, number: u32) -> RelPath {
    fixed(&format!("{TASKS}/{id}.other-{number}.json"))
}

pub(crate) fn log(id: JobId) -> RelPath {
    fixed(&format!("{LOGS}/{id}.log"))
}

pub(crate) fn live(id: JobId) -> RelPath {
    fixed(&format!("{LIVE}/{id}.txt"))
}

pub(crate) fn queue() -> RelPath {
    fixed(".mythline/queue.json")
}

pub(crate) fn lock() -> RelPath {
    fixed(".mythline/owner.lock")
}

/// The story job's file of a subject; `None` when the subject cannot be a name, which the work that
/// prepared it has seen to.
pub(crate) fn story_job(subject: &str) -> Option<RelPath> {
    fixed(STORY_JOBS).join(&format!("{subject}.json")).ok()
}

/// A path whose every part is ours: words of this file, and ids.
pub(crate) fn fixed(text: &str) -> RelPath {
    #[expect(clippy::expect_used, reason = "the words above and ids are plain names")]
    RelPath::parse(text).expect("a plain path")
}
