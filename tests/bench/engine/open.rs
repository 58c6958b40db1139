//! A workspace of a hundred thousand task files, opened to a complete list: how long it takes against reading
//! the same files and doing nothing with them, and how much memory. Files are warm: the system has them in
//! memory before anything is measured.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Instant,
};

use mythline_files::Folder;
use mythline_jobs::{Engine, EngineOptions};
use mythline_protocol::JobId;
use serde_json::json;
use time::OffsetDateTime;

use crate::{
    desk::on_disk,
    figure::{Figure, percentile},
};

const FILES: usize = 100_000;
const SUBJECTS: usize = 5_000;
const ROUNDS: usize = 7;
/// Set for the child that opens the workspace and says how much memory that took.
const CHILD: &str = "MYTHLINE_BENCH_OPENS";

pub(crate) fn measure() -> Vec<Figure> {
    let dir = on_disk();
    fill(dir.path(), FILES);
    let tasks = dir.path().join(".mythline/tasks");
    open(dir.path());
    plain(&tasks);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(plain(&tasks));
        ours.push(open(dir.path()));
    }
    let mut ratios: Vec<f64> = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs).collect();
    let (ours, theirs) = (percentile(&mut ours, 0.5), percentile(&mut theirs, 0.5));
    println!("opened in {ours:.3} s, read plainly in {theirs:.3} s (medians)");
    vec![
        Figure::lower("open_100k_vs_plain_read", percentile(&mut ratios, 0.5), "times", Some(1.6), ROUNDS)
            .against("a plain read of the same files by as many threads, in turn"),
        Figure::lower("open_100k_rss_mb", memory(dir.path()), "MB", Some(150.0), 1),
    ]
}

/// Whether this process is the child; then it has done its part.
pub(crate) fn was_child() -> bool {
    let Ok(dir) = std::env::var(CHILD) else { return false };
    open(Path::new(&dir));
    // The most that was held at any time.
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("the peak");
    println!("{}", line.split_whitespace().nth(1).expect("kilobytes"));
    true
}

fn memory(dir: &Path) -> f64 {
    let me = std::env::current_exe().expect("a program");
    let output = Command::new(me).env(CHILD, dir).output().expect("the child runs");
    let kilobytes: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number");
    kilobytes / 1024.0
}

/// Seconds from asking until every job is in the list.
fn open(dir: &Path) -> f64 {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let folder = Folder::open(dir).expect("the folder is there");
        let begun = Instant::now();
        let engine = Engine::open(EngineOptions::new(folder, "mythline", vec![])).await.expect("it opens");
        let took = begun.elapsed().as_secs_f64();
        engine.quit().await.expect("everything is saved");
        took
    })
}

/// Seconds to read every file by its path, with as many threads as there are.
fn plain(tasks: &Path) -> f64 {
    let begun = Instant::now();
    let files: Vec<PathBuf> =
        fs::read_dir(tasks).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    let bytes: usize = thread::scope(|scope| {
        let parts: Vec<_> = files
            .chunks(files.len().div_ceil(threads))
            .map(|part| {
                scope.spawn(move || {
                    part.iter().map(|file| fs::read(file).expect("a file").len()).sum::<usize>()
                })
            })
            .collect();
        parts.into_iter().map(|part| part.join().expect("it reads")).sum()
    });
    assert!(bytes > FILES * 500, "the files hold records");
    begun.elapsed().as_secs_f64()
}

/// Records as the engine writes them, of jobs that ended a moment ago.
pub(crate) fn fill(dir: &Path, files: usize) {
    let tasks = dir.join(".mythline/tasks");
    fs::create_dir_all(&tasks).expect("a folder");
    let now = OffsetDateTime::now_utc();
    let (date, at) = (now.date(), now.time());
    let (hour, minute, second) = at.as_hms();
    let time = format!("{date}T{hour:02}:{minute:02}:{second:02}.250Z");
    for n in 0..files {
        let mut bits = [0; 16];
        bits[..8].copy_from_slice(&(n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
        bits[8..].copy_from_slice(&(n as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f).to_le_bytes());
        let id = JobId::from_random_bytes(bits).to_string();
        let subject = format!("The Beacon of Marrow Point {}", n % SUBJECTS);
        let status = ["completed", "completed", "completed", "cancelled", "error"][n % 5];
        let record = json!({
            "schema": 1, "task_id": id, "kind": "story", "title": subject, "subject": subject,
            "player": "Orsa", "lane": "smollm2-135m-instruct",
            "request": { "wish": "Keep it quiet.", "scenes": 4, "seed": n, "model": "smollm2-135m-instruct" },
            "status": status, "message": format!("{} words in 9 steps. One step to look at.", 600 + n % 400),
            "progress": 100.0, "current": 9, "total": 9, "current_step": null, "step_number": 9,
            "total_steps": 9, "details": { "words": 600 + n % 400, "to_look_at": 1 },
            "result": {
                "take": format!("output/{subject}/takes/{id}/take.json"),
                "story": format!("output/{subject}/takes/{id}/story.md"),
                "words": 600 + n % 400, "steps": 9, "to_look_at": 1, "kept": []
            },
            "error": if status == "error" {
                json!({ "code": "model_failed", "message": "The model stopped answering." })
            } else {
                json!(null)
            },
            "created_at": time, "started_at": time, "finished_at": time,
            "timestamp": now.unix_timestamp(), "owner": {
                "pid": 4242, "process_start": "86e751e8-78f7-45e7-a5f5-6c3b1c502014:1330353",
                "program": "mythline-desktop"
            },
            "attempt": 1
        });
        let text = serde_json::to_string_pretty(&record).expect("plain");
        fs::write(tasks.join(format!("{id}.json")), text + "\n").expect("room");
    }
}
