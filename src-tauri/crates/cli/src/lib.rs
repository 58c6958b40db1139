//! The terminal: every verb of `mythline`, on the same engine as the window, without a display.

#![forbid(unsafe_code)]

mod args;
mod at;
mod desk;
mod endings;
mod exit;
mod follow;
mod headless;
mod interrupts;
mod out;
mod story;
mod table;
mod thread;
mod verbs;
mod which;
mod words;
mod wrap;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;
pub use desk::Surroundings;

use crate::{args::Args, desk::Desk, exit::Exit, out::Out};

/// Runs the program once, with the arguments it was started with.
#[must_use]
pub fn main(surroundings: Surroundings) -> ExitCode {
    at::learn_offset();
    let args: Vec<OsString> = std::env::args_os().collect();
    let parsed = match Args::try_parse_from(&args) {
        Ok(parsed) => parsed,
        Err(error) => return args::answer(&error).into(),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(_) => {
            out::warn("The computer has no threads left to run on. Close something and try again.");
            return Exit::Refused.into();
        }
    };
    let exit = runtime.block_on(run(parsed, surroundings));
    // A read that hangs (a terminal, a dead network folder) must not keep the program alive.
    runtime.shutdown_background();
    exit.into()
}

async fn run(args: Args, surroundings: Surroundings) -> Exit {
    let out = Out::new(args.json);
    let answer = match Desk::new(args.workspace, out, surroundings) {
        Ok(desk) => {
            let done = tokio::select! {
                done = verbs::run(args.verb, &desk) => done,
                exit = endings::wanted() => {
                    desk.put_down().await;
                    Ok(exit)
                }
            };
            done.map_err(|error| (error, desk.out.json))
        }
        Err(error) => Err((error, args.json)),
    };
    match answer {
        Ok(exit) => exit,
        Err((error, json)) => {
            if json {
                Out::new(true).object(&serde_json::json!({ "error": error }));
            }
            out::warn(&error.message);
            Exit::of(&error)
        }
    }
}
