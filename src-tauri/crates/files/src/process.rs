use mythline_protocol::Owner;

/// This process, as an owner: its id and when it was started, so that a process id that is used again
/// fools nobody.
#[must_use]
pub fn this_process(program: &str) -> Owner {
    let pid = std::process::id();
    Owner { pid, process_start: started(pid).unwrap_or_default(), program: program.to_owned() }
}

/// The number of the user whom this process works for, where the system has numbers for users: to be
/// compared with [`crate::Letter::user`].
#[must_use]
pub fn this_user() -> Option<u32> {
    crate::disk::this_user()
}

/// Whether the process that an owner says it is runs still. Where the system does not say, it is taken
/// for alive: the lock decides.
#[must_use]
pub fn is_alive(owner: &Owner) -> bool {
    !cfg!(target_os = "linux") || started(owner.pid).is_some_and(|start| start == owner.process_start)
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_by_its_id_and_its_start() {
        let me = this_process("test");
        assert!(is_alive(&me));
        assert!(!is_alive(&Owner { process_start: "another boot:1".to_owned(), ..me.clone() }));
        assert!(!is_alive(&Owner { pid: u32::MAX, ..me }));
    }
}
