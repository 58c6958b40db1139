//! What the terminal promises: every verb in every state, exit codes, one sentence for each refusal, and
//! nothing lost whatever is done to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "tests")]

mod damage;
mod doctor;
mod edits;
mod export;
mod guide;
mod ids;
mod life;
mod matching;
mod moving_in;
mod names;
mod notes;
mod options;
mod output;
mod owner;
mod planned;
mod quiet;
mod real;
mod signals;
mod steps;
mod stranger;
mod workspace;

/// The program under test, with a model that takes no time.
const PROGRAM: &str = env!("CARGO_BIN_EXE_mythline-on-trial");
