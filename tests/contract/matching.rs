//! One verb for everything that matches.

use mythline_tests::World;
use serde_json::Value;

use crate::PROGRAM;

/// Makes the record of a job at rest say that it is in another state.
fn set(world: &World, id: &str, status: &str) {
    let path = format!(".mythline/tasks/{id}.json");
    let mut task = world.json(&path);
    task["status"] = status.into();
    world.put(&path, task.to_string());
}

fn ids(listed: &Value) -> Vec<&str> {
    listed.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn what_matches_is_listed_and_the_same_is_done_with_all_of_it() {
    let world = World::with_notes(PROGRAM);
    let jobs = [world.write(), world.write(), world.write(), world.write()];
    let [first, second, third, fourth] = &jobs;
    world.put(
        ".mythline/story_jobs/Old Story.json",
        r#"{"status": "pending", "message": "Waits", "current": 0, "total": 5, "details": {}, "timestamp": 0}"#,
    );
    set(&world, first, "queued");
    set(&world, second, "queued");
    set(&world, third, "running");

    let waiting = world.run(&["jobs", "--state", "paused,queued", "--subject", "the ferry", "--json"]).json();
    let mut listed = ids(&waiting);
    listed.sort_unstable();
    let mut expected = [first.as_str(), second.as_str()];
    expected.sort_unstable();
    assert_eq!(listed, expected, "the job of another tool has another subject");

    let cancelled = world.run(&["cancel", "--group", "waiting", "--json"]);
    cancelled.went_well();
    let answers = cancelled.json();
    assert_eq!(answers.as_array().unwrap().len(), 2, "{answers}");
    assert!(answers.as_array().unwrap().iter().all(|answer| answer["status"] == "cancelled"), "{answers}");

    world
        .run(&["cancel", "--search", "ferry"])
        .was_refused("No job matches for which this can be done. Nothing was changed.");
    world.run(&["discard", "--group", "needs-you"]).went_well();
    let left = world.run(&["jobs", "--search", "ferry", "--json"]).json();
    assert_eq!(left.as_array().unwrap().len(), 3, "the one that had stopped is given up: {left}");

    let dry = world.run(&["clean", "--state", "cancelled", "--dry-run", "--json"]).json();
    assert_eq!(dry["cleaned"].as_array().unwrap().len(), 2);
    let gone = world.run(&["clean", "--state", "cancelled", "--json"]).json();
    assert_eq!(gone["cleaned"].as_array().unwrap().len(), 2);
    let left = world.run(&["jobs", "--json"]).json();
    let mut left = ids(&left);
    left.sort_unstable();
    assert_eq!(left, [fourth.as_str(), "story_jobs/Old Story"]);
}

#[test]
fn ids_and_a_filter_together_are_refused() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    for (args, sentence) in [
        (&["clean", &id, "--finished"][..], "cannot be used with"),
        (&["clean", &id, "--search", "ferry"], "cannot be used with"),
        (&["cancel", &id, "--group", "waiting"], "cannot be used with"),
        (&["cancel"], "required arguments were not provided"),
        (&["pause", "--group", "idle"], "give writing, waiting, needs-you or finished"),
        (&["jobs", "--state", "done"], "give queued, starting, running"),
    ] {
        let ended = world.run(args);
        let (code, said) = ended.said();
        assert!(code == Some(2) && said.contains(sentence), "{args:?}: {ended:?}");
    }
    assert_eq!(world.jobs().len(), 1);
}
