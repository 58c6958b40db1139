//! Damaged input for what reads the files of a workspace, ours and those of others.
#![allow(clippy::expect_used, reason = "a trial stops where something is not as it must be")]

#[path = "../../../../tests/fuzz/mod.rs"]
mod trial;

use trial::{Target, are_borne, are_borne_for_long};

use crate::{asking, foreign, glimpse::Glimpse, queue_file::QueueFile, record::Record, story_job::StoryJob};

const ID: &str = "7f3a9c12-60c4-4b4e-9d6a-2f0f6f1f6a11";

fn targets() -> [Target; 4] {
    let task = include_str!("../../../../tests/fixtures/state/task-schema-1.json");
    [
        Target::of_texts("task files", &[task], task_run),
        Target::of_texts(
            "files of other tools",
            &[
                r#"{"status":"in_progress","message":"Scene 2","current":2,"total":8,"details":{},"timestamp":1700000000.5}"#,
                r#"{"status":"error","error":{"message":"boom"},"progress":1e300,"total_steps":-4}"#,
                r#"{"schema":1,"task_id":"7f3a9c12-60c4-4b4e-9d6a-2f0f6f1f6a11","status":"running"}"#,
            ],
            other_run,
        ),
        Target::of_texts(
            "requests",
            &[
                r#"{"schema":1,"verb":"start","kind":"story","subject":"The Ferry","at":"2023-11-14T22:13:20Z"}"#,
                r#"{"schema":1,"verb":"move","job":"7f3a","to":{"before":"9c12"}}"#,
                r#"{"schema":1,"verb":"clean_older","seconds":3600}"#,
            ],
            request_run,
        ),
        Target::of_texts(
            "the queue's file",
            &[
                r#"{"schema":1,"held":true,"limit":2,"limits":{"small":3},"paused":[],"order":["7f3a9c12-60c4-4b4e-9d6a-2f0f6f1f6a11"]}"#,
            ],
            |bytes| serde_json::from_slice::<QueueFile>(bytes).is_ok_and(|file| file.info(1).limit > 0),
        ),
    ]
}

/// A record that was read is the same when it is written and read again, and its glimpse agrees with it.
fn task_run(bytes: &[u8]) -> bool {
    let glimpse = Glimpse::at_rest(bytes, ID);
    let Ok(mut record) = Record::parse(bytes) else { return false };
    let written = record.written(1_700_000_000_000);
    let again = Record::parse(&written).expect("what was written can be read");
    assert_eq!(
        (&again.task_id, again.status, &again.request),
        (&record.task_id, record.status, &record.request)
    );
    if let Some(glimpse) = glimpse {
        assert_eq!((&glimpse.task_id, glimpse.status), (&record.task_id, record.status));
    }
    true
}

/// Whatever its numbers are, what is shown of it is a share of the whole.
fn other_run(bytes: &[u8]) -> bool {
    let _ours = StoryJob::parse(bytes);
    let Ok(row) = foreign::row("tasks/x", "x", bytes, 7) else { return false };
    assert!((0.0..=100.0).contains(&row.progress) && row.actions.is_empty());
    true
}

fn request_run(bytes: &[u8]) -> bool {
    let Ok(request) = serde_json::from_slice::<asking::Request>(bytes) else { return false };
    let written = serde_json::to_vec(&request).expect("what was read can be written");
    serde_json::from_slice::<asking::Request>(&written).is_ok()
}

#[test]
fn damaged_files_of_a_workspace_are_borne() {
    are_borne(&targets());
}

#[test]
#[ignore = "minutes: run by make torture"]
fn damaged_files_of_a_workspace_are_borne_for_long() {
    are_borne_for_long(&targets());
}
