#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

//! A take that somebody edits while it is changed.

use std::{
    fs, io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use mythline_files::{Folder, Op, Subject, Tap};
use mythline_protocol::JobId;
use serde_json::Value;
use tempfile::TempDir;

use super::*;

/// Puts a word into the first step while our own writing is forced to the disk: the first `times` times.
struct Editor {
    take: PathBuf,
    times: AtomicUsize,
}

impl Tap for Editor {
    fn before(&self, op: &Op) -> io::Result<()> {
        let ours = |path: &str| path.contains("/takes/") && path.ends_with(".tmp");
        if matches!(op, Op::Sync(path) if ours(path.as_str()))
            && self.times.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
        {
            let mut take: Value = serde_json::from_slice(&fs::read(&self.take)?)?;
            let text = take["steps"][0]["text"].as_str().unwrap_or_default().to_owned();
            take["steps"][0]["text"] = format!("{text} By hand.").into();
            fs::write(&self.take, take.to_string())?;
        }
        Ok(())
    }
}

/// A shelf with the take of the fixture, whose editor edits so often.
fn shelf(dir: &TempDir, times: usize) -> (Shelf, JobId, Arc<Editor>) {
    let mut take: Take =
        serde_json::from_str(include_str!("../../tests/fixtures/take/schema-1.json")).unwrap();
    let id = JobId::random();
    take.task_id = id.to_string();
    let path = dir.path().join(format!("output/Ferry/takes/{id}/take.json"));
    let editor = Arc::new(Editor { take: path, times: AtomicUsize::new(0) });
    let folder = Folder::open(dir.path()).unwrap().with_tap(editor.clone());
    let shelf = Shelf::new(folder, Subject::parse("Ferry").unwrap());
    shelf.put(id, &take).unwrap();
    editor.times.store(times, Ordering::SeqCst);
    (shelf, id, editor)
}

#[test]
fn what_is_edited_while_a_step_is_saved_stays() {
    let dir = TempDir::new().unwrap();
    let (shelf, id, _) = shelf(&dir, 3);
    let mut step = shelf.take(id).unwrap().steps[2].clone();
    step.text = "They rowed home.".to_owned();
    let first = shelf.take(id).unwrap().steps[0].text.clone();
    let take = shelf.put_step(id, &step).unwrap();
    assert_eq!(take.steps[0].text, format!("{first} By hand. By hand. By hand."));
    assert_eq!(take.steps[2].text, "They rowed home.");
    assert_eq!(shelf.take(id).unwrap(), take);
    let story = fs::read_to_string(dir.path().join(format!("output/Ferry/takes/{id}/story.md"))).unwrap();
    assert!(story.contains("By hand.") && story.contains("They rowed home."), "{story}");
}

#[test]
fn what_is_edited_while_a_story_is_put_together_is_in_it() {
    let dir = TempDir::new().unwrap();
    let (shelf, id, _) = shelf(&dir, 1);
    let (take, kept) = shelf.publish(id).unwrap();
    assert!(kept.is_empty() && take.steps[0].text.ends_with("By hand."));
    let story = fs::read_to_string(dir.path().join("output/Ferry/story.md")).unwrap();
    assert!(story.contains("By hand."), "{story}");
    assert_eq!(shelf.take(id).unwrap().published, take.published);
}

#[test]
fn a_take_that_never_lies_still_is_left_to_who_edits_it() {
    let dir = TempDir::new().unwrap();
    let (shelf, id, editor) = shelf(&dir, usize::MAX);
    let step = Step { text: "Ours.".to_owned(), ..shelf.take(id).unwrap().steps[2].clone() };
    let fault = shelf.put_step(id, &step).unwrap_err();
    assert!(matches!(&fault, TakeFault::Damaged(why) if why.contains("another program")), "{fault:?}");
    let left = fs::read_to_string(&editor.take).unwrap();
    assert!(left.contains("By hand.") && !left.contains("Ours."), "{left}");
}
