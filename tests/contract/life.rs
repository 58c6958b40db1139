//! The life of a job, verb by verb and state by state.

use mythline_tests::{World, wait_until};
use serde_json::Value;

use crate::PROGRAM;

#[test]
fn a_story_is_written_told_and_found_again() {
    let world = World::with_notes(PROGRAM);
    let ended = world.run(&["write", "The Ferry", "--print"]);
    ended.went_well();
    let path = ended.out.lines().last().unwrap();
    assert!(path.starts_with('/') && path.ends_with("/story.md"), "{ended:?}");
    let story = std::fs::read_to_string(path).unwrap();
    assert!(story.starts_with("# The Ferry"), "{story}");
    assert!(ended.out.contains("Marit"), "the story is printed: {ended:?}");
    assert!(ended.out.contains("carry"), "what the notes carry is said beforehand: {ended:?}");

    let jobs = world.jobs();
    assert_eq!(jobs.len(), 1);
    assert_eq!((&jobs[0]["status"], &jobs[0]["progress"]), (&Value::from("completed"), &Value::from(100.0)));
    let id = jobs[0]["id"].as_str().unwrap();
    let take = world.take(id);
    assert!(take["steps"].as_array().unwrap().len() >= 3, "{take}");
    assert_eq!(world.json("output/The Ferry/story.json")["subject"], "The Ferry");
    assert_eq!(world.json(".mythline/story_jobs/The Ferry.json")["status"], "completed");

    let result = world.run(&["result", id, "--json"]).json();
    assert_eq!(result["jobId"], id);
    assert!(world.workspace().join(result["result"]["story"].as_str().unwrap()).is_file(), "{result}");
    assert_eq!(world.run(&["result", id]).out.lines().last(), Some(path));
    for verb in [["status", id], ["log", id], ["wait", id]] {
        world.run(&verb).went_well();
    }
    let row = world.run(&["status", id]).out;
    assert!(row.contains("finished") && row.contains("result, retry and clean"), "{row}");
}

#[test]
fn every_verb_has_an_answer_for_a_finished_job() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let cancelled = world.run(&["cancel", &id, "--json"]);
    cancelled.went_well();
    assert_eq!(cancelled.json()[0]["status"], "already_completed");
    for (verb, sentence) in [
        ("pause", "This job is finished. There is nothing to pause."),
        ("resume", "This job is finished. Start again to write another take."),
        ("discard", "This job is finished. Clean it instead."),
    ] {
        let ended = world.run(&[verb, &id]);
        assert_eq!(ended.code, Some(2), "{verb}: {ended:?}");
        assert!(!ended.said().1.is_empty(), "{verb} is refused with a sentence like: {sentence}");
    }
    let again = world.run(&["retry", &id, "--json"]);
    again.went_well();
    assert_ne!(again.objects()[0]["job"]["jobId"], id.as_str(), "another take, the first one stays");
    assert_eq!(world.jobs().len(), 2);
    assert!(world.take(&id)["steps"].is_array());
}

#[test]
fn json_is_an_object_a_line_while_something_runs() {
    let world = World::with_notes(PROGRAM);
    let objects = world.run(&["write", "The Ferry", "--json"]).objects();
    assert_eq!(objects.first().unwrap()["event"], "started");
    assert!(objects[0]["outlook"]["words"].as_u64().unwrap() > 50);
    let last = objects.last().unwrap();
    assert_eq!((&last["event"], &last["job"]["status"]), (&Value::from("ended"), &Value::from("completed")));
    assert!(last["result"]["story"].is_string());
    let progress: Vec<f64> = objects.iter().filter_map(|object| object["job"]["progress"].as_f64()).collect();
    assert!(progress.is_sorted() && progress.last() == Some(&100.0), "{progress:?}");
}

#[test]
fn cleaning_removes_records_and_no_story() {
    let world = World::with_notes(PROGRAM);
    let ids = [world.write(), world.write(), world.write()];
    let dry = world.run(&["clean", "--finished", "--dry-run", "--json"]).json();
    assert_eq!(dry["cleaned"].as_array().unwrap().len(), 3);
    assert_eq!(world.jobs().len(), 3, "a dry run changes nothing");
    let young = world.run(&["clean", "--older-than", "1h", "--json"]).json();
    assert_eq!(young["cleaned"].as_array().unwrap().len(), 0);
    world.run(&["clean", &ids[0][..8]]).went_well();
    assert_eq!(world.jobs().len(), 2);
    let rest = world.run(&["clean", "--finished", "--json"]).json();
    assert_eq!(rest["cleaned"].as_array().unwrap().len(), 2);
    assert_eq!(world.jobs().len(), 0);
    for id in &ids {
        assert!(world.take(id)["steps"].is_array());
    }
    world.run(&["check", "The Ferry", "--take", &ids[1]]).went_well();
    let nothing = world.run(&["clean", "--finished"]);
    nothing.went_well();
    assert_eq!(nothing.out, "There is nothing to clean.\n");
}

#[test]
fn a_cancelled_job_keeps_what_is_finished() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = crate::signals::first_step_written(&world);
    running.signal(rustix::process::Signal::INT);
    let ended = running.end();
    assert_eq!(ended.code, Some(130), "{ended:?}");
    let row = &world.jobs()[0];
    assert_eq!(row["status"], "cancelled");
    let kept = crate::signals::written(&world.take(&id));
    assert!(!kept.is_empty());
    let result = world.run(&["result", &id]);
    assert_eq!((result.code, result.said().1), (Some(130), "The job was cancelled."));
    world.run(&["cancel", &id]).went_well();
    let resumed = world.run(&["resume", &id]);
    assert_eq!(resumed.code, Some(2), "what was cancelled for good is not resumed: {resumed:?}");
    world.run(&["retry", &id]).went_well();
    assert_eq!(crate::signals::written(&world.take(&id)), kept, "the first take stays as it was");
}

#[test]
fn the_same_start_while_it_is_under_way_is_the_same_job() {
    let world = World::with_notes(PROGRAM);
    // Both of one call, so that one program owns both.
    let running = world.start_slowly(&["write", "The Ferry", "the ferry", "--json"]);
    let ended = running.end();
    ended.went_well();
    let objects = ended.objects();
    let starts: Vec<&Value> = objects.iter().filter(|object| object["event"] == "started").collect();
    assert_eq!(starts.len(), 2);
    assert_eq!(starts[0]["job"]["status"], "started");
    assert_eq!(starts[1]["job"]["status"], "attached");
    assert_eq!(starts[0]["job"]["jobId"], starts[1]["job"]["jobId"]);
    assert_eq!(world.jobs().len(), 1);
}

#[test]
fn an_edited_story_at_the_top_is_kept() {
    let world = World::with_notes(PROGRAM);
    world.write();
    world.put("output/The Ferry/story.md", "My own words.\n");
    let ended = world.run(&["write", "The Ferry"]);
    ended.went_well();
    assert_eq!(world.text("output/The Ferry/story.md"), "My own words.\n");
    assert!(ended.out.contains("You edited story.md"), "{ended:?}");
}

#[test]
fn a_story_is_checked_step_by_step() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let checked = world.run(&["check", "the ferry", "--json"]).json();
    assert_eq!(checked["jobId"], id.as_str());
    let take = world.take(&id);
    assert_eq!(checked["steps"].as_array().unwrap().len(), take["steps"].as_array().unwrap().len());
    for step in checked["steps"].as_array().unwrap() {
        assert!(
            step["words"].as_u64().unwrap() > 0 && step["factsFound"].as_u64() <= step["factsGiven"].as_u64()
        );
    }
    let table = world.run(&["check", &id[..8]]);
    table.went_well();
    assert!(table.out.contains("facts") && table.out.contains("copied"), "{table:?}");
    world.run(&["check", "The Ferry", "--take", "ffff"]).was_refused("There is no such take of “The Ferry”.");
    world
        .run(&["check", "Nothing"])
        .was_refused("There are no notes for “Nothing” yet. Write them, or import a file.");
}

#[test]
fn a_story_checked_says_what_was_changed_for_the_worse() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let mut take = world.take(&id);
    take["steps"][1]["text"] =
        "As an AI model I cannot go on. Zebulon Quark flew home. Zebulon Quark flew home.".into();
    world.put(&format!("output/The Ferry/takes/{id}/take.json"), take.to_string());
    let checked = world.run(&["check", "The Ferry", "--json"]).json();
    let step = &checked["steps"][1];
    assert_eq!(step["good"], false);
    assert!(step["unknownNames"].as_array().unwrap().iter().any(|name| name == "Zebulon Quark"), "{step}");
    assert!(step["repeated"].as_f64().unwrap() > 0.0 && step["person"].as_u64() > Some(0), "{step}");
}

#[test]
fn waiting_follows_a_job_of_another_program_to_its_end() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = crate::signals::first_step_written(&world);
    let waited = world.run(&["wait", &id]);
    waited.went_well();
    running.end().went_well();
    wait_until("the end is on disk", || world.jobs()[0]["status"] == "completed");
}
