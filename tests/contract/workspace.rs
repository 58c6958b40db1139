//! The workspace: which one, and what if it is not as it should be.

use std::fs;

use mythline_tests::{Running, World, wait_until};

use crate::{PROGRAM, notes::as_nobody};

/// Runs the program without a workspace named.
fn unnamed(world: &World, args: &[&str]) -> mythline_tests::Ended {
    let mut command = world.command(args);
    command.env_remove("MYTHLINE_WORKSPACE");
    Running::start(command).end()
}

#[test]
fn a_first_start_finds_sample_notes_in_the_home_folder() {
    let world = World::empty(PROGRAM);
    let notes = unnamed(&world, &["notes", "--json"]);
    notes.went_well();
    let notes = notes.json();
    assert_eq!(notes.as_array().unwrap().len(), 1, "{notes}");
    assert!(notes[0]["words"].as_u64().unwrap() > 500);
    assert!(world.home().join("Mythline/output").join(notes[0]["subject"].as_str().unwrap()).is_dir());
}

#[test]
fn the_sample_story_is_one_command() {
    let world = World::empty(PROGRAM);
    let folder = world.root().join("sample");
    let ended = world.run(&["--workspace", folder.to_str().unwrap(), "write", "--sample", "--print"]);
    ended.went_well();
    let path = ended.out.lines().last().unwrap();
    assert!(path.starts_with(folder.to_str().unwrap()) && path.ends_with("story.md"), "{ended:?}");
}

#[test]
fn the_workspace_last_opened_is_opened_again() {
    let world = World::with_notes(PROGRAM);
    world.write();
    let jobs = unnamed(&world, &["jobs", "--json"]).json();
    assert_eq!(jobs.as_array().unwrap().len(), 1);
    fs::rename(world.workspace(), world.root().join("moved")).unwrap();
    let gone = unnamed(&world, &["jobs"]);
    gone.was_refused(&format!(
        "There is no folder {}. Make it first, or name another.",
        world.workspace().display()
    ));
    assert!(!world.workspace().exists(), "it is not made anew in silence");
}

#[test]
fn a_workspace_that_is_none_is_refused() {
    let world = World::empty(PROGRAM);
    let file = world.root().join("file");
    fs::write(&file, "x").unwrap();
    let none = world.root().join("none");
    for verb in [&["jobs"][..], &["write", "The Ferry"], &["notes"]] {
        let named = |folder: &str| world.run(&[&["--workspace", folder], verb].concat());
        named(none.to_str().unwrap())
            .was_refused(&format!("There is no folder {}. Make it first, or name another.", none.display()));
        named(file.to_str().unwrap()).was_refused(&format!(
            "{} is no folder. Name the folder that the stories should lie in.",
            file.display()
        ));
        named("").was_refused(
            "A value is required for '--workspace <DIR>' but none was supplied. See mythline --help.",
        );
    }
    assert!(!none.exists());
}

#[test]
fn without_a_home_folder_the_user_is_told() {
    let world = World::with_notes(PROGRAM);
    let homeless = |args: &[&str]| {
        let mut command = world.command(args);
        command.env_remove("HOME");
        command
    };
    Running::start(homeless(&["jobs"])).end().was_refused(
        "HOME is not set, so there is no place for settings and stories. Set it to your home folder and try again.",
    );
    let mut command = homeless(&["write", "The Ferry"]);
    command.env("XDG_CONFIG_HOME", world.root().join("c")).env("XDG_DATA_HOME", world.root().join("d"));
    Running::start(command).end().went_well();
}

#[test]
fn a_workspace_that_cannot_be_written_can_be_looked_at() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    // Everything is given to the other user first; then writing is taken away.
    as_nobody(&world, &["jobs"]).went_well();
    for folder in ["", ".mythline", ".mythline/tasks", "output", "output/The Ferry"] {
        fs::set_permissions(world.workspace().join(folder), fs::Permissions::from_mode(0o555)).unwrap();
    }
    let lock = world.workspace().join(".mythline/owner.lock");
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o444)).unwrap();
    let before = world.files();
    for args in [&["jobs"][..], &["status", &id], &["result", &id]] {
        as_nobody(&world, args).went_well();
    }
    for args in [&["write", "The Ferry"][..], &["clean", "--finished"], &["retry", &id]] {
        let ended = as_nobody(&world, args);
        ended.was_refused(
            "Nothing can be saved in this folder, so its jobs can only be looked at. Allow writing there, or open another folder.",
        );
    }
    assert_eq!(world.files(), before);
    // So that the world can be removed by whoever runs the tests.
    for folder in ["output/The Ferry", "output", ".mythline/tasks", ".mythline", ""] {
        fs::set_permissions(world.workspace().join(folder), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_workspace_that_goes_away_while_it_is_open_is_said() {
    let world = World::with_notes(PROGRAM);
    let running = world.start_slowly(&["write", "The Ferry"]);
    crate::signals::first_step_written(&world);
    // The program writes while it is removed: a file may come into a folder that is being emptied.
    wait_until("the workspace is gone", || {
        fs::remove_dir_all(world.workspace()).unwrap_or_default();
        !world.workspace().exists()
    });
    running.signal(rustix::process::Signal::INT);
    let ended = running.end();
    assert!(matches!(ended.code, Some(1 | 2 | 130)), "{ended:?}");
    assert!(!ended.err.contains("panicked") && ended.err.starts_with("mythline: "), "{ended:?}");
    assert!(!world.workspace().exists(), "it is not made anew in silence: {ended:?}");
}

#[test]
fn open_says_when_there_is_no_window_to_open() {
    let world = World::with_notes(PROGRAM);
    // From a copy, because the window's program may lie beside the one that is tested.
    let copy = world.root().join("mythline");
    fs::copy(PROGRAM, &copy).unwrap();
    let mut alone = std::process::Command::new(copy);
    alone.arg("open").env_clear().env("HOME", world.home()).env("MYTHLINE_WORKSPACE", world.workspace());
    alone.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    Running::start(alone).end().was_refused(
        "The window's program, mythline-desktop, is neither beside this one nor on the PATH. Install it, or work here: \
         mythline --help lists every verb.",
    );
}
