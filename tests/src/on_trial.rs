//! The terminal program as the tests run it: the very same, with a model that takes no time. It is never
//! shipped. With `MYTHLINE_REAL_MODELS` set it uses the real shelf.

use std::{process::ExitCode, sync::Arc};

use mythline_cli::Surroundings;
use mythline_tests::FakeModels;

fn main() -> ExitCode {
    if std::env::var_os("MYTHLINE_REAL_MODELS").is_some() {
        return mythline_cli::main(Surroundings::real());
    }
    mythline_cli::main(Surroundings { models: |_| Ok(Arc::new(FakeModels::from_env())) })
}
