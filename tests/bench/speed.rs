//! How fast the starter model writes through our runtime.

use std::{path::Path, sync::Arc};

use mythline_models::{LocalModel, Model, Prompt, Request, Role, Sampling, Seat, Turn, starter_file};
use tokio_util::sync::CancellationToken;

use crate::figure::{Figure, percentile};

const TRIALS: usize = 5;

/// The starter model, where `make` puts it.
pub(crate) fn starter() -> LocalModel {
    LocalModel::new(starter_file(Path::new("")), Seat::default())
}

pub(crate) fn request(text: &str, max_tokens: u32) -> Request {
    let turns = vec![Turn { role: Role::User, text: text.into() }];
    Request {
        prompt: Prompt::Chat { turns, opening: String::new() },
        max_tokens,
        stop_at: Vec::new(),
        sampling: Sampling {
            temperature: 0.0,
            min_p: 0.0,
            repeat_penalty: 1.0,
            repeat_last: 0,
            dry: 0.0,
            seed: 1,
        },
        json: None,
    }
}

pub(crate) fn measure() -> Vec<Figure> {
    let model = starter();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut speeds: Vec<f64> = (0..TRIALS)
        .map(|trial| {
            // Another beginning each time, so that nothing of the trial before can serve.
            let asked =
                request(&format!("{trial}. Tell of a harbour in winter, and of those who work there."), 160);
            let told = runtime
                .block_on(model.write(asked, Arc::new(|_| {}), CancellationToken::new()))
                .expect("the starter model writes");
            f64::from(told.new_tokens.saturating_sub(1)) / told.writing.as_secs_f64()
        })
        .collect();
    vec![Figure::higher("tokens_per_s", percentile(&mut speeds, 0.5), "1/s", TRIALS)]
}
