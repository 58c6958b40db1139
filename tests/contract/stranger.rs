//! A workspace that comes from a stranger, and what others on the computer see of one's own.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::Command,
};

use mythline_tests::{NOTES, World};

use crate::PROGRAM;

#[test]
fn what_is_written_is_for_its_user_alone() {
    let world = World::with_notes(PROGRAM);
    let mut command = world.command(&["write", "The Ferry"]);
    // Even where the user's own files are open to all.
    let mut lax = Command::new("sh");
    lax.args(["-c", "umask 000; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    lax.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command = lax;
    command.current_dir(world.root());
    assert!(command.output().unwrap().status.success());
    let places = [
        world.workspace().join(".mythline"),
        world.workspace().join("output/The Ferry/takes"),
        world.home().join(".config/mythline"),
        world.home().join(".local/share/mythline"),
    ];
    for place in places {
        let open = open_to_others(&place);
        assert_eq!(open, Vec::<String>::new(), "{}", place.display());
    }
}

/// Files and folders, from this one on, with which others may do anything.
fn open_to_others(place: &Path) -> Vec<String> {
    let meta = fs::symlink_metadata(place).unwrap();
    let mode = meta.permissions().mode() & 0o777;
    let wanted = if meta.is_dir() { 0o700 } else { 0o600 };
    let mut open = Vec::new();
    if mode != wanted {
        open.push(format!("{} {mode:o}", place.display()));
    }
    if meta.is_dir() {
        open.extend(fs::read_dir(place).unwrap().flat_map(|entry| open_to_others(&entry.unwrap().path())));
    }
    open
}

#[test]
fn a_strangers_links_and_pipes_lead_nowhere_and_hold_nothing_up() {
    let world = World::empty(PROGRAM);
    let secret = world.root().join("secret.md");
    fs::write(&secret, NOTES).unwrap();
    let at = |path: &str| {
        let path = world.workspace().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    };
    symlink(&secret, at("output/Linked/research.md")).unwrap();
    symlink(world.root(), at("output/Away")).unwrap();
    assert!(Command::new("mkfifo").arg(at("output/Piped/research.md")).status().unwrap().success());
    symlink("/dev/zero", at("output/Endless/research.md")).unwrap();
    symlink(&secret, at(".mythline/tasks/linked.json")).unwrap();
    symlink(&secret, at(".mythline/queue.json")).unwrap();

    for subject in ["Linked", "Piped", "Endless", "Away"] {
        let ended = world.run(&["write", subject]);
        assert_eq!(ended.code, Some(2), "{subject}: {ended:?}");
        assert!(!ended.err.contains("Marit") && !ended.out.contains("Marit"), "{ended:?}");
    }
    world.run(&["jobs", "--all"]).went_well();
    assert_eq!(fs::read_to_string(&secret).unwrap(), NOTES, "nothing is written through a link");
    assert!(!fs::read_dir(world.root()).unwrap().any(|entry| entry.unwrap().file_name() == "takes"));
}

#[test]
fn a_log_that_is_a_link_is_not_written_through() {
    let world = World::with_notes(PROGRAM);
    let other = world.root().join("other.txt");
    fs::write(&other, "mine").unwrap();
    let logs = world.home().join(".local/share/mythline/logs");
    fs::create_dir_all(&logs).unwrap();
    symlink(&other, logs.join("mythline.log")).unwrap();
    world.write();
    assert_eq!(fs::read_to_string(&other).unwrap(), "mine");
}
