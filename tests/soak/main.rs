//! Twenty minutes of mixed use, played fast: stories begun, cancelled, paused, cleaned and written again, files
//! edited from outside, the program killed, the disk full, the server gone and back. `make soak` runs it.
//!
//! One process is the program that owns the workspace; this one is its user, and keeps a ledger of all that it was
//! told is done. `MYTHLINE_SOAK_SECONDS` makes it shorter, `MYTHLINE_TORTURE_SEED` another.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a trial stops at what it cannot do, and says what it found"
)]

#[allow(dead_code, reason = "shared with the engine's trials")]
#[path = "../engine/dice.rs"]
mod dice;
#[allow(dead_code, reason = "shared with the benches")]
#[path = "../bench/figure.rs"]
mod figure;
mod ledger;
mod owner;
mod play;
mod stage;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use figure::{Figure, keep_part, print};
use play::Play;

/// How long it lasts.
const LONG: u64 = 20 * 60;
/// How long the program lives before it is killed.
const A_LIFE: Duration = Duration::from_secs(100);
/// After this its memory is what it needs.
const WARM: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(place) = std::env::var(owner::OWNS) {
        runtime.block_on(owner::own(place.as_ref()));
        return ExitCode::SUCCESS;
    }
    ledger::notices_losses();
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let long = Duration::from_secs(number("MYTHLINE_SOAK_SECONDS").unwrap_or(LONG));
    let figures = runtime.block_on(soak(long, number("MYTHLINE_TORTURE_SEED").unwrap_or(1)));
    keep_part("soak", &figures);
    print(&figures);
    ExitCode::from(u8::from(figures.iter().any(|figure| figure.pass == Some(false))))
}

async fn soak(long: Duration, seed: u64) -> Vec<Figure> {
    let end = Instant::now() + long;
    let mut play = Play::begin(seed).await;
    let (mut lives, mut handles, mut memory) = (0, 0_i64, 0.0_f64);
    while Instant::now() < end {
        lives += 1;
        let dies = (Instant::now() + A_LIFE).min(end);
        play.go_on_until((Instant::now() + WARM).min(dies)).await;
        let before = play.at_rest().await;
        play.go_on_until(dies).await;
        let after = play.at_rest().await;
        handles = handles.max(after.more_handles(&before));
        memory = memory.max(after.megabytes - before.megabytes);
        println!("life {lives}: {before}; then {after}; {} done so far", play.done());
        // In the middle of something.
        play.go_on_until(Instant::now() + Duration::from_secs(2)).await;
        play.kill().await;
    }
    let acts = usize::try_from(play.done()).unwrap();
    let losses = play.end().await;
    losses.iter().for_each(|loss| println!("lost: {loss}"));
    vec![
        Figure::lower("soak_losses", losses.len() as f64, "losses", Some(0.0), acts),
        Figure::lower("soak_handle_growth", handles as f64, "handles", Some(0.0), lives),
        Figure::lower("soak_rss_growth_mb", memory, "MB", Some(20.0), lives),
    ]
}
