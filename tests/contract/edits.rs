//! Files that somebody edits while a story is written from them and into them.

use mythline_tests::World;

use crate::{PROGRAM, signals::first_step_written};

#[test]
fn notes_and_steps_edited_in_mid_run_are_used_and_kept() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);

    let path = format!("output/The Ferry/takes/{id}/take.json");
    let mut take = world.json(&path);
    take["steps"][0]["text"] = "Somebody had put this sentence here by hand.".into();
    take["steps"][0]["colour"] = "red".into();
    world.put(&path, take.to_string());
    let notes = world.text("output/The Ferry/research.md");
    let more = "## The heron\n\n- A grey heron named Skarv stands on the landing in the last light.\n";
    world.put("output/The Ferry/research.md", format!("{notes}\n{more}"));
    let facts_before = take["facts"].as_array().unwrap().len();

    let ended = running.end();
    ended.went_well();
    let take = world.take(&id);
    assert_eq!(take["steps"][0]["text"], "Somebody had put this sentence here by hand.");
    assert_eq!(take["steps"][0]["colour"], "red", "what is not ours stays");
    assert!(take["facts"].as_array().unwrap().len() > facts_before, "the new fact is known: {take}");
    let story = world.text("output/The Ferry/story.md");
    assert!(story.contains("put this sentence here by hand"), "{story}");
    assert!(story.contains("Skarv"), "what was added to the notes is told: {story}");
    let log = world.run(&["log", &id]);
    assert!(log.out.contains("The notes were changed"), "{log:?}");
    assert_eq!(world.jobs().len(), 1);
    assert_eq!(world.jobs()[0]["status"], "completed");
}

#[test]
fn a_step_edited_by_hand_after_a_kill_is_not_written_again() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);
    running.signal(rustix::process::Signal::KILL);
    assert_eq!(running.end().code, None);
    let path = format!("output/The Ferry/takes/{id}/take.json");
    let mut take = world.json(&path);
    take["steps"][0]["text"] = "Mine.".into();
    world.put(&path, take.to_string());
    world.run(&["resume", &id]).went_well();
    assert_eq!(world.take(&id)["steps"][0]["text"], "Mine.");
    assert_eq!(world.jobs()[0]["status"], "completed");
}
