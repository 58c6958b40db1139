//! The runtime on the starter model, where only the inside can be asked.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Instant,
};

use llama_cpp_2::model::{LlamaModel, params::LlamaModelParams};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{
    context::{Attention, Context},
    evaluation::Evaluation,
    grammar::Grammar,
    native::StopSwitch,
    pace::Pace,
    prefixes::Prefixes,
    sampler::Sampler,
    worker,
    writing::Turn,
};
use crate::{Prompt, Request, Role, Sampling, Turn as Said, starter_file};

fn starter() -> LlamaModel {
    super::native::route_log();
    let mut path = starter_file(Path::new("")).path;
    if !path.exists() {
        let top = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..");
        path = top.join("target/models/smollm2-135m-instruct-q4_1.gguf");
    }
    let params = LlamaModelParams::default().with_n_gpu_layers(0);
    LlamaModel::load_from_file(worker::backend().unwrap(), path, &params).unwrap()
}

fn greedy(text: &str, max_tokens: u32) -> Request {
    let turns = vec![Said { role: Role::User, text: text.into() }];
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

/// Writes one request after another; answers each text, and how many of its prompt's tokens were reused.
fn write(
    model: &LlamaModel,
    guesses: bool,
    requests: impl IntoIterator<Item = Request>,
) -> Vec<(String, u32)> {
    let switch = StopSwitch::default();
    let backend = worker::backend().unwrap();
    let context = Context::new(model, backend, &switch, 1024, 1, Attention::Flash).unwrap();
    let mut evaluation = Evaluation::new(context, &switch, Prefixes::within(1 << 28));
    let mut turn = Turn {
        model,
        evaluation: &mut evaluation,
        penalties: &mut None,
        pace: &mut Pace::new(1, Instant::now()),
        most: 4096,
        guesses,
        stop: &CancellationToken::new(),
    };
    let mut texts = Vec::new();
    for request in requests {
        let shown = Arc::new(Mutex::new(String::new()));
        let kept = shown.clone();
        let written =
            turn.write(request, &(Arc::new(move |piece: &str| kept.lock().unwrap().push_str(piece)) as _));
        let written = written.unwrap();
        assert_eq!(written.text, *shown.lock().unwrap());
        texts.push((written.text, written.reused_tokens));
    }
    texts
}

const NOTE: &str = "Josef laid the key of the weigh-house on the table. Nell climbed the stairs to his room with a \
                    weight in each hand, and the ferryman wanted a lamp on the pier.";

#[test]
fn guessing_writes_the_same_text() {
    let model = starter();
    let requests = || {
        [
            greedy(&format!("Repeat this word for word: {NOTE}"), 60),
            greedy(&format!("Retell this in the past tense: {NOTE}"), 60),
            greedy("Count from one to forty in words.", 80),
            Request { stop_at: vec!["ten".into()], ..greedy("Count from one to forty in words.", 80) },
        ]
    };
    assert_eq!(write(&model, true, requests()), write(&model, false, requests()));
}

/// A prompt of so many sentences that another number makes unlike from its first.
fn notes(number: usize, sentences: usize) -> String {
    (0..sentences)
        .map(|n| format!("{number}: on day {n} boat {} came home with oil. ", n * number + 3))
        .collect()
}

#[test]
fn what_another_story_read_before_is_read_once_and_the_text_is_the_same() {
    let model = starter();
    let asked = |number: usize, scene: &str| greedy(&format!("{}{scene}", notes(number, 20)), 12);
    let turns = [(1, "Tell."), (2, "Tell."), (1, "Go on."), (2, "Go on."), (1, "End."), (2, "Tell.")];
    let together = write(&model, false, turns.map(|(number, scene)| asked(number, scene)));
    assert!(together[..2].iter().all(|(_, reused)| *reused < 64), "{together:?}");
    assert!(together[2..].iter().all(|(_, reused)| *reused > 200), "{together:?}");
    for ((number, scene), (text, _)) in turns.into_iter().zip(&together).skip(4) {
        assert_eq!(write(&model, false, [asked(number, scene)])[0].0, *text);
    }
}

#[test]
fn a_context_grows_with_what_is_asked_and_forgets_nothing() {
    let model = starter();
    let head = notes(1, 30);
    let asked = |text: &str| Request { max_tokens: 12, ..greedy(&format!("{head}{text}"), 12) };
    let long = asked(&notes(2, 60));
    let grown = write(&model, false, [asked("Tell."), long.clone()]);
    assert!(grown[1].1 > 300, "{grown:?}");
    assert_eq!(write(&model, false, [long])[0].0, grown[1].0);
}

#[test]
fn threads_can_change_while_it_writes() {
    let model = starter();
    let switch = StopSwitch::default();
    let backend = worker::backend().unwrap();
    let context = Context::new(&model, backend, &switch, 512, 1, Attention::Flash).unwrap();
    let mut evaluation = Evaluation::new(context, &switch, Prefixes::within(0));
    let prompt = super::prompt::tokens(&model, &greedy(NOTE, 1).prompt);
    let stop = CancellationToken::new();
    assert!(evaluation.read(&prompt, &stop).is_ok());
    let token = prompt.all[0];
    assert!(evaluation.push(&[token], &stop).is_ok());
    let before = evaluation.logits(0).to_vec();
    assert!(evaluation.take_back(1));
    evaluation.change(1024, 2);
    assert_eq!((evaluation.size(), evaluation.threads()), (1024, 2));
    assert!(evaluation.push(&[token], &stop).is_ok());
    let apart = evaluation.logits(0).iter().zip(&before).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(apart < 1e-2, "{apart}");
}

#[test]
fn json_is_written_to_its_schema_whatever_the_model_would_like() {
    let model = starter();
    let schema = json!({
        "type": "object",
        "properties": {
            "title": { "type": "string", "maxLength": 40 },
            "scenes": { "type": "array", "minItems": 2, "maxItems": 3, "items": { "enum": ["pier", "store"] } },
        },
        "required": ["title", "scenes"],
        "additionalProperties": false,
    });
    for (seed, temperature) in [(1, 0.0), (2, 0.9), (3, 0.9)] {
        let asked = greedy("Plan a story about a harbour.", 200);
        let sampling = Sampling { temperature, seed, repeat_penalty: 1.1, repeat_last: 64, ..asked.sampling };
        let asked = Request { json: Some(schema.clone()), sampling, ..asked };
        let text = write(&model, true, [asked]).remove(0).0;
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(value["title"].is_string());
        let scenes = value["scenes"].as_array().unwrap();
        assert!((2..=3).contains(&scenes.len()), "{text}");
        assert!(scenes.iter().all(|scene| scene == "pier" || scene == "store"), "{text}");
    }
}

#[test]
fn a_grammar_that_allows_nothing_is_an_error_and_not_the_end() {
    let model = starter();
    let how = greedy("", 1).sampling;
    let logits = vec![0.0; model.n_vocab() as usize];
    for temperature in [0.0, 0.8] {
        let how = Sampling { temperature, ..how };
        // After the "a" comes a range of no characters.
        let grammar = Grammar::rules(&model, "root ::= \"a\" [^\\x00-\\U0010FFFF]").unwrap();
        let mut kept = None;
        let mut sampler = Sampler::new(&model, &how, Some(grammar), &mut kept);
        let first = sampler.choose(&logits).unwrap();
        assert_eq!(model.vocab().token_to_piece(first, false, None), b"a");
        assert_eq!(sampler.choose(&logits), None);
    }
    assert!(Grammar::rules(&model, "root ::= (").is_err());
    assert!(Grammar::json(&model, &json!({ "type": "no such type" })).is_err());
}
