//! From a cancel to the answer that the model has stopped, half of them while it reads a long prompt and
//! half while it writes.

use std::{sync::Arc, time::Instant};

use mythline_models::{Model, ModelError, Prompt};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{
    figure::{Figure, percentile},
    speed::{request, starter},
};

const TRIALS: usize = 200;

pub(crate) fn measure() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let model = Arc::new(starter());
    runtime.block_on(async { model.ready().await.expect("the starter model is there") });
    let mut waits: Vec<f64> =
        (0..TRIALS).map(|trial| runtime.block_on(one(model.clone(), trial)).as_secs_f64() * 1000.0).collect();
    let p95 = percentile(&mut waits, 0.95);
    let p99 = percentile(&mut waits, 0.99);
    vec![
        Figure::lower("cancel_p95_ms", p95, "ms", Some(200.0), TRIALS),
        Figure::lower("cancel_p99_ms", p99, "ms", Some(20.0), TRIALS),
    ]
}

async fn one(model: Arc<impl Model>, trial: usize) -> std::time::Duration {
    let stop = CancellationToken::new();
    let (heard, mut hearing) = mpsc::unbounded_channel();
    let reading = trial.is_multiple_of(2);
    let asked = if reading { long(trial) } else { endless(trial) };
    let task = tokio::spawn({
        let stop = stop.clone();
        // Nobody listens any more once the trial is over.
        let sink = Arc::new(move |_: &str| heard.send(()).unwrap_or_default());
        async move { model.write(asked, sink, stop).await }
    });
    // A spread of moments: in the prompt by time, in the text by how much of it has come.
    if reading {
        tokio::time::sleep(std::time::Duration::from_millis(20 + 5 * trial as u64)).await;
    } else {
        for _ in 0..=trial / 3 {
            hearing.recv().await.expect("text comes");
        }
    }
    let cancelled = Instant::now();
    stop.cancel();
    let end = task.await.expect("no panic");
    let wait = cancelled.elapsed();
    assert!(matches!(end, Err(ModelError::Stopped)), "trial {trial} ended otherwise: {end:?}");
    wait
}

/// A text that has no end of its own: counting.
fn endless(trial: usize) -> mythline_models::Request {
    let counted: Vec<String> = (trial..trial + 20).map(|number| number.to_string()).collect();
    mythline_models::Request { prompt: Prompt::Plain(counted.join(", ")), ..request("", 2000) }
}

/// A prompt that takes seconds to read, unlike the one of any other trial.
fn long(trial: usize) -> mythline_models::Request {
    let lines: String = (0..120)
        .map(|line| format!("On day {line} boat {} came home from bank {trial}. ", line * trial + 3))
        .collect();
    request(&lines, 10)
}
