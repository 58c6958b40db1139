//! Damaged input by the million for what reads bytes of strangers: the answers of servers, and the headers of
//! files. A mutator in the process, so that it runs wherever the tests run; what it finds is told with its
//! input. A few seconds with the tests, minutes by `make torture`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a trial says what it found"
)]

mod dice;
mod targets;

use std::{
    panic::{self, AssertUnwindSafe},
    time::{Duration, Instant},
};

use dice::Dice;
use targets::{Target, header, stream};

/// With the other tests: enough to see that the trial itself is sound.
const SHORT: Duration = Duration::from_secs(2);
/// By `make torture`, unless `MYTHLINE_FUZZ_SECONDS` says otherwise.
const LONG: u64 = 60;

/// Runs a target on mutations of its seeds for so long; answers how many inputs there were, and those that
/// it did not bear.
fn fuzz(target: &Target, long: Duration, seed: u64) -> (u64, Vec<Vec<u8>>) {
    let mut dice = Dice::new(seed);
    let mut inputs = target.seeds.clone();
    let (mut runs, mut crashes) = (0, Vec::new());
    let end = Instant::now() + long;
    while Instant::now() < end && crashes.len() < 10 {
        for _ in 0..1_000 {
            let input = dice.mutate(&inputs);
            runs += 1;
            let passed = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
            match passed {
                Err(_) => crashes.push(input),
                // What got further than most leads further still.
                Ok(true) if inputs.len() < 512 && dice.below(8) == 0 => inputs.push(input),
                Ok(_) => {}
            }
        }
    }
    (runs, crashes)
}

#[track_caller]
fn bears(target: &Target, long: Duration) -> u64 {
    let seed = std::env::var("MYTHLINE_TORTURE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    for input in &target.seeds {
        assert!((target.run)(input), "a seed of {} is not read: {input:?}", target.name);
    }
    let (runs, crashes) = fuzz(target, long, seed);
    assert!(
        crashes.is_empty(),
        "{}: {} of {runs} inputs, the first: {:?}",
        target.name,
        crashes.len(),
        crashes[0]
    );
    runs
}

#[test]
fn damaged_answers_and_headers_are_borne() {
    for target in [stream(), header()] {
        assert!(bears(&target, SHORT) >= 1_000, "{}", target.name);
    }
}

#[test]
fn the_trial_finds_what_is_not_borne() {
    let target = Target {
        name: "a control",
        seeds: vec![b"abcdef".to_vec()],
        run: |bytes| {
            assert!(bytes.len() < 8, "longer than it bears");
            true
        },
    };
    let (runs, crashes) = fuzz(&target, Duration::from_millis(50), 1);
    assert!(runs > 0 && !crashes.is_empty());
}

/// Keeps what it found as figures for the summary.
#[test]
#[ignore = "minutes: run by make torture"]
fn damaged_answers_and_headers_are_borne_for_long() {
    let seconds =
        std::env::var("MYTHLINE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(LONG);
    let (mut runs, mut crashes) = (0, 0);
    for target in [stream(), header()] {
        let (ran, crashed) = fuzz(&target, Duration::from_secs(seconds), 2);
        println!("{}: {ran} inputs, {} not borne", target.name, crashed.len());
        crashed.iter().for_each(|input| println!("  {input:?}"));
        runs += ran;
        crashes += crashed.len();
    }
    let figure = serde_json::json!([{
        "name": "fuzz_crashes", "value": crashes as f64, "unit": "crashes", "limit": 0.0, "better": "lower",
        "pass": crashes == 0, "against": null, "samples": runs,
    }]);
    let parts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../target/bench/parts");
    std::fs::create_dir_all(parts).unwrap();
    std::fs::write(format!("{parts}/fuzz.json"), figure.to_string()).unwrap();
    assert_eq!(crashes, 0);
}
