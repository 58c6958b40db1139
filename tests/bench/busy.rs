//! Writing while another program keeps a core busy, against the best fixed number of threads in that state.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crate::{
    figure::{Figure, percentile},
    runtime::run,
};

const ROUNDS: usize = 5;

pub(crate) fn measure() -> Vec<Figure> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let _busy = Busy::one_core();
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let ours = run("ours").speed;
            let fixed: Vec<f64> = (1..=cores).map(|threads| run(&format!("bare {threads}")).speed).collect();
            println!("ours {ours:.1} tokens/s, with 1 to {cores} threads {fixed:.1?}");
            ours / fixed.into_iter().fold(0.0, f64::max)
        })
        .collect();
    let median = percentile(&mut ratios, 0.5);
    let figure = Figure::at_least("busy_core_vs_best", median, "ratio", 0.85, ROUNDS);
    vec![figure.against("a bare loop with the best fixed number of threads, while one core is busy")]
}

/// A thread that wants a core for itself.
struct Busy(Arc<AtomicBool>);

impl Busy {
    fn one_core() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let seen = over.clone();
        thread::spawn(move || {
            while !seen.load(Ordering::Relaxed) {
                std::hint::spin_loop();
            }
        });
        Self(over)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
