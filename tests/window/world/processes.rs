//! Finds and ends the program by what the system knows of its processes.

use std::{fs, path::Path};

use rustix::process::{Pid, Signal, kill_process};

/// The process that runs this program for this home.
pub(crate) fn running(program: &Path, home: &Path) -> Option<u32> {
    let program = fs::canonicalize(program).ok()?;
    let home = format!("HOME={}", home.display());
    let processes = fs::read_dir("/proc").ok()?.flatten();
    processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).find(|pid: &u32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program)
            && environment.split(|byte| *byte == 0).any(|variable| variable == home.as_bytes())
    })
}

/// Ends it at once: nothing of it runs any more.
pub(crate) fn kill(pid: u32) {
    send(pid, Signal::KILL);
}

/// Asks it to end.
pub(crate) fn terminate(pid: u32) {
    send(pid, Signal::TERM);
}

fn send(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}
