//! Two programs on one workspace.

use mythline_tests::World;

use crate::{PROGRAM, signals::first_step_written};

#[test]
fn a_second_program_looks_and_is_told_who_owns() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    let id = first_step_written(&world);
    let row = world.run(&["status", &id, "--json"]);
    row.went_well();
    assert_eq!(row.json()["status"], "running");
    world.run(&["jobs"]).went_well();
    world.run(&["log", &id]).went_well();
    let result = world.run(&["result", &id]);
    assert_eq!((result.code, result.said().1), (Some(2), "The job is not finished yet."));
    let sentence = format!(
        "This workspace belongs to another mythline in a terminal (process {}). Wait for its end, or stop it with Ctrl C.",
        running.id()
    );
    for args in [
        &["cancel", &id][..],
        &["pause", &id],
        &["resume", &id],
        &["retry", &id],
        &["discard", &id],
        &["clean", &id],
        &["clean", "--finished"],
        &["write", "The Ferry"],
    ] {
        world.run(args).was_refused(&sentence);
    }
    running.end().went_well();
    world.run(&["clean", &id]).went_well();
}

#[test]
fn of_two_starts_at_once_one_writes_and_one_is_refused() {
    let world = World::with_notes(PROGRAM);
    let running = [world.start_slowly(&["write", "The Ferry"]), world.start_slowly(&["write", "The Ferry"])];
    let mut codes = running.map(|running| running.end().code);
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(2)]);
    assert_eq!(world.jobs().len(), 1);
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
    ] {
        world.run(args).went_well();
    }
    assert_eq!(world.files(), before);
}
