#![allow(clippy::unwrap_used, reason = "a test's own processes")]

use std::{fs, process::Command};

use crate::{Ended, Running, World};

/// Runs a command to its end in a namespace that has no network, with the system's calls watched. Answers how it
/// ended and every call that has to do with a network: each socket that is none of this computer's own, and each
/// that is listened at.
///
/// # Panics
/// When there is no `strace`, or the system gives no such namespace.
#[must_use]
pub fn network_calls(world: &World, command: &Command) -> (Ended, Vec<String>) {
    let calls = world.root().join("calls");
    let mut watched = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        watched.arg("--map-root-user");
    }
    watched.args(["--net", "strace", "-f", "-qq", "-e", "trace=socket,listen", "-o"]).arg(&calls);
    watched.arg(command.get_program()).args(command.get_args()).env_clear();
    watched.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    watched.current_dir(command.get_current_dir().unwrap());
    watched.stdin(std::process::Stdio::null());
    watched.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let ended = Running::start(watched).end();
    let calls = fs::read_to_string(&calls).unwrap_or_else(|error| {
        panic!("nothing was watched; are strace and unshare there? {error} {ended:?}")
    });
    let outside =
        |call: &&str| call.contains("listen(") || call.contains("socket(") && !call.contains("AF_UNIX");
    let calls = calls.lines().filter(outside).map(str::to_owned).collect();
    (ended, calls)
}
