//! The window as a user starts it, without a driver: what it has to do with a network.

use std::{
    collections::BTreeSet,
    fs,
    process::{Child, Stdio},
};

use serde_json::{Value, json};

use crate::world::{A_STORY, SOON, World, display::Started, program, until};

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

/// The main job in the window, with every call of every one of its processes watched that makes a socket or listens
/// at one, in a namespace that has no network.
#[tokio::test]
async fn the_window_writes_a_story_and_makes_no_socket_of_a_network() {
    let world = World::new();
    let notes = world.workspace().join("output/The Ferry/research.md");
    fs::create_dir_all(notes.parent().unwrap()).unwrap();
    fs::write(notes, include_str!("../fixtures/notes/the-ferry.md")).unwrap();
    let calls = world.home().join("calls");
    let mut watched = world.command("unshare");
    if !rustix::process::geteuid().is_root() {
        watched.arg("--map-root-user");
    }
    watched.args(["--net", "strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket,listen", "-o"]);
    watched.arg(&calls).arg(program()).stdout(Stdio::null()).stderr(Stdio::null());
    let _shown = Started::new(watched, "unshare");
    until(SOON, "the workspace is owned", async || owned(&world)).await;

    // As a script asks an open window.
    let requests = world.workspace().join(".mythline/requests");
    let id = "7f3a9c12-60c4-4b4e-9d6a-2f0f6f1f6a11";
    let request = json!({ "schema": 1, "verb": "start", "kind": "story", "subject": "The Ferry" });
    fs::create_dir_all(&requests).unwrap();
    fs::write(requests.join("asked"), request.to_string()).unwrap();
    fs::rename(requests.join("asked"), requests.join(format!("{id}.json"))).unwrap();
    let read = |path: &std::path::Path| -> Value {
        fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    };
    let answer = || read(&requests.join(format!("{id}.answer.json")));
    until(SOON, "the window answers", async || !answer().is_null()).await;
    let job = answer()["answer"]["jobId"].as_str().unwrap_or_else(|| panic!("{}", answer())).to_owned();
    let task = world.workspace().join(format!(".mythline/tasks/{job}.json"));
    until(A_STORY, "the story is written", async || read(&task)["status"] == "completed").await;

    let calls = fs::read_to_string(&calls).unwrap();
    assert!(calls.contains("socket(AF_UNIX"), "that of the display, at least, is seen: {calls}");
    // WebKit asks the system itself, by netlink, whether there is a network.
    let own = |call: &str| call.contains("AF_UNIX") || call.contains("AF_NETLINK");
    let outside: Vec<&str> = calls
        .lines()
        .filter(|call| call.contains("listen(") || call.contains("socket(") && !own(call))
        .collect();
    assert_eq!(outside, Vec::<&str>::new());
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
