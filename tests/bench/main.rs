//! The figures: measured, printed as a table, and kept in `target/bench/summary.json`.
//!
//! `make bench` runs all of them; `cargo bench -p mythline-tests --bench figures -- cancel` those whose
//! group begins so. Where a figure is a ratio, both sides run in turn in the same run.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench stops at what it cannot measure, and prints what it can"
)]

mod book;
mod bundle;
mod busy;
mod cancel;
mod engine;
mod eta;
#[allow(dead_code, reason = "shared with the benches of other packages, which keep their part")]
mod figure;
mod plain;
mod ready;
mod runtime;
mod speed;
mod story;
mod window;

use figure::{Figure, keep, print};

/// A name to ask for, and what measures.
type Group = (&'static str, fn() -> Vec<Figure>);

/// Every group of figures, in the order in which they are measured.
const GROUPS: [Group; 12] = [
    ("book", book::measure),
    ("bundle", bundle::measure),
    ("busy", busy::measure),
    ("cancel", cancel::measure),
    ("engine", engine::measure),
    ("eta", eta::measure),
    ("plain", plain::measure),
    ("ready", ready::measure),
    ("runtime", runtime::measure),
    ("speed", speed::measure),
    ("story", story::measure),
    ("window", window::measure),
];

fn main() {
    if let Ok(side) = std::env::var(runtime::ALONE) {
        return runtime::alone(&side);
    }
    // Cargo adds `--bench`; what is left names groups.
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted =
        |group: &str| asked.is_empty() || asked.iter().any(|prefix| group.starts_with(prefix.as_str()));
    let figures: Vec<Figure> =
        GROUPS.iter().filter(|(group, _)| wanted(group)).flat_map(|(_, measure)| measure()).collect();
    keep(&figures);
    print(&figures);
    if figures.iter().any(|figure| figure.pass == Some(false)) {
        std::process::exit(1);
    }
}
