//! Our runtime against what others have: llama-bench, and llama-cpp-python's server with the same requests.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use mythline_models::{
    Keychain, Model, Patience, Prompt, Request, Role, Sampling, Secret, Server, ServerModel, Turn, WhenDown,
    starter_file,
};
use mythline_protocol::CommandError;
use mythline_story::sample::NOTES;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::{
    figure::{Figure, percentile, top},
    runtime::{BEFORE, long_prompt},
    speed::{request, starter},
};

const PAIRS: usize = 5;
/// Of a story at both.
const ROUNDS: usize = 3;
/// As llama-bench counts.
const WRITTEN: u32 = 128;
/// Facts of a story, three to a step.
const FACTS: usize = 27;
/// As ours begins.
const CONTEXT: &str = "4096";

pub(crate) fn measure() -> Vec<Figure> {
    if !top().join("target/tools/plain/version").exists() {
        println!("left out: what needs llama-cpp-python, which .ci/setup/plain-server builds");
        return Vec::new();
    }
    let runtime = Runtime::new().expect("a runtime");
    let mut figures = against_llama_bench(&runtime);
    figures.extend(against_server(&runtime));
    figures
}

fn tool(name: &str) -> PathBuf {
    top().join("target/tools/plain/bin").join(name)
}

/// Threads of both sides: as many as ours takes.
fn threads() -> String {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).max(1)).to_string()
}

fn against_llama_bench(runtime: &Runtime) -> Vec<Figure> {
    let pairs: Vec<[f64; 3]> = (0..PAIRS)
        .map(|pair| {
            let (ours, theirs) = if pair % 2 == 0 {
                let ours = speeds(runtime, pair);
                (ours, llama_bench())
            } else {
                let theirs = llama_bench();
                (speeds(runtime, pair), theirs)
            };
            println!(
                "pair {pair}: ours {ours:.1?}, llama-bench {theirs:.1?} tokens/s (reading, writing, at once)"
            );
            [0, 1, 2].map(|of| ours[of] / theirs[of])
        })
        .collect();
    let median = |of: usize| percentile(&mut pairs.iter().map(|pair| pair[of]).collect::<Vec<_>>(), 0.5);
    [
        Figure::at_least("prompt_vs_llama_bench", median(0), "ratio", 0.95, PAIRS),
        Figure::at_least("decode_vs_llama_bench", median(1), "ratio", 0.95, PAIRS),
        Figure::higher("decode_vs_llama_bench_after_none", median(2), "ratio", PAIRS),
    ]
    .map(|figure| figure.against("llama-bench, same model and threads"))
    .into()
}

/// Tokens a second of a model that was just loaded: read, written after a step's prompt, written after next to
/// nothing.
fn speeds(runtime: &Runtime, pair: usize) -> [f64; 3] {
    let model = starter();
    let ask = |prompt: String, max_tokens| {
        let asked = Request { prompt: Prompt::Plain(prompt), ..request("", max_tokens) };
        let writing = model.write(asked, Arc::new(|_| {}), CancellationToken::new());
        runtime.block_on(writing).expect("the starter model writes")
    };
    ask("Good morning.".into(), 1);
    let read = ask(long_prompt(pair), 1);
    let new = f64::from(read.prompt_tokens - read.reused_tokens);
    let written = |prompt: String| {
        let written = ask(prompt, WRITTEN);
        f64::from(written.new_tokens.saturating_sub(1)) / written.writing.as_secs_f64()
    };
    [
        new / read.first_token.as_secs_f64(),
        written(long_prompt(pair + PAIRS)),
        written("The harbour in winter, and those who work there:".into()),
    ]
}

/// Tokens a second, likewise.
fn llama_bench() -> [f64; 3] {
    let [read, at_once] = llama_bench_after(0, &BEFORE.to_string())[..] else { panic!("two speeds") };
    let [written] = llama_bench_after(BEFORE, "0")[..] else { panic!("one speed") };
    [read, written, at_once]
}

/// Tokens a second that llama-bench reads, where it reads any, and writes, after so many others.
fn llama_bench_after(depth: usize, read: &str) -> Vec<f64> {
    let out = Command::new(tool("llama-bench"))
        .arg("--model")
        .arg(starter_file(&top()).path)
        .args(["--threads", &threads(), "--n-prompt", read, "--n-gen", &WRITTEN.to_string()])
        .args(["--n-depth", &depth.to_string(), "--repetitions", "1", "--output", "json"])
        .output()
        .expect("llama-bench runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let said: Vec<serde_json::Value> = serde_json::from_slice(&out.stdout).expect("it answers in JSON");
    said.iter().map(|test| test["avg_ts"].as_f64().expect("a speed")).collect()
}

/// The requests of a story to a server that has the same model and threads, and to ours. In each round both begin
/// anew.
fn against_server(runtime: &Runtime) -> Vec<Figure> {
    let one = story(NOTES, 1);
    let other: String = NOTES.lines().rev().collect::<Vec<_>>().join("\n");
    let two: Vec<Request> =
        with_notes(NOTES).into_iter().zip(with_notes(&other)).flat_map(|(a, b)| [a, b]).collect();
    [
        ("story_vs_plain_server", one, 0.85, ROUNDS),
        // A round of it takes minutes, and its ratio is far from the bar.
        ("two_stories_vs_plain_server", two, 0.7, 1),
    ]
    .map(|(name, requests, limit, rounds)| {
        let ratios = (0..rounds).map(|_| {
            let (ours, theirs) = round(runtime, &requests);
            println!("{name}: ours {ours:.2?}, theirs {theirs:.2?}");
            ours.seconds / theirs.seconds
        });
        let ratio = percentile(&mut ratios.collect::<Vec<_>>(), 0.5);
        Figure::lower(name, ratio, "ratio", Some(limit), rounds)
            .against("the same requests, one by one, to llama-cpp-python's server, same model and threads")
    })
    .into()
}

/// Each request at both, in turns.
fn round(runtime: &Runtime, requests: &[Request]) -> (Took, Took) {
    let server = Plain::start();
    let model = starter();
    runtime.block_on(model.ready()).expect("the starter model");
    let (mut ours, mut theirs) = (Took::default(), Took::default());
    for (at, asked) in requests.iter().enumerate() {
        if at % 2 == 0 {
            ours.add(runtime, &model, asked.clone());
            theirs.add(runtime, &server.model, asked.clone());
        } else {
            theirs.add(runtime, &server.model, asked.clone());
            ours.add(runtime, &model, asked.clone());
        }
    }
    (ours, theirs)
}

#[derive(Debug, Default)]
struct Took {
    requests: usize,
    seconds: f64,
    /// Of them, until the first token of each.
    reading: f64,
    /// Of them, from the first token of each.
    writing: f64,
    tokens: u32,
    reused: u32,
}

impl Took {
    fn add(&mut self, runtime: &Runtime, model: &dyn Model, asked: Request) {
        let begun = Instant::now();
        let written = runtime.block_on(model.write(asked, Arc::new(|_| {}), CancellationToken::new()));
        self.seconds += begun.elapsed().as_secs_f64();
        let written = written.expect("an answer");
        self.reading += written.first_token.as_secs_f64();
        self.writing += written.writing.as_secs_f64();
        self.tokens += written.new_tokens;
        self.reused += written.reused_tokens;
        self.requests += 1;
    }
}

/// What a story asks for: each fact of the notes retold, after worked examples.
fn story(notes: &str, seed: u32) -> Vec<Request> {
    let prompt = include_str!("../../src-tauri/crates/story/prompts/retell.txt");
    let head: Vec<Turn> = prompt.lines().filter_map(example).collect();
    facts(notes).map(|fact| retell(head.clone(), fact, seed)).collect()
}

fn example(line: &str) -> Option<Turn> {
    let (role, text) = line.split_once(": ").filter(|_| !line.starts_with('#'))?;
    let role = match role {
        "system" => Role::System,
        "note" => Role::User,
        "told" => Role::Assistant,
        _ => return None,
    };
    Some(Turn { role, text: text.trim().to_owned() })
}

/// As a larger model is asked: the notes, and then a fact to tell.
fn with_notes(notes: &str) -> Vec<Request> {
    let head = [Turn { role: Role::System, text: format!("Tell the story of these notes.\n\n{notes}") }];
    facts(notes).take(FACTS / 3).map(|fact| retell(head.to_vec(), fact, 1)).collect()
}

fn facts(notes: &str) -> impl Iterator<Item = &str> {
    let lines = notes.lines().filter(|line| !line.starts_with('#'));
    lines
        .flat_map(|line| line.split_inclusive(". "))
        .map(str::trim)
        .filter(|fact| fact.len() > 20)
        .take(FACTS)
}

fn retell(mut turns: Vec<Turn>, fact: &str, seed: u32) -> Request {
    turns.push(Turn { role: Role::User, text: fact.to_owned() });
    Request {
        prompt: Prompt::Chat { turns, opening: String::new() },
        max_tokens: 70,
        stop_at: vec!["\n".to_owned()],
        sampling: Sampling {
            temperature: 0.0,
            min_p: 0.1,
            repeat_penalty: 1.0,
            repeat_last: 64,
            dry: 0.0,
            seed,
        },
        json: None,
    }
}

/// llama-cpp-python's server; ends with this.
struct Plain {
    process: Child,
    model: ServerModel,
}

impl Plain {
    fn start() -> Self {
        let free =
            TcpListener::bind("127.0.0.1:0").and_then(|taken| taken.local_addr()).expect("a free port");
        let port = free.port().to_string();
        let process = Command::new(tool("python"))
            .args(["-m", "llama_cpp.server", "--host", "127.0.0.1", "--port", &port, "--n_ctx", CONTEXT])
            .args(["--n_threads", &threads(), "--n_threads_batch", &threads(), "--model"])
            .arg(starter_file(&top()).path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("llama-cpp-python runs");
        let begun = Instant::now();
        while std::net::TcpStream::connect(free).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        let server = Server {
            id: "plain".into(),
            name: "llama-cpp-python".into(),
            url: format!("http://{free}/v1"),
            model: "starter".into(),
            vendor: "llama.cpp".into(),
            key: None,
            plain_http: false,
            at_once: 1,
            when_down: WhenDown::Fail,
            others: serde_json::Map::new(),
        };
        Self { process, model: ServerModel::new(server, Arc::new(NoKeys), Patience::default()) }
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        let _ended = self.process.kill();
        let _waited = self.process.wait();
    }
}

struct NoKeys;

impl Keychain for NoKeys {
    fn get(&self, _: &str) -> Result<Option<Secret>, CommandError> {
        Ok(None)
    }

    fn set(&self, _: &str, _: &Secret) -> Result<(), CommandError> {
        Ok(())
    }

    fn remove(&self, _: &str) -> Result<(), CommandError> {
        Ok(())
    }
}
