//! Damaged input for what reads notes and takes.
#![allow(clippy::expect_used, reason = "a trial stops where something is not as it must be")]

#[path = "../../../../tests/fuzz/mod.rs"]
mod trial;

use trial::{Target, are_borne, are_borne_for_long};

use crate::{
    notes::{Notes, decode},
    take::{Take, markdown, plan_json, story_json},
};

fn targets() -> [Target; 2] {
    let detective = include_str!("../tests/fixtures/notes/detective.md");
    let tailor = include_str!("../tests/fixtures/notes/tailor.txt");
    let take = include_str!("../tests/fixtures/take/schema-1.json");
    [
        Target::of_texts(
            "notes",
            &[detective, tailor, "- Ida rows.\n\"Who is there?\" she asks.\n"],
            notes_run,
        ),
        Target::of_texts("takes", &[take], take_run),
    ]
}

/// Every fact that is read stands on a line that is there.
fn notes_run(bytes: &[u8]) -> bool {
    let Ok(text) = decode(bytes) else { return false };
    let notes = Notes::read(&text);
    let lines = text.lines().count();
    assert!(notes.facts.iter().all(|fact| fact.line >= 1 && fact.line as usize <= lines));
    !notes.facts.is_empty()
}

/// A take that was read is the same when it is written and read again, and can be made into everything.
fn take_run(bytes: &[u8]) -> bool {
    let Ok(take) = serde_json::from_slice::<Take>(bytes) else { return false };
    let written = serde_json::to_vec(&take).expect("what was read can be written");
    assert_eq!(serde_json::from_slice::<Take>(&written).expect("and read again"), take);
    let _made = (markdown(&take), story_json(&take), plan_json(&take), take.view());
    true
}

#[test]
fn damaged_notes_and_takes_are_borne() {
    are_borne(&targets());
}

#[test]
#[ignore = "minutes: run by make torture"]
fn damaged_notes_and_takes_are_borne_for_long() {
    are_borne_for_long(&targets());
}
