//! Two programs on one workspace, and one without a terminal.

use mythline_tests::{Running, World, wait_until};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::{PROGRAM, signals::first_step_written};

/// The process that owns the workspace, while there is one.
fn owner(world: &World) -> Option<u32> {
    let lock = std::fs::read(world.workspace().join(".mythline/owner.lock")).ok()?;
    let owner: Value = serde_json::from_slice(&lock).ok()?;
    owner["pid"].as_u64()?.try_into().ok()
}

/// Starts a story in the background, slowly, and answers its job's id.
fn detached(world: &World, args: &[&str]) -> String {
    let all = [&["write", "--detach", "--json"], args].concat();
    let ended = world.start_slowly(&all).end();
    ended.went_well();
    ended.objects()[0]["job"]["jobId"].as_str().unwrap().to_owned()
}

fn status(world: &World, id: &str) -> String {
    let row = world.run(&["status", id, "--json"]).json();
    row["status"].as_str().unwrap().to_owned()
}

fn nobody_owns(world: &World) {
    wait_until("the background program ends", || owner(world).is_none());
}

#[test]
fn a_second_program_has_the_owner_do_it() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);
    assert_eq!(status(&world, &id), "running");
    world.run(&["jobs"]).went_well();
    world.run(&["log", &id]).went_well();
    let result = world.run(&["result", &id]);
    assert_eq!((result.code, result.said().1), (Some(2), "The job is not finished yet."));
    world.run(&["discard", &id]).was_refused("This job is at work or waits for its turn. Cancel it first.");
    let paused = world.run(&["pause", &id[..8], "--json"]);
    paused.went_well();
    assert_eq!(paused.json()[0]["status"], "paused");
    assert_eq!(owner(&world), Some(running.id()), "nothing was taken over");
    let resumed = world.run(&["resume", &id]);
    resumed.went_well();
    assert!(resumed.out.contains(&id), "who asked follows it to its end: {resumed:?}");
    running.end().went_well();
    assert_eq!(status(&world, &id), "completed");
    world.run(&["clean", &id]).went_well();
}

#[test]
fn a_cancel_from_elsewhere_ends_the_writing_here() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);
    let cancelled = world.run(&["cancel", &id, "--json"]);
    cancelled.went_well();
    assert_eq!(cancelled.json()[0]["status"], "cancelled");
    assert_eq!(running.end().code, Some(130));
    assert_eq!(status(&world, &id), "cancelled");
}

#[test]
fn of_two_starts_at_once_there_is_one_job_and_both_follow_it() {
    let world = World::with_notes(PROGRAM);
    let running = [world.start_slowly(&["write", "The Ferry"]), world.start_slowly(&["write", "The Ferry"])];
    for running in running {
        running.end().went_well();
    }
    assert_eq!(world.jobs().len(), 1);
}

#[test]
fn what_others_asked_of_an_owner_that_ends_is_written_on() {
    let world = World::with_notes(PROGRAM);
    world.notes("The Other", mythline_tests::NOTES);
    let first = world.start_slowly(&["write", "The Ferry"]);
    first_step_written(&world);
    let second = world.start_slowly(&["write", "The Other"]);
    first.end().went_well();
    second.end().went_well();
    let jobs = world.jobs();
    assert!(jobs.len() == 2 && jobs.iter().all(|job| job["status"] == "completed"), "{jobs:?}");
    nobody_owns(&world);
}

#[test]
fn when_the_owner_is_killed_who_follows_goes_on_with_the_job() {
    let world = World::with_notes(PROGRAM);
    let first = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);
    let second = world.start_slowly(&["write", "The Ferry"]);
    second.says("under way already");
    first.signal(Signal::KILL);
    let ended = second.end();
    ended.went_well();
    assert_eq!(status(&world, &id), "completed");
    assert_eq!(world.jobs().len(), 1);
}

#[test]
fn a_story_is_written_without_a_terminal_and_the_program_ends_after_it() {
    let world = World::with_notes(PROGRAM);
    let id = detached(&world, &["The Ferry"]);
    let pid = owner(&world).expect("somebody owns the workspace");
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let session = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(3).unwrap().to_owned();
    assert_eq!(session, pid.to_string(), "it has a session of its own");
    for stream in ["0", "1", "2"] {
        let stream = std::fs::read_link(format!("/proc/{pid}/fd/{stream}")).unwrap();
        assert_eq!(stream.to_str(), Some("/dev/null"));
    }
    let again = detached(&world, &["The Ferry"]);
    assert_eq!(again, id, "the same start attaches");
    assert_eq!(owner(&world), Some(pid), "the owner there is was asked");
    world.run(&["wait", &id]).went_well();
    assert_eq!(status(&world, &id), "completed");
    let retried = world.run(&["retry", &id, "--detach", "--json"]);
    retried.went_well();
    let newer = retried.objects()[0]["job"]["jobId"].as_str().unwrap().to_owned();
    world.run(&["wait", &newer]).went_well();
    nobody_owns(&world);
    assert_eq!(world.jobs().len(), 2);
}

#[test]
fn what_was_interrupted_goes_on_in_the_background() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);
    running.signal(Signal::KILL);
    let _ = running.end();
    world.run(&["resume", &id, "--detach"]).went_well();
    world.run(&["wait", &id]).went_well();
    assert_eq!(status(&world, &id), "completed");
    world.run(&["resume", "ffff", "--detach"]).was_refused("There is no job with the id “ffff”.");
    nobody_owns(&world);
}

#[test]
fn the_background_program_ends_in_good_order_when_it_is_told_to() {
    let world = World::with_notes(PROGRAM);
    let id = detached(&world, &["The Ferry"]);
    assert_eq!(first_step_written(&world), id);
    let pid = Pid::from_raw(owner(&world).unwrap().try_into().unwrap()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    nobody_owns(&world);
    let task = world.json(&format!(".mythline/tasks/{id}.json"));
    assert_eq!(task["status"], "interrupted", "it is so on disk, not only for who looks: {task}");
}

#[test]
fn a_terminal_that_closes_ends_the_program_in_good_order() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let world = World::with_notes(PROGRAM);
        let running = world.start_slowly(&["write", "The Ferry"]);
        let id = first_step_written(&world);
        running.signal(signal);
        assert_eq!(running.end().code, Some(code));
        let task = world.json(&format!(".mythline/tasks/{id}.json"));
        assert_eq!(task["status"], "interrupted", "{task}");
        world.run(&["resume", &id]).went_well();
    }
}

#[test]
fn the_queue_is_steered_from_another_terminal() {
    let world = World::with_notes(PROGRAM);
    for subject in ["Two", "Three"] {
        world.notes(subject, mythline_tests::NOTES);
    }
    let mut slow = world.command(&["write", "The Ferry", "--json"]);
    slow.env("MYTHLINE_FAKE_MODEL_MS", "400");
    let running = Running::start(slow);
    let first = first_step_written(&world);
    let (two, three) = (detached(&world, &["Two"]), detached(&world, &["Three"]));
    let places = || {
        let jobs = world.jobs();
        let place = |id: &str| jobs.iter().find(|job| job["id"] == id).unwrap()["status"].clone();
        (place(&first), place(&two), place(&three))
    };
    let moved = world.run(&["move", &three, "--first"]);
    moved.went_well();
    world.run(&["move", &two, "--before", &three[..8]]).went_well();
    let queue = world.json(".mythline/queue.json");
    assert_eq!(queue["order"], serde_json::json!([first, two, three]));
    assert_eq!(world.run(&["move", &first, "--last"]).code, Some(2));
    assert_eq!(world.run(&["move", &two]).code, Some(2));
    let held = world.run(&["queue", "pause", "--json"]);
    held.went_well();
    assert_eq!(held.json()["held"], true);
    assert_eq!(places(), ("paused".into(), "queued".into(), "queued".into()));
    let limited = world.run(&["queue", "limit", "2"]);
    limited.went_well();
    assert!(limited.out.contains("At once for each model: 2 jobs."), "{limited:?}");
    world.run(&["queue", "resume"]).went_well();
    wait_until("two run", || places() == ("running".into(), "running".into(), "queued".into()));
    assert!(world.run(&["queue"]).out.contains("The queue goes on."));
    for id in [&two, &three] {
        world.run(&["cancel", id]).went_well();
    }
    running.end().went_well();
}

#[test]
fn a_story_begins_at_its_time() {
    let world = World::with_notes(PROGRAM);
    let id = detached(&world, &["The Ferry", "--at", "2099-01-01T00:00:00Z"]);
    assert_eq!(status(&world, &id), "queued");
    let shown = world.run(&["status", &id]);
    assert!(shown.out.contains("1 Jan 00:00") && shown.out.contains("Waits for its time."), "{shown:?}");
    assert!(world.run(&["jobs"]).out.contains("at 1 Jan 00:00"));
    world.run(&["move", &id, "--last"]).went_well();
    assert_eq!(status(&world, &id), "queued", "another place is no other time");
    world.run(&["cancel", &id]).went_well();
    nobody_owns(&world);
    assert_eq!(world.run(&["write", "The Ferry", "--at", "soon"]).code, Some(2));
}

#[test]
fn looking_writes_nothing_and_keeps_nobody_out() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let before = world.files();
    for args in [
        &["jobs"][..],
        &["status", &id],
        &["result", &id],
        &["log", &id],
        &["wait", &id],
        &["check", &id],
        &["notes"],
        &["queue"],
    ] {
        world.run(args).went_well();
    }
    assert_eq!(world.files(), before);
}
