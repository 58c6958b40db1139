use mythline_protocol::Owner;

/// This process, as an owner: its id and when it was started, so that a process id that is used again
/// fools nobody.
#[must_use]
pub fn this_process(program: &str) -> Owner {
    let pid = std::process::id();
    Owner { pid, process_start: started(pid).unwrap_or_default(), program: program.to_owned() }
}

/// The start in the system's own count: clock ticks since boot, with the boot's id before it.
#[cfg(target_os = "linux")]
fn started(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the program's name in parentheses, which may hold anything.
    let ticks = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?;
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(format!("{}:{ticks}", boot.trim()))
}

/// Where the system has no count that is easily had, the time at which we first asked will do: the
/// lock, not this, says who is alive.
#[cfg(not(target_os = "linux"))]
fn started(_pid: u32) -> Option<String> {
    use std::{sync::OnceLock, time::SystemTime};
    static ASKED: OnceLock<SystemTime> = OnceLock::new();
    let asked = ASKED.get_or_init(SystemTime::now);
    asked.duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| since.as_millis().to_string())
}
