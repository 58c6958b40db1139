//! The window's figures: the real program in release, on a display of its own, WebKit without DMABUF.
//!
//! `cargo bench -p mythline-desktop --bench window` measures all; `-- scroll` those whose group begins so. Writes
//! `target/bench/parts/window.json`, which the bench of all figures reads.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a bench stops at what it cannot measure, and prints what it can"
)]

mod clicks;
mod events;
mod family;
#[allow(dead_code, reason = "shared with the other benches")]
#[path = "../../bench/figure.rs"]
mod figure;
mod growth;
mod idle;
mod jobs;
mod model;
mod scroll;
mod search;
mod seen;
mod stage;
mod start;
#[allow(dead_code, unused_imports, reason = "shared with the tests of the window")]
#[path = "../world/mod.rs"]
mod world;
mod writing;

use figure::{Figure, keep_part, print};

/// A name to ask for, and what measures.
type Group = (&'static str, fn() -> Vec<Figure>);

/// Every group of figures, in the order in which they are measured.
const GROUPS: [Group; 8] = [
    ("start", start::measure),
    ("idle", idle::measure),
    ("clicks", clicks::measure),
    ("events", events::measure),
    ("search", search::measure),
    ("scroll", scroll::measure),
    ("writing", writing::measure),
    ("growth", growth::measure),
];

fn main() {
    // Cargo adds `--bench`; what is left names groups.
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted =
        |group: &str| asked.is_empty() || asked.iter().any(|prefix| group.starts_with(prefix.as_str()));
    for (_, measure) in GROUPS.iter().filter(|(group, _)| wanted(group)) {
        let figures = measure();
        keep_part("window", &figures);
        print(&figures);
    }
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
