//! The long forms of what the engine's tests do shortly: whole lives killed at every change to the disk,
//! a real program killed a thousand times, a loss of power at every point of many lives, and random lives
//! held against a model. Minutes, not seconds: `make torture` runs it.
//!
//! Prints what was lost, and keeps it in `target/bench/parts/torture.json` for the summary of the figures.
//! `MYTHLINE_TORTURE_SEED` makes other lives; `cargo test -p mythline-jobs --test torture -- kill` runs the
//! parts whose names begin so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a trial stops at what it cannot do, and says what it found"
)]
#![allow(dead_code, unused_imports, reason = "shared with the engine's tests, which use all of it")]

#[path = "../engine/dice.rs"]
mod dice;
#[path = "../engine/durability.rs"]
mod durability;
#[path = "../bench/figure.rs"]
mod figure;
#[path = "../engine/kills.rs"]
mod kills;
#[path = "../engine/lives.rs"]
mod lives;
#[path = "../engine/property/mod.rs"]
mod property;
#[path = "../engine/replay.rs"]
mod replay;
#[path = "../engine/work.rs"]
mod work;
#[path = "../engine/world.rs"]
mod world;

use std::process::{Command, ExitCode};

use figure::{Figure, keep_part, print};
use lives::{BUSY, Do, SHORT, Told, check, random};
use replay::Kept;
use tempfile::TempDir;

/// Random deaths of a real program.
const KILLS: u64 = 1_000;
/// Lives that the dice say, beside those that are written down; and how much is done in each.
const LIVES: u64 = 10;
const LENGTH: usize = 16;
/// Random mixtures of what was not forced to the disk, at each point of each life.
const MIXTURES: u64 = 4;
/// Random lives held against the model.
const CASES: u32 = 2_000;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(dir) = std::env::var(kills::KILLED_IN) {
        let seed = std::env::var("MYTHLINE_TEST_SEED").unwrap().parse().unwrap();
        runtime.block_on(kills::live_until_killed(dir.as_ref(), seed));
    }
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted =
        |part: &str| asked.is_empty() || asked.iter().any(|prefix| part.starts_with(prefix.as_str()));
    let seed = std::env::var("MYTHLINE_TORTURE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut figures = Vec::new();
    if wanted("kill") {
        figures.push(runtime.block_on(kill(seed)));
    }
    if wanted("replay") {
        figures.push(runtime.block_on(replay(seed)));
    }
    if wanted("property") {
        property::hold_against_the_model(Some(CASES));
        println!("{CASES} random lives are as the model says");
    }
    keep_part("torture", &figures);
    print(&figures);
    ExitCode::from(u8::from(figures.iter().any(|figure| figure.pass == Some(false))))
}

fn scripts(seed: u64) -> Vec<Vec<Do>> {
    let written = [SHORT.to_vec(), BUSY.to_vec()];
    written.into_iter().chain((0..LIVES).map(|life| random(seed * 1_000 + life, LENGTH))).collect()
}

/// Dead at every change to the disk, and killed at random moments.
async fn kill(seed: u64) -> Figure {
    let (mut deaths, mut losses) = (0, 0);
    for script in scripts(seed) {
        durability::at_every_change(&script, async |dir, told, n| {
            deaths += 1;
            losses += usize::from(is_lost(dir, told, format!("change {n} of {script:?}")).await);
        })
        .await;
    }
    println!("{deaths} deaths at a change to the disk, over {} lives", scripts(seed).len());
    let lost = kills::kill(KILLS, seed, || Command::new(std::env::current_exe().unwrap())).await;
    println!("{KILLS} kills at random moments");
    lost.iter().for_each(|loss| println!("{loss}"));
    let samples = deaths + usize::try_from(KILLS).unwrap();
    Figure::lower("kill_sweep_losses", (losses + lost.len()) as f64, "losses", Some(0.0), samples)
}

/// A loss of power at every point.
async fn replay(seed: u64) -> Figure {
    let (mut disks, mut losses) = (0, 0);
    for script in scripts(seed) {
        let ways = |n: u64| {
            let mixtures = (0..MIXTURES).map(|mixture| Kept::Some(seed ^ (n * MIXTURES + mixture)));
            [Kept::Forced, Kept::Names, Kept::Contents].into_iter().chain(mixtures).collect()
        };
        replay::at_every_prefix(&script, ways, async |dir, told, at| {
            disks += 1;
            losses += usize::from(is_lost(dir, told, format!("{at} of {script:?}")).await);
        })
        .await;
    }
    println!("{disks} disks after a loss of power, over {} lives", scripts(seed).len());
    Figure::lower("unsynced_replay_losses", losses as f64, "losses", Some(0.0), disks)
}

/// Whether something is not as it must be. What it is has been printed by then.
async fn is_lost(dir: TempDir, told: Told, at: String) -> bool {
    tokio::spawn(async move { check(dir, &told, &at).await }).await.is_err()
}
