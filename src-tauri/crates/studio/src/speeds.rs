use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use mythline_files::{FileError, Folder, RelPath};
use mythline_protocol::{JobRow, JobStatus, JobsEvent};

/// How large the record may be, in bytes.
const LIMIT: u64 = 64 * 1024;
/// What the newest story counts against all before it.
const NEWEST: f32 = 0.5;

/// How many words of story a model writes in a second on this computer, learnt from the stories it has
/// finished. Kept in the user's own data folder, for every workspace.
#[derive(Clone)]
pub(crate) struct Speeds {
    data: PathBuf,
    words_per_s: Arc<Mutex<BTreeMap<String, f32>>>,
}

impl Speeds {
    /// What is known; nothing when nothing can be read.
    pub(crate) fn open(data: &Path) -> Self {
        let known = read(data).unwrap_or_default();
        Self { data: data.to_owned(), words_per_s: Arc::new(Mutex::new(known)) }
    }

    /// About how long so many words take, in seconds.
    pub(crate) fn seconds(&self, model: &str, words: u32) -> Option<u32> {
        let speed = *self.lock().get(model)?;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an estimate"
        )]
        let seconds = (words as f32 / speed).ceil() as u32;
        Some(seconds)
    }

    /// Takes in what a change says of speed. Only a story written in one go says anything.
    pub(crate) fn hear(&self, event: &JobsEvent) {
        let JobsEvent::Batch { changed, .. } = event else { return };
        for row in changed {
            if let Some((model, speed)) = measured(row) {
                self.learn(model, speed);
            }
        }
    }

    fn learn(&self, model: &str, speed: f32) {
        let known = {
            let mut known = self.lock();
            known.entry(model.to_owned()).and_modify(|old| *old += (speed - *old) * NEWEST).or_insert(speed);
            known.clone()
        };
        if let Err(error) = write(&self.data, &known) {
            tracing::warn!(?error, "the speed of a model was not kept");
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, f32>> {
        self.words_per_s.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn measured(row: &JobRow) -> Option<(&str, f32)> {
    let seconds = (row.finished_at? - row.started_at?) as f32 / 1_000.0;
    let whole = row.status == JobStatus::Completed && row.attempt == 1 && row.words > 0 && seconds > 0.0;
    whole.then_some((row.model.as_deref()?, row.words as f32 / seconds))
}

fn read(data: &Path) -> Option<BTreeMap<String, f32>> {
    let bytes = Folder::open(data).ok()?.read(&file().ok()?, LIMIT).ok()?;
    let known: BTreeMap<String, f32> = serde_json::from_slice(&bytes).ok()?;
    Some(known.into_iter().filter(|(_, speed)| speed.is_finite() && *speed > 0.0).collect())
}

fn write(data: &Path, known: &BTreeMap<String, f32>) -> Result<(), FileError> {
    let mut text = serde_json::to_vec_pretty(known).unwrap_or_default();
    text.push(b'\n');
    Folder::create(data)?.write(&file()?, &text)
}

fn file() -> Result<RelPath, FileError> {
    RelPath::segment("speeds.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use mythline_protocol::JobSource;

    use super::*;

    /// A story of 300 words that took so many seconds.
    fn finished(seconds: i64, attempt: u32) -> JobRow {
        JobRow {
            id: String::new(),
            source: JobSource::Mythline,
            title: String::new(),
            subject: String::new(),
            player: None,
            status: JobStatus::Completed,
            group: JobStatus::Completed.group(),
            message: String::new(),
            progress: 100.0,
            current: 6,
            total: 6,
            current_step: None,
            step_number: 6,
            total_steps: 6,
            words: 300,
            to_look_at: 0,
            model: Some("small".to_owned()),
            saved: true,
            place: None,
            created_at: 0,
            started_at: Some(1_000),
            finished_at: Some(1_000 + seconds * 1_000),
            attempt,
            error: None,
            problem: None,
            actions: Vec::new(),
        }
    }

    fn told(row: JobRow) -> JobsEvent {
        JobsEvent::Batch {
            seq: 1,
            changed: vec![row],
            removed: Vec::new(),
            passed: Vec::new(),
            saving: None,
            access: None,
        }
    }

    #[test]
    fn a_speed_is_learnt_from_whole_stories_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let speeds = Speeds::open(folder.path());
        assert_eq!(speeds.seconds("small", 600), None);
        speeds.hear(&told(finished(60, 1)));
        assert_eq!(speeds.seconds("small", 600), Some(120));
        speeds.hear(&told(finished(5, 2)));
        assert_eq!(speeds.seconds("small", 600), Some(120), "a story that was resumed says nothing");
        speeds.hear(&told(finished(20, 1)));
        assert_eq!(speeds.seconds("small", 600), Some(60), "a newer one counts half");
        assert_eq!(Speeds::open(folder.path()).seconds("small", 600), Some(60));
        assert_eq!(Speeds::open(folder.path()).seconds("other", 600), None);
    }
}
