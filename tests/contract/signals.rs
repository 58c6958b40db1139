//! Ctrl C, once and twice; a program that is killed.

use mythline_tests::{Running, World, wait_until};
use rustix::process::Signal;
use serde_json::Value;

use crate::PROGRAM;

/// Waits until a step of the only job is on disk, and answers the job's id.
pub(crate) fn first_step_written(world: &World) -> String {
    let takes = world.workspace().join("output/The Ferry/takes");
    let mut id = None;
    wait_until("the first step", || {
        let Some(entry) = std::fs::read_dir(&takes).ok().and_then(|mut takes| takes.next()?.ok()) else {
            return false;
        };
        let Ok(text) = std::fs::read_to_string(entry.path().join("take.json")) else { return false };
        id = entry.file_name().into_string().ok();
        serde_json::from_str(&text).is_ok_and(|take: Value| !written(&take).is_empty())
    });
    id.unwrap()
}

/// Id and text of every step that is written.
pub(crate) fn written(take: &Value) -> Vec<(String, String)> {
    let steps = take["steps"].as_array().cloned().unwrap_or_default();
    let text = |step: &Value| format!("{}{}", step["text"].as_str().unwrap_or_default(), step["lines"]);
    steps
        .iter()
        .filter(|step| {
            !step["text"].as_str().unwrap_or_default().is_empty()
                || step["lines"].as_array().is_some_and(|lines| !lines.is_empty())
        })
        .map(|step| (step["id"].to_string(), text(step)))
        .collect()
}

#[test]
fn a_second_ctrl_c_stops_at_once() {
    let world = World::with_notes(PROGRAM);
    let mut command = world.command(&["write", "The Ferry"]);
    command.env("MYTHLINE_FAKE_MODEL_MS", "150").env("MYTHLINE_FAKE_MODEL_DEAF", "1");
    let running = Running::start(command);
    first_step_written(&world);
    running.signal(Signal::INT);
    running.says("Ctrl C again stops at once.");
    running.signal(Signal::INT);
    assert_eq!(running.end().code, Some(130));
    assert_eq!(world.jobs()[0]["status"], "interrupted");
}

#[test]
fn what_is_killed_goes_on_where_it_stopped_and_writes_every_step_once() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry", "--seed", "7"]);
    let id = first_step_written(&world);
    running.signal(Signal::KILL);
    assert_eq!(running.end().code, None);
    let kept = written(&world.take(&id));

    let looked = world.jobs();
    assert_eq!(looked.len(), 1);
    assert_eq!(looked[0]["status"], "interrupted", "{}", looked[0]);
    let status = world.run(&["status", &id]);
    assert!(status.out.contains("interrupted"), "{status:?}");
    let waited = world.run(&["wait", &id]);
    assert_eq!(waited.code, Some(1), "{waited:?}");
    assert!(waited.said().1.contains(&format!("mythline resume {}", &id[..8])), "{waited:?}");

    let resumed = world.run(&["resume", &id[..8]]);
    resumed.went_well();
    assert!(resumed.out.lines().last().unwrap().contains(&id));
    let take = world.take(&id);
    let all = written(&take);
    assert_eq!(all.len(), take["steps"].as_array().unwrap().len(), "every step is there");
    assert_eq!(&all[..kept.len()], &kept[..], "what was finished was not written again");
    let mut ids: Vec<_> = all.iter().map(|(id, _)| id).collect();
    ids.dedup();
    assert_eq!(ids.len(), all.len(), "every step once");
    assert_eq!(world.jobs()[0]["status"], "completed");

    // In one go it would have been the same story.
    let other = World::with_notes(PROGRAM);
    other.run(&["write", "The Ferry", "--seed", "7"]).went_well();
    assert_eq!(other.text("output/The Ferry/story.md"), world.text("output/The Ferry/story.md"));
}

#[test]
fn an_interrupted_job_can_be_given_up() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);
    running.signal(Signal::KILL);
    let _ = running.end();
    let kept = world.take(&id);
    world.run(&["discard", &id]).went_well();
    assert_eq!(world.jobs().len(), 0);
    assert_eq!(world.take(&id), kept, "what it wrote stays");
}
