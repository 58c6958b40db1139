//! Our runtime against a bare loop over the same library, model and threads, and what is kept of a prompt.

use std::{num::NonZeroU32, path::Path, process::Command, sync::Arc, time::Instant};

use llama_cpp_2::{
    context::params::LlamaContextParams,
    llama_backend::LlamaBackend,
    llama_batch::LlamaBatch,
    model::{LlamaModel, params::LlamaModelParams},
    token::LlamaToken,
};
use mythline_models::{Generated, Model, Prompt, Request, Role, Turn, starter_file};
use tokio_util::sync::CancellationToken;

use crate::{
    figure::{Figure, percentile},
    speed::{request, starter},
};

/// Names the side that a process of its own is to run, so that its memory is its own.
pub(crate) const ALONE: &str = "MYTHLINE_BENCH_ALONE";

const PAIRS: usize = 9;
const TOKENS: u32 = 128;
/// As ours.
const CONTEXT: u32 = 4096;
const BATCH: usize = 64;
/// Tokens that stand before what is written: a step of a story has its facts, the end of the step before, and how
/// to write before it.
pub(crate) const BEFORE: usize = 512;
const PROMPT: &str = "The harbour in winter, and those who work there:";

pub(crate) fn measure() -> Vec<Figure> {
    let mut figures = against_bare_loop();
    figures.push(later_step());
    figures
}

/// Decode speed and peak memory, each side in turn in a process of its own: the library can be set up only
/// once in a process.
fn against_bare_loop() -> Vec<Figure> {
    let pairs: Vec<Side> = (0..PAIRS)
        .map(|pair| {
            // Which side begins changes from pair to pair.
            let (ours, bare) = if pair % 2 == 0 {
                let ours = run("ours");
                (ours, run("bare"))
            } else {
                let bare = run("bare");
                (run("ours"), bare)
            };
            Side {
                speed: ours.speed / bare.speed,
                speed_at_once: ours.speed_at_once / bare.speed_at_once,
                peak: ours.peak / bare.peak,
            }
        })
        .collect();
    let median = |of: fn(&Side) -> f64| percentile(&mut pairs.iter().map(of).collect::<Vec<_>>(), 0.5);
    [
        Figure::at_least("decode_vs_bare_loop", median(|pair| pair.speed), "ratio", 0.97, PAIRS),
        Figure::higher("decode_vs_bare_loop_after_ten", median(|pair| pair.speed_at_once), "ratio", PAIRS),
        Figure::lower("model_rss_vs_bare_loop", median(|pair| pair.peak), "ratio", Some(1.1), PAIRS),
    ]
    .map(|figure| figure.against("a bare decode loop over the same library, model, context and threads"))
    .into()
}

/// What one side did in a process of its own.
pub(crate) struct Side {
    /// Tokens a second, with a step's prompt before them.
    pub(crate) speed: f64,
    /// Tokens a second, with next to nothing before them.
    speed_at_once: f64,
    /// Its peak memory, in kilobytes.
    peak: f64,
}

/// Runs one side in a process of its own. `bare 2` is the bare loop with two threads.
pub(crate) fn run(side: &str) -> Side {
    let program = std::env::current_exe().expect("this program");
    let out = Command::new(program).env(ALONE, side).output().expect("it runs again");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8_lossy(&out.stdout);
    let mut numbers = said.split_whitespace().map(|number| number.parse().expect("a number"));
    let [speed, speed_at_once, peak] = [(); 3].map(|()| numbers.next().expect("three numbers"));
    Side { speed, speed_at_once, peak }
}

/// What the process of one side does.
pub(crate) fn alone(side: &str) {
    let long = long_prompt(0);
    let speeds = if let Some(threads) = side.strip_prefix("bare") {
        let threads = threads.trim().parse().unwrap_or_else(|_| as_ours());
        let bare = Bare::load();
        [&*long, PROMPT].map(|prompt| bare.speed(prompt, threads))
    } else {
        let model = starter();
        [&*long, PROMPT].map(|prompt| decode_speed(&model, prompt))
    };
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    println!("{} {} {}", speeds[0], speeds[1], peak.trim().trim_end_matches(" kB"));
}

/// A prompt of some [`BEFORE`] tokens: a line has about fourteen.
pub(crate) fn long_prompt(other: usize) -> String {
    (0..BEFORE / 14)
        .map(|day| format!("On day {day} boat {} came home with oil. ", day * (other + 3)))
        .collect()
}

/// Tokens a second of ours, from the first to the last.
pub(crate) fn decode_speed(model: &dyn Model, prompt: &str) -> f64 {
    let told = write(model, Request { prompt: Prompt::Plain(prompt.into()), ..request("", TOKENS) });
    f64::from(told.new_tokens.saturating_sub(1)) / told.writing.as_secs_f64()
}

/// What is new in the prompt of a step.
fn tail(step: usize) -> String {
    format!("{step}, and of who stood on the quay.")
}

/// The first token of a later step, whose prompt begins as the one before, against that of a cold one, less
/// the share of its tokens that are new.
fn later_step() -> Figure {
    let mut excess: Vec<f64> = (0..PAIRS)
        .map(|pair| {
            let notes: String = (0..60)
                .map(|line| format!("On day {line} boat {} came home with oil. ", line * pair + 3))
                .collect();
            // As a story asks: what is the same stands in the turns before the last.
            let asked = |step: usize| Request {
                prompt: Prompt::Chat {
                    turns: vec![
                        Turn { role: Role::System, text: notes.clone() },
                        Turn { role: Role::User, text: format!("Now tell of day {}", tail(step)) },
                    ],
                    opening: String::new(),
                },
                ..request("", 1)
            };
            let model = starter();
            write(&model, request("Good morning.", 1));
            let cold = write(&model, asked(7));
            let later = write(&model, asked(19));
            let new = RUNTIME.with(|runtime| runtime.block_on(model.count(&tail(19)))).expect("a count");
            let new = f64::from(new) / f64::from(later.prompt_tokens);
            later.first_token.as_secs_f64() / cold.first_token.as_secs_f64() - new
        })
        .collect();
    let mut figure = Figure::lower(
        "later_step_first_token_vs_cold",
        percentile(&mut excess, 0.5),
        "ratio",
        Some(0.05),
        PAIRS,
    );
    figure.against =
        Some("the first token of the same prompt, cold, less the share of tokens that are new".into());
    figure
}

thread_local! {
    static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Runtime::new().expect("a runtime");
}

fn write(model: &dyn Model, request: Request) -> Generated {
    let writing = model.write(request, Arc::new(|_| {}), CancellationToken::new());
    RUNTIME.with(|runtime| runtime.block_on(writing)).expect("the starter model writes")
}

/// Threads that ours begins with.
fn as_ours() -> i32 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    i32::try_from(cores.saturating_sub(1).max(1)).expect("few")
}

/// The library without anything of ours.
struct Bare {
    backend: LlamaBackend,
    model: LlamaModel,
}

impl Bare {
    fn load() -> Self {
        let mut backend = LlamaBackend::init().expect("llama.cpp");
        backend.void_logs();
        let path = starter_file(Path::new("")).path;
        let params = LlamaModelParams::default().with_n_gpu_layers(0);
        let model = LlamaModel::load_from_file(&backend, path, &params).expect("the starter model");
        Self { backend, model }
    }

    /// Tokens a second, greedy, from the first to the last.
    fn speed(&self, prompt: &str, threads: i32) -> f64 {
        let params = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(CONTEXT))
            .with_n_batch(BATCH as u32)
            .with_n_ubatch(BATCH as u32)
            .with_n_threads(threads)
            .with_n_threads_batch(threads);
        let mut context = self.model.new_context(&self.backend, params).expect("a context");
        let tokens = self.model.vocab().tokenize(prompt.as_bytes(), false, false);
        let mut batch = LlamaBatch::new(BATCH, 1);
        let end = tokens.len() as i32;
        for (token, position) in tokens.iter().zip(0..) {
            if batch.n_tokens() == BATCH as i32 {
                context.decode(&mut batch).expect("it reads");
                batch.clear();
            }
            batch.add(*token, position, &[0], position + 1 == end).expect("room");
        }
        let mut first = None;
        for position in end..end + TOKENS as i32 {
            context.decode(&mut batch).expect("it reads");
            let logits = context.get_logits_ith(batch.n_tokens() - 1);
            first.get_or_insert_with(Instant::now);
            let best = (0..).zip(logits).max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(id, _)| id);
            batch.clear();
            batch.add(LlamaToken::new(best), position, &[0], true).expect("room");
        }
        f64::from(TOKENS - 1) / first.expect("a token").elapsed().as_secs_f64()
    }
}
