//! Random lives of an engine, held against a simple model: verbs in any order, a disk that fills or dies
//! in the middle of one, ends in good order and not, and other programs that change the files.
//!
//! The cases are the same every time, so that a change fails by its own fault; `make torture` lives many
//! more, from a new seed. What fails is shrunk to the fewest acts.

mod acts;
mod ask;
mod faults;
mod model;
mod outside;
mod play;

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicBool, Ordering},
};

use proptest::{
    collection,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use self::play::Play;

/// Cases of a short run.
const CASES: u32 = 40;
/// The most acts of one life.
const ACTS: usize = 30;
/// After the first failure nobody waits long: what is shrunk fails many times.
static FAILED: AtomicBool = AtomicBool::new(false);

#[test]
fn an_engine_does_what_a_simple_model_says_whatever_happens_to_it() {
    hold_against_the_model(None);
}

/// Lives so many random lives, from a new seed; or a few, the same every time.
pub(crate) fn hold_against_the_model(cases: Option<u32>) {
    let config = Config { cases: cases.unwrap_or(CASES), failure_persistence: None, ..Config::default() };
    let mut runner = match cases {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    };
    let life = collection::vec(acts::act(), 1..ACTS);
    let outcome = runner.run(&life, |acts| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let lived = catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                let mut play = Play::begin().await;
                for act in &acts {
                    play.act(act).await;
                }
                play.end().await;
            });
        }));
        runtime.shutdown_background();
        lived.unwrap_or_else(|panic| {
            FAILED.store(true, Ordering::Relaxed);
            resume_unwind(panic)
        });
        Ok(())
    });
    outcome.unwrap_or_else(|e| panic!("{e}"));
}
