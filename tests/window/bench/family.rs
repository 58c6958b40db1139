//! What the program's processes use, its own and WebKit's.

use std::{collections::HashMap, fs};

/// The process and all that it has started.
pub(crate) fn of(pid: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parents: HashMap<u32, u32> =
        pids.filter_map(|pid| Some((pid, stat(pid)?.get(1)?.parse().ok()?))).collect();
    let is_of = |mut one: u32| {
        while one != pid {
            match parents.get(&one) {
                Some(parent) => one = *parent,
                None => return false,
            }
        }
        true
    };
    parents.keys().copied().filter(|one| is_of(*one)).collect()
}

/// Seconds of a processor that they have used so far.
pub(crate) fn cpu_seconds(family: &[u32]) -> f64 {
    let ticks = family.iter().filter_map(|pid| {
        let stat = stat(*pid)?;
        Some(stat.get(11)?.parse::<u64>().ok()? + stat.get(12)?.parse::<u64>().ok()?)
    });
    ticks.sum::<u64>() as f64 / rustix::param::clock_ticks_per_second() as f64
}

/// Megabytes of memory that they hold, what they share counted once.
pub(crate) fn megabytes(family: &[u32]) -> f64 {
    let kilobytes = family.iter().filter_map(|pid| {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    kilobytes.sum::<u64>() as f64 / 1_000.0
}

/// What stands behind the name in a process's `stat`, from its state on.
fn stat(pid: u32) -> Option<Vec<String>> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = line.rsplit_once(") ")?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}
