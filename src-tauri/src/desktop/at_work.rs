//! What is being written, as far as the desktop shows it.

use std::time::Duration;

use mythline_protocol::{Access, Group, JobRow, JobSource, ListQuery, View, ViewEvent};
use tokio::sync::watch;

use crate::desk::Studios;

/// Stories that are named; how many more there are is a number.
const NAMED: u32 = 5;
/// Between two looks: nobody watches the tray as closely as the window.
const PACE: Duration = Duration::from_millis(500);
/// Steps of a thread: no finer than can be seen in a picture of this size.
pub(crate) const STEPS: u8 = 32;

/// What is being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AtWork {
    /// The first of the stories, in the order in which they were begun.
    pub(crate) lines: Vec<Line>,
    /// How many stories there are.
    pub(crate) writing: u32,
    /// Whether nothing new begins.
    pub(crate) held: bool,
    /// Whether this program writes them, and not another.
    pub(crate) ours: bool,
}

/// One story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Scenes finished, of so many; 0 of 0 while they are not counted.
    pub(crate) done: u32,
    pub(crate) total: u32,
    /// How far its thread is inked, in [`STEPS`].
    pub(crate) inked: u8,
}

impl Line {
    fn of(row: &JobRow) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to STEPS")]
        let inked = (row.progress.clamp(0.0, 100.0) / 100.0 * f32::from(STEPS)) as u8;
        let title = if row.title.is_empty() { &row.subject } else { &row.title };
        Self { id: row.id.clone(), title: title.clone(), done: row.current, total: row.total, inked }
    }
}

impl AtWork {
    /// Whether something is written, and by this program.
    pub(crate) fn is_ours(&self) -> bool {
        self.ours && self.writing > 0
    }

    fn take(&mut self, event: &ViewEvent) {
        if let Some(list) = &event.list {
            self.writing = list.total;
            self.lines = list.rows.iter().map(Line::of).collect();
        }
        for row in &event.changed {
            if let Some(line) = self.lines.iter_mut().find(|line| line.id == row.id) {
                *line = Line::of(row);
            }
        }
        if let Some(queue) = &event.queue {
            self.held = queue.held;
        }
        if let Some(access) = &event.access {
            self.ours = *access == Access::Owner;
        }
    }
}

/// Tells what is being written, in one workspace after another.
pub(crate) async fn follow(mut studios: Studios, tell: watch::Sender<AtWork>) {
    while let Some(studio) = studios.next().await {
        let list = ListQuery {
            groups: vec![Group::Writing],
            sources: vec![JobSource::Mythline],
            limit: NAMED,
            ..ListQuery::default()
        };
        let mut feed = studio.watch(View { list, ..View::default() });
        let mut work = AtWork::default();
        while let Some(event) = feed.next().await {
            work.take(&event);
            tell.send_if_modified(|told| {
                let news = *told != work;
                told.clone_from(&work);
                news
            });
            tokio::time::sleep(PACE).await;
        }
        tell.send_replace(AtWork::default());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use mythline_protocol::{ListWindow, QueueInfo};
    use serde_json::json;

    use super::*;

    fn row(id: &str, progress: f32) -> JobRow {
        serde_json::from_value(json!({
            "id": id, "source": "mythline", "title": "The ferry", "subject": "Ferry", "player": null,
            "status": "running", "group": "writing", "message": "", "progress": progress, "current": 2, "total": 9,
            "currentStep": null, "stepNumber": 3, "totalSteps": 9, "words": 0, "toLookAt": 0, "timeLeftS": null,
            "model": null, "saved": true, "place": null, "createdAt": 0, "startAt": null, "startedAt": null,
            "finishedAt": null, "attempt": 1, "error": null, "problem": null, "actions": [],
        }))
        .unwrap()
    }

    #[test]
    fn a_thread_moves_in_steps_that_can_be_seen() {
        let mut work = AtWork::default();
        let list = ListWindow { total: 7, groups: Default::default(), offset: 0, rows: vec![row("a", 50.0)] };
        work.take(&ViewEvent { list: Some(list), ..ViewEvent::default() });
        assert_eq!((work.writing, work.lines.len(), work.lines[0].inked), (7, 1, 16));
        let before = work.clone();
        work.take(&ViewEvent { changed: vec![row("a", 50.9), row("b", 9.0)], ..ViewEvent::default() });
        assert_eq!(work, before, "too little to be seen, and a story that is not named");
        work.take(&ViewEvent { changed: vec![row("a", 100.0)], ..ViewEvent::default() });
        assert_eq!(work.lines[0].inked, STEPS);
        let queue = QueueInfo { held: true, ..QueueInfo::default() };
        work.take(&ViewEvent { queue: Some(queue), access: Some(Access::Owner), ..ViewEvent::default() });
        assert!(work.held && work.ours);
    }
}
