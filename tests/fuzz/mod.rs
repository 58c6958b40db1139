//! Damaged input by the million for what reads bytes of strangers. A mutator in the process, so that it runs
//! wherever the tests run; what it finds is told with its input. A few seconds with the tests, minutes by
//! `make torture`. The crates that have such readers share this file, because the readers are their own.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a trial says what it found"
)]

mod dice;

use std::{
    fs,
    panic::{self, AssertUnwindSafe},
    path::Path,
    time::{Duration, Instant},
};

use dice::Dice;
use serde_json::{Value, json};

/// With the other tests: enough to see that the trial itself is sound.
const SHORT: Duration = Duration::from_secs(2);
/// By `make torture`, unless `MYTHLINE_FUZZ_SECONDS` says otherwise.
const LONG: u64 = 60;

/// What is given damaged input.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// Whole inputs to begin with.
    pub(crate) seeds: Vec<Vec<u8>>,
    /// Panics where an input is not borne; answers whether it was read to its end.
    pub(crate) run: fn(&[u8]) -> bool,
}

impl Target {
    /// A target that begins with these texts.
    pub(crate) fn of_texts(name: &'static str, seeds: &[&str], run: fn(&[u8]) -> bool) -> Self {
        Self { name, seeds: seeds.iter().map(|text| text.as_bytes().to_vec()).collect(), run }
    }

    /// Runs it on mutations of its seeds for so long; answers how many inputs there were, and those that it did
    /// not bear.
    pub(crate) fn fuzz(&self, long: Duration, seed: u64) -> (u64, Vec<Vec<u8>>) {
        let mut dice = Dice::new(seed);
        let mut inputs = self.seeds.clone();
        let (mut runs, mut crashes) = (0, Vec::new());
        let end = Instant::now() + long;
        while Instant::now() < end && crashes.len() < 10 {
            for _ in 0..100 {
                let input = dice.mutate(&inputs);
                runs += 1;
                let passed = panic::catch_unwind(AssertUnwindSafe(|| (self.run)(&input)));
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
}

/// Fails where one of these does not bear its own seeds, or what a short while makes of them.
#[track_caller]
pub(crate) fn are_borne(targets: &[Target]) {
    let seed = std::env::var("MYTHLINE_TORTURE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    for target in targets {
        for input in &target.seeds {
            assert!((target.run)(input), "a seed of {} is not read: {input:?}", target.name);
        }
        let (runs, crashes) = target.fuzz(SHORT, seed);
        let found = crashes.first();
        assert!(found.is_none(), "{}: {} of {runs} inputs, the first: {found:?}", target.name, crashes.len());
        assert!(runs >= 100, "{}", target.name);
    }
}

/// The same for minutes. What is found is added to the figure `fuzz_crashes` of the summary.
#[track_caller]
pub(crate) fn are_borne_for_long(targets: &[Target]) {
    let seconds = std::env::var("MYTHLINE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let long = Duration::from_secs(seconds.unwrap_or(LONG));
    let (mut runs, mut crashes) = (0, 0);
    for target in targets {
        let (ran, crashed) = target.fuzz(long, 2);
        println!("{}: {ran} inputs, {} not borne", target.name, crashed.len());
        crashed.iter().for_each(|input| println!("  {input:?}"));
        runs += ran;
        crashes += crashed.len() as u64;
    }
    add_to_the_figure(runs, crashes);
    assert_eq!(crashes, 0);
}

fn add_to_the_figure(runs: u64, crashes: u64) {
    let parts = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../target/bench/parts"));
    let file = parts.join("fuzz.json");
    let earlier: Option<Value> = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let before = |field: &str| earlier.as_ref().and_then(|all| all[0][field].as_f64()).unwrap_or(0.0);
    let (runs, crashes) = (runs as f64 + before("samples"), crashes as f64 + before("value"));
    let figure = json!([{
        "name": "fuzz_crashes", "value": crashes, "unit": "crashes", "limit": 0.0, "better": "lower",
        "pass": crashes == 0.0, "against": null, "samples": runs as u64,
    }]);
    fs::create_dir_all(parts).unwrap();
    fs::write(file, figure.to_string()).unwrap();
}
