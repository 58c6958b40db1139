//! What the tests of this crate share.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test binary uses its part")]

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use mythline_models::{
    Generated, LocalModel, Model, ModelError, ModelFile, Prompt, Request, Role, Sampling, Seat, TextSink,
    Turn, starter_file,
};
use mythline_protocol::ErrorCode;
use tokio_util::sync::CancellationToken;

/// The starter model as tests have it: where the environment says, or in the target folder.
pub fn starter() -> ModelFile {
    let mut file = starter_file(Path::new(env!("CARGO_MANIFEST_DIR")));
    if !file.path.exists() {
        file.path = workspace().join("target/models/smollm2-135m-instruct-q4_1.gguf");
    }
    assert!(
        file.path.exists(),
        "the starter model is missing: `make model` fetches it to target/models, or set MYTHLINE_STARTER_MODEL"
    );
    file
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

pub fn starter_model() -> LocalModel {
    LocalModel::new(starter(), Seat::default())
}

pub fn greedy() -> Sampling {
    Sampling { temperature: 0.0, min_p: 0.0, repeat_penalty: 1.0, repeat_last: 0, dry: 0.0, seed: 0 }
}

pub fn lively(seed: u32) -> Sampling {
    Sampling { temperature: 0.8, min_p: 0.05, repeat_penalty: 1.05, repeat_last: 256, dry: 0.8, seed }
}

pub fn chat(text: &str) -> Prompt {
    Prompt::Chat { turns: vec![Turn { role: Role::User, text: text.into() }], opening: String::new() }
}

pub fn request(prompt: Prompt, max_tokens: u32, sampling: Sampling) -> Request {
    Request { prompt, max_tokens, stop_at: Vec::new(), sampling, json: None }
}

/// Writes without looking on.
pub async fn write(model: &dyn Model, request: Request) -> Result<Generated, ModelError> {
    model.write(request, Arc::new(|_| {}), CancellationToken::new()).await
}

/// A sink that keeps the pieces.
pub fn keeping() -> (TextSink, Arc<Mutex<Vec<String>>>) {
    let pieces = Arc::new(Mutex::new(Vec::new()));
    let kept = pieces.clone();
    (Arc::new(move |piece: &str| kept.lock().unwrap().push(piece.to_owned())), pieces)
}

/// The code and the sentence of a failure.
pub fn told<T: std::fmt::Debug>(outcome: Result<T, ModelError>) -> (ErrorCode, String) {
    match outcome {
        Err(ModelError::Failed { told, .. }) => (told.code, told.message),
        other => panic!("a failure was expected: {other:?}"),
    }
}

/// A GGUF file made by hand: a header and weights that are all nought.
pub struct Gguf {
    pub keys: Vec<(String, Vec<u8>)>,
    /// Name, sides, type, offset.
    pub tensors: Vec<(String, Vec<u64>, u32, u64)>,
    pub weights: usize,
}

impl Gguf {
    /// A small one that is whole.
    pub fn small() -> Self {
        Self {
            keys: vec![
                key("general.architecture", 8, &text("llama")),
                key("general.name", 8, &text("Small One")),
                key("general.license", 8, &text("mit")),
                key("general.file_type", 4, &3_u32.to_le_bytes()),
                key("llama.context_length", 4, &2048_u32.to_le_bytes()),
                key(
                    "tokenizer.ggml.scores",
                    9,
                    &[&6_u32.to_le_bytes()[..], &2_u64.to_le_bytes(), &[0; 8]].concat(),
                ),
                key(
                    "tokenizer.ggml.tokens",
                    9,
                    &[&8_u32.to_le_bytes()[..], &1_u64.to_le_bytes(), &text("a")].concat(),
                ),
            ],
            tensors: vec![("w".into(), vec![32, 2], 3, 0)],
            weights: 40,
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"GGUF".to_vec();
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend((self.tensors.len() as u64).to_le_bytes());
        bytes.extend((self.keys.len() as u64).to_le_bytes());
        for (name, value) in &self.keys {
            bytes.extend(text(name));
            bytes.extend(value);
        }
        for (name, sides, kind, offset) in &self.tensors {
            bytes.extend(text(name));
            bytes.extend((sides.len() as u32).to_le_bytes());
            sides.iter().for_each(|side| bytes.extend(side.to_le_bytes()));
            bytes.extend(kind.to_le_bytes());
            bytes.extend(offset.to_le_bytes());
        }
        bytes.resize(bytes.len().next_multiple_of(32) + self.weights, 0);
        bytes
    }
}

pub fn key(name: &str, kind: u32, value: &[u8]) -> (String, Vec<u8>) {
    (name.into(), [&kind.to_le_bytes()[..], value].concat())
}

pub fn text(text: &str) -> Vec<u8> {
    [&(text.len() as u64).to_le_bytes()[..], text.as_bytes()].concat()
}
