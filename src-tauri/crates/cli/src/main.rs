//! The terminal program: `mythline`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mythline_cli::main(mythline_cli::Surroundings::real())
}
