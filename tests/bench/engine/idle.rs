//! What an engine costs that has nothing to do: ten thousand jobs that have ended, and nobody who asks.

use std::{collections::HashMap, ffi::OsString, fs, thread, time::Duration};

use mythline_files::Folder;
use mythline_jobs::{Engine, EngineOptions};
use rustix::time::{ClockId, clock_gettime};

use crate::{desk::on_disk, figure::Figure, open::fill};

const JOBS: usize = 10_000;
/// After opening, until what that set going has come to rest.
const SETTLES: Duration = Duration::from_secs(10);
const WATCHED: Duration = Duration::from_secs(20);

pub(crate) fn measure() -> Vec<Figure> {
    let dir = on_disk();
    fill(dir.path(), JOBS);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = Folder::open(dir.path()).expect("the folder is there");
    let open = Engine::open(EngineOptions::new(folder, "mythline", vec![]));
    let engine = runtime.block_on(open).expect("it opens");
    thread::sleep(SETTLES);
    let (cpu, slept) = (cpu_seconds(), sleeps());
    thread::sleep(WATCHED);
    let seconds = WATCHED.as_secs_f64();
    let (cpu, woken) = ((cpu_seconds() - cpu) / seconds * 100.0, slept_since(&slept) as f64 / seconds);
    runtime.block_on(engine.quit()).expect("everything is saved");
    vec![
        Figure::lower("idle_cpu_percent", cpu, "%", Some(0.2), 1),
        Figure::lower("idle_wakeups_per_s", woken, "1/s", Some(2.0), 1),
    ]
}

/// What all threads have used.
fn cpu_seconds() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}

/// How often each thread has gone to sleep so far, and so will be or was woken.
fn sleeps() -> HashMap<OsString, u64> {
    let threads = fs::read_dir("/proc/self/task").expect("Linux");
    let of_each = threads.filter_map(|thread| {
        let thread = thread.ok()?;
        let status = fs::read_to_string(thread.path().join("status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"))?;
        Some((thread.file_name(), line.split_whitespace().nth(1)?.parse().ok()?))
    });
    of_each.collect()
}

/// How often those threads have gone to sleep since that are still there.
fn slept_since(before: &HashMap<OsString, u64>) -> u64 {
    let since = |(thread, now): (OsString, u64)| now - before.get(&thread).copied().unwrap_or(0);
    sleeps().into_iter().map(since).sum()
}
