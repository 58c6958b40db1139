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
const PROMPT: &str = "The harbour in winter, and those who work there:";

pub(crate) fn measure() -> Vec<Figure> {
    let mut figures = against_bare_loop();
    figures.push(later_step());
    figures
}

/// Decode speed and peak memory, each side in turn in a process of its own: the library can be set up only
/// once in a process.
fn against_bare_loop() -> Vec<Figure> {
    let pairs: Vec<[f64; 2]> = (0..PAIRS)
        .map(|pair| {
            // Which side begins changes from pair to pair.
            let (ours, bare) = if pair % 2 == 0 {
                let ours = run("ours");
                (ours, run("bare"))
            } else {
                let bare = run("bare");
                (run("ours"), bare)
            };
            [ours[0] / bare[0], ours[1] / bare[1]]
        })
        .collect();
    let median = |of: usize| percentile(&mut pairs.iter().map(|pair| pair[of]).collect::<Vec<_>>(), 0.5);
    let against = "a bare decode loop over the same library, model, context and threads";
    let mut speed = Figure::higher("decode_vs_bare_loop", median(0), "ratio", PAIRS);
    speed.limit = Some(0.97);
    speed.pass = Some(speed.value >= 0.97);
    let memory = Figure::lower("model_rss_vs_bare_loop", median(1), "ratio", Some(1.1), PAIRS);
    [speed, memory].map(|figure| Figure { against: Some(against.into()), ..figure }).into()
}

/// Runs one side in a process of its own: tokens a second, and its peak memory in kilobytes. `bare 2` is the
/// bare loop with two threads.
pub(crate) fn run(side: &str) -> [f64; 2] {
    let program = std::env::current_exe().expect("this program");
    let out = Command::new(program).env(ALONE, side).output().expect("it runs again");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8_lossy(&out.stdout);
    let mut numbers = said.split_whitespace().map(|number| number.parse().expect("a number"));
    [(); 2].map(|()| numbers.next().expect("two numbers"))
}

/// What the process of one side does.
pub(crate) fn alone(side: &str) {
    let speed = if let Some(threads) = side.strip_prefix("bare") {
        Bare::load().speed(PROMPT, threads.trim().parse().unwrap_or_else(|_| as_ours()))
    } else {
        let told = write(&starter(), Request { prompt: Prompt::Plain(PROMPT.into()), ..request("", TOKENS) });
        f64::from(told.new_tokens.saturating_sub(1)) / told.writing.as_secs_f64()
    };
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    println!("{speed} {}", peak.trim().trim_end_matches(" kB"));
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
        for (i, token) in tokens.iter().enumerate() {
            batch.add(*token, i as i32, &[0], i + 1 == tokens.len()).expect("room");
        }
        let end = tokens.len() as i32;
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
