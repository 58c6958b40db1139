//! Text being written, for programs that look: `.mythline/live/{task_id}.txt` has the step in hand of a job,
//! while it runs.

use std::{sync::Arc, time::Duration};

use mythline_files::Folder;
use mythline_protocol::{JobId, TextEvent};

use crate::{engine::Desk, paths, role::Role, scheduler::Scheduler};

/// The most bytes that are read: far above any step.
const BYTES: u64 = 1 << 20;
/// Between two looks of who follows.
const LOOKS: Duration = Duration::from_millis(200);

impl Scheduler {
    /// Writes down what a run has of the step in hand. The last of it is enough, and it passes.
    pub(crate) fn mirror(&mut self, id: JobId) {
        let Some(run) = self.jobs.get_mut(&id).and_then(|job| job.run.as_mut()) else { return };
        let Some(event) = self.texts.in_hand(id) else { return };
        run.mirrored = true;
        self.disk.write_later(paths::live(id), move |folder| {
            if let Err(e) = folder.write_passing(&paths::live(id), content(&event).as_bytes()) {
                tracing::debug!(job = %id, "the text is not mirrored: {e}");
            }
        });
    }

    /// A run has ended, and with it what it had in hand.
    pub(crate) fn end_mirror(&self, id: JobId) {
        self.mirrored.take(&id);
        self.disk.write_later(paths::live(id), move |folder| remove(folder, &format!("{id}.txt")));
    }
}

/// Removes what a program before this one left there.
pub(crate) fn sweep(folder: &Folder) {
    let names = folder.names(Some(&paths::fixed(paths::LIVE))).unwrap_or_default();
    names.iter().for_each(|name| remove(folder, name));
}

/// Follows the text of a job whose owner is another program, for as long as somebody reads it.
pub(crate) fn follow(desk: &Arc<Desk>, id: JobId) {
    let weak = Arc::downgrade(desk);
    let (clock, ending) = (desk.clock.clone(), desk.ending.clone());
    tokio::spawn(async move {
        let mut seen = None;
        loop {
            let Some(desk) = weak.upgrade() else { return };
            let looks = matches!(*desk.role.borrow(), Role::Looking(_));
            if !looks || !desk.texts.is_read(id) {
                return;
            }
            let folder = desk.folder.clone();
            let Ok(now) = tokio::task::spawn_blocking(move || read(&folder, id)).await else { return };
            if now != seen {
                match &now {
                    Some(event) => desk.texts.of(id).push(event.clone()),
                    None => desk.texts.ended(id),
                }
                seen = now;
            }
            drop(desk);
            tokio::select! {
                () = clock.wait_until(clock.steady() + LOOKS) => {}
                () = ending.cancelled() => return,
            }
        }
    });
}

fn read(folder: &Folder, id: JobId) -> Option<TextEvent> {
    parse(&folder.read_text(&paths::live(id), BYTES).ok()?)
}

fn remove(folder: &Folder, name: &str) {
    let path = paths::fixed(paths::LIVE).join(name);
    if let Ok(path) = path
        && let Err(e) = folder.remove_passing(&path)
    {
        tracing::debug!("a mirrored text stays: {e}");
    }
}

/// A head of two lines, an empty line, and the text.
fn content(event: &TextEvent) -> String {
    format!("step: {}\ntry: {}\n\n{}", event.step, event.attempt, event.text)
}

fn parse(content: &str) -> Option<TextEvent> {
    let (head, text) = content.split_once("\n\n")?;
    let (step, attempt) = head.strip_prefix("step: ")?.split_once("\ntry: ")?;
    let (step, text) = (step.to_owned(), text.to_owned());
    Some(TextEvent { step, attempt: attempt.parse().ok()?, offset: 0, text })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mirrored_text_is_read_as_it_was_written() {
        for text in ["", "It was night.", "One.\n\nTwo.\n", "step: x\ntry: 9\n\n"] {
            let event =
                TextEvent { step: "scene-1".to_owned(), attempt: 3, offset: 0, text: text.to_owned() };
            assert_eq!(parse(&content(&event)), Some(event));
        }
        for other in ["", "step: x", "step: x\ntry: many\n\ntext", "It was night."] {
            assert_eq!(parse(other), None, "{other:?}");
        }
    }
}
