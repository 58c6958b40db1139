//! Story jobs on their way to the disk. They are made from the records and put right at the next start, so
//! they may come a moment later: only the last of each is written, and they keep out of the way of what
//! presses.

use std::{collections::BTreeMap, time::Duration};

use mythline_files::RelPath;

use crate::{pace::Pace, paths, record::Record, scheduler::Scheduler, story_job};

/// Between two times at which story jobs are given to the disk.
const GAP: Duration = Duration::from_millis(250);

/// See the module.
pub(crate) struct Derived {
    waiting: BTreeMap<RelPath, Option<Vec<u8>>>,
    pace: Pace,
    /// Whether a change of state was given to the disk since the last time.
    pressed: bool,
}

impl Derived {
    pub(crate) fn new() -> Self {
        Self { waiting: BTreeMap::new(), pace: Pace::every(GAP), pressed: false }
    }

    /// A change of state goes to the disk.
    pub(crate) fn press(&mut self) {
        self.pressed = true;
    }

    pub(crate) fn due(&self) -> Option<Duration> {
        (!self.waiting.is_empty()).then(|| self.pace.due())
    }

    /// What is to be written now: everything, or a single one while more pressing things come.
    fn take(&mut self, now: Duration) -> BTreeMap<RelPath, Option<Vec<u8>>> {
        if !self.pace.allows(now) {
            return BTreeMap::new();
        }
        self.pace.mark(now);
        if std::mem::take(&mut self.pressed) {
            self.waiting.pop_first().into_iter().collect()
        } else {
            std::mem::take(&mut self.waiting)
        }
    }
}

impl Scheduler {
    /// Writes the story job of a record that is on the disk and the newest of its subject.
    pub(crate) fn write_story_job(&mut self, record: &Record) {
        if let Some(path) = paths::story_job(&record.subject) {
            self.derived.waiting.insert(path, Some(story_job::of(record)));
        }
    }

    /// Removes the story job of a subject, if it is ours.
    pub(crate) fn remove_story_job(&mut self, subject: &str) {
        if let Some(path) = paths::story_job(subject) {
            self.derived.waiting.insert(path, None);
        }
    }

    /// Gives the story jobs that are due to the disk.
    pub(crate) fn write_derived(&mut self, now: Duration) {
        if !self.derived.waiting.is_empty() {
            let due = self.derived.take(now);
            self.give(due);
        }
    }

    /// Gives every story job to the disk, because the program ends.
    pub(crate) fn write_all_derived(&mut self) {
        let all = std::mem::take(&mut self.derived.waiting);
        self.give(all);
    }

    fn give(&self, told: BTreeMap<RelPath, Option<Vec<u8>>>) {
        for (path, content) in told {
            self.disk.write_later(path.clone(), move |folder| match content {
                Some(content) => story_job::write(folder, &path, &content),
                None => story_job::remove(folder, &path),
            });
        }
    }
}
