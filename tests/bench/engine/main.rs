//! What the engine costs: no model and no window, only jobs that say where they are.
//!
//! `cargo bench -p mythline-jobs --bench engine -- starts` measures the groups whose names begin so. Writes
//! `target/bench/parts/engine.json`, which `make bench` takes into its summary.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench stops at what it cannot measure, and prints what it can"
)]

mod desk;
#[path = "../figure.rs"]
#[allow(dead_code, reason = "shared with the bench that makes the summary")]
mod figure;
mod idle;
mod list;
mod open;
mod outside;
mod page;
mod starts;
mod stuck;
mod updates;

use figure::{Figure, keep_part, print};

/// A name to ask for, and what measures.
type Group = (&'static str, fn() -> Vec<Figure>);

/// Every group of figures, in the order in which they are measured: those that make a hundred thousand files
/// come last, because the disk is at work on them for long.
const GROUPS: [Group; 8] = [
    ("starts", starts::measure),
    ("updates", updates::measure),
    ("idle", idle::measure),
    ("outside", outside::measure),
    ("page", page::measure),
    ("stuck", stuck::measure),
    ("list", list::measure),
    ("open", open::measure),
];

fn main() {
    if open::was_child() {
        return;
    }
    // Cargo adds `--bench`; what is left names groups.
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted =
        |group: &str| asked.is_empty() || asked.iter().any(|prefix| group.starts_with(prefix.as_str()));
    let figures: Vec<Figure> =
        GROUPS.iter().filter(|(group, _)| wanted(group)).flat_map(|(_, measure)| measure()).collect();
    keep_part("engine", &figures);
    print(&figures);
}
