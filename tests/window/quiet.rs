//! The window as a user starts it, without a driver: what it has to do with a network.

use std::{
    collections::BTreeSet,
    fs,
    process::{Child, Stdio},
};

use crate::world::{SOON, World, program, until};

/// The program; it ends with the test.
struct Shown(Child);

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn the_window_listens_nowhere_and_speaks_to_nobody() {
    let world = World::new();
    let mut command = world.command(program().to_str().unwrap());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let shown = Shown(command.spawn().unwrap());
    let all = || family(shown.0.id());
    let draws = |pid: &u32| name(*pid).starts_with("WebKitWebProces");
    until(SOON, "the page is drawn", async || all().iter().any(draws) && owned(&world)).await;
    let processes = all();
    assert!(processes.len() >= 3, "program, page and what loads it: {processes:?}");
    for pid in processes {
        let ours = sockets(pid);
        for table in ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"] {
            for line in
                fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default().lines().skip(1)
            {
                let inode = line.split_whitespace().nth(9).unwrap_or_default();
                assert!(!ours.contains(inode), "{} has a socket: {line}", name(pid));
            }
        }
    }
}

/// Whether the program has come so far that it owns its workspace.
fn owned(world: &World) -> bool {
    fs::read_to_string(world.workspace().join(".mythline/owner.lock")).is_ok_and(|says| says.contains("pid"))
}

fn name(pid: u32) -> String {
    fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default()
}

/// A process and all that it has started, and they.
fn family(pid: u32) -> Vec<u32> {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let mut all = vec![pid];
    all.extend(children.split_whitespace().filter_map(|child| child.parse().ok()).flat_map(family));
    // What a thread has started stands in that thread's list.
    for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
        let task = task.file_name().to_string_lossy().into_owned();
        if task != pid.to_string() {
            let children =
                fs::read_to_string(format!("/proc/{pid}/task/{task}/children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|child| child.parse().ok()).flat_map(family));
        }
    }
    all
}

/// The numbers of the sockets that a process holds.
fn sockets(pid: u32) -> BTreeSet<String> {
    let files = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    let held = files.filter_map(|file| fs::read_link(file.path()).ok());
    held.filter_map(|to| Some(to.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())).collect()
}
