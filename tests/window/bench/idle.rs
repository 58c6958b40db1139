//! What a window costs that nobody uses: 10,000 jobs in it, all its processes, from half a minute on.

use std::{thread, time::Duration};

use crate::{
    family,
    figure::Figure,
    jobs::{MIXED, workspace},
    seen::Eye,
    world::{computer::Computer, display::Started, processes, program},
};

const JOBS: usize = 10_000;
const LIMIT_PERCENT: f64 = 0.5;
const SETTLES: Duration = Duration::from_secs(30);
const WATCHED: Duration = Duration::from_secs(60);

pub(crate) fn measure() -> Vec<Figure> {
    let computer = Computer::new();
    let workspace = workspace(computer.home(), JOBS, MIXED);
    let mut command = computer.command(program());
    command.arg(workspace).env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    let _started = Started::new(command, "the program");
    Eye::open(&computer.display).wait_until(SETTLES, Eye::sees_rows);
    thread::sleep(SETTLES);
    let all = family::of(processes::running(&program(), computer.home()).expect("it runs"));
    let before = family::cpu_seconds(&all);
    thread::sleep(WATCHED);
    let used = (family::cpu_seconds(&all) - before) / WATCHED.as_secs_f64() * 100.0;
    println!("{} processes, {:.0} MB", all.len(), family::megabytes(&all));
    vec![Figure::lower("idle_cpu_percent_window", used, "%", Some(LIMIT_PERCENT), 1)]
}
