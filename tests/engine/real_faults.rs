//! A disk that is really full, and a folder that really turns read-only: in a world of mounts and users of their
//! own, where the system allows that.

use std::{env, fs, io::Write, os::unix::fs::PermissionsExt, path::Path, process::Command};

use mythline_protocol::{ErrorCode, JobStatus, Saving};
use tempfile::TempDir;

use crate::world::{World, gated, request};

/// Where the workspace is to be; and that it is the disk that is to be filled.
const PLACE: &str = "MYTHLINE_TEST_PLACE";
const FULL: &str = "MYTHLINE_TEST_FULL";
const TEST: &str = "real_faults::a_workspace_in_a_world_of_its_own";

/// Not a test of its own: what the two tests below run in a world of its own.
#[tokio::test]
async fn a_workspace_in_a_world_of_its_own() {
    let Ok(place) = env::var(PLACE) else { return };
    let dir = TempDir::new_in(&place).unwrap();
    let world = World::over(dir, |options| options).await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    let says = if env::var(FULL).is_ok() {
        let mut file = fs::File::create(Path::new(&place).join("filler")).unwrap();
        while file.write_all(&[7; 512]).is_ok() {}
        "The disk is full."
    } else {
        set_mode(&world, 0o500);
        "The workspace cannot be written to."
    };
    let before = world.task(&id);
    // It is told to stop, and its new state has no room.
    world.engine.pause(&id).await.unwrap();
    let row = world.row(&id);
    assert_eq!((row.status, row.saved), (JobStatus::Paused, false));
    let Saving::Trouble { message } = world.engine.saving() else { panic!("no trouble is told") };
    assert!(message.starts_with(says), "{message}");
    assert_eq!(world.task(&id), before, "what was there is as it was");
    let refused = world.engine.start("steps", request("New", gated(1))).await.unwrap_err();
    assert!(matches!(refused.code, ErrorCode::DiskFull | ErrorCode::ReadOnly), "{refused}");
    if says.contains("full") {
        fs::remove_file(Path::new(&place).join("filler")).unwrap();
    } else {
        set_mode(&world, 0o700);
    }
    world.until(&id, |row| row.saved).await;
    assert_eq!(world.task(&id)["status"], "paused");
    world.engine.resume(&id).await.unwrap();
    world.work.let_go(&id, 2);
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.quit().await.unwrap();
}

fn set_mode(world: &World, mode: u32) {
    let tasks = world.dir.path().join(".mythline/tasks");
    fs::set_permissions(tasks, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs the test above behind a shell's line; false, and said so, where the system does not allow that.
fn in_a_world_of_its_own(prepare: &str, place: &Path, full: bool) -> bool {
    let line = format!("{prepare} || exit 99; exec \"$0\" --exact {TEST} --nocapture");
    let mut shell = Command::new("unshare");
    shell.args(["-m", "sh", "-c", &line]).arg(env::current_exe().unwrap()).env(PLACE, place);
    if full {
        shell.env(FULL, "1");
    }
    match shell.output() {
        Ok(output) if output.status.success() => true,
        Ok(output) if output.status.code() == Some(101) => {
            panic!("{}", String::from_utf8_lossy(&output.stderr))
        }
        other => {
            eprintln!("This system does not allow it, so only injected faults are tried here: {other:?}");
            false
        }
    }
}

#[test]
fn on_a_disk_that_is_really_full_nothing_is_lost_and_all_goes_on_when_there_is_room() {
    let dir = TempDir::new().unwrap();
    let mount = format!("mount -t tmpfs -o size=256k tmpfs '{}'", dir.path().display());
    in_a_world_of_its_own(&mount, dir.path(), true);
}

#[test]
fn in_a_folder_that_turns_read_only_nothing_is_lost_and_all_goes_on_when_it_can_be_written() {
    let dir = TempDir::new().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o777)).unwrap();
    // A superuser may write anywhere: it is tried as nobody.
    let line =
        "set -- setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\"; \"$@\" --list >/dev/null 2>&1";
    let line = format!("{line} && exec \"$@\" --exact {TEST} --nocapture");
    in_a_world_of_its_own(&line, dir.path(), false);
}
