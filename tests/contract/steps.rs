//! One step of a finished story worked on from the terminal.

use mythline_tests::World;
use serde_json::{Value, json};

use crate::PROGRAM;

/// A story whose first step has another try beside it, as a model of more words would have left one.
fn world_with_a_try() -> (World, String) {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let mut take = world.take(&id);
    take["steps"][0]["tries"] = json!([{ "text": "Another beginning.", "review": [] }]);
    world.put(&path(&id), serde_json::to_string_pretty(&take).unwrap() + "\n");
    (world, id)
}

fn path(id: &str) -> String {
    format!("output/The Ferry/takes/{id}/take.json")
}

#[test]
fn tries_are_shown_and_chosen_and_the_other_steps_stay_as_they_are() {
    let (world, id) = world_with_a_try();
    let before = world.take(&id);
    let shown = world.run(&["tries", &id, "1", "--json"]).json();
    assert_eq!(shown[0]["others"][0]["text"], "Another beginning.");
    world.run(&["choose", &id, "1", "1"]).went_well();
    let after = world.take(&id);
    assert_eq!(after["steps"][0]["text"], "Another beginning.");
    assert_eq!(after["steps"][0]["tries"][0]["text"], before["steps"][0]["text"]);
    let rest = |take: &Value| take["steps"].as_array().unwrap()[1..].to_vec();
    assert!(rest(&after) == rest(&before), "another step was changed");
    assert!(
        world.text("output/The Ferry/story.md").contains("Another beginning."),
        "the story on top follows"
    );
    let first = before["steps"][0]["title"].as_str().unwrap();
    world
        .run(&["choose", &id, "1", "7"])
        .was_refused(&format!("There is one other try at “{first}”, number 1."));
}

#[test]
fn a_locked_step_is_left_alone_until_it_is_unlocked() {
    let (world, id) = world_with_a_try();
    world.run(&["lock", &id, "1"]).went_well();
    let title = world.take(&id)["steps"][0]["title"].as_str().unwrap().to_owned();
    let sentence = format!("“{title}” is locked and stays as it is. Unlock it first.");
    world.run(&["rewrite", &id, "1", "--wish", "shorter"]).was_refused(&sentence);
    world.run(&["choose", &id, "1", "1"]).was_refused(&sentence);
    world.run(&["unlock", "The Ferry", "1"]).went_well();
    world.run(&["rewrite", &id, "1", "--wish", "shorter"]).went_well();
    assert_eq!(world.jobs().len(), 2, "it was a job like any other");
}

#[test]
fn a_step_that_is_not_there_is_refused() {
    let (world, id) = world_with_a_try();
    for args in [["rewrite", &id, "99"], ["tries", &id, "99"], ["lock", &id, "nowhere"]] {
        let sentence = format!("The story has no step “{}”. Give its number, or its id.", args[2]);
        world.run(&args).was_refused(&sentence);
    }
}
