use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use mythline_protocol::CommandError;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Takes text as it is written; called from the model's own thread, so it must not block.
pub type TextSink = Arc<dyn Fn(&str) + Send + Sync>;

/// Something that writes: a model in the program, or a fake one in tests.
#[async_trait]
pub trait Model: Send + Sync + 'static {
    /// The shelf's id of it.
    fn id(&self) -> &str;

    /// Its name for people.
    fn name(&self) -> &str;

    /// Loads it when it is not loaded, and answers how many tokens prompt and text may have together.
    async fn ready(&self) -> Result<u32, ModelError>;

    /// How many tokens a text has.
    async fn count(&self, text: &str) -> Result<u32, ModelError>;

    /// Writes. `sink` hears each piece of text once, in order, and never a part of a character.
    /// Cancelling `stop` ends it within 200 ms with [`ModelError::Stopped`].
    async fn write(
        &self,
        request: Request,
        sink: TextSink,
        stop: CancellationToken,
    ) -> Result<Generated, ModelError>;

    /// Which processor computes it, in a sentence for people, once it is ready; none where there is nothing to
    /// say: there was no choice, or it is not computed here.
    fn computed_by(&self) -> Option<String> {
        None
    }

    /// What it waits for while it is asked something and cannot write, in a sentence for people: a server that
    /// is down, a keychain that is locked. None within while it waits for nothing; none at all where it never
    /// waits so.
    fn waits(&self) -> Option<watch::Receiver<Option<String>>> {
        None
    }

    /// How likely the model finds `text` after `prompt`: the mean of the natural logarithms of its
    /// tokens' probabilities, 0 at best. An empty text is 0.
    async fn likelihood(
        &self,
        prompt: Prompt,
        text: &str,
        stop: CancellationToken,
    ) -> Result<f32, ModelError>;
}

/// Who speaks in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Rules for the whole chat.
    System,
    /// What is asked.
    User,
    /// What the model answered.
    Assistant,
}

/// One turn of a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// What is said: plain text. Whatever looks like a template's token in it is text too.
    pub text: String,
}

/// What the model is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prompt {
    /// A chat in the model's own template; `opening` is how the answer begins, and is not repeated.
    Chat {
        /// The turns so far.
        turns: Vec<Turn>,
        /// Empty, or the beginning of the answer.
        opening: String,
    },
    /// Plain text to go on with.
    Plain(String),
}

/// How the next token is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// 0 is greedy.
    pub temperature: f32,
    /// The least probability a token may have, as a share of the best one's.
    pub min_p: f32,
    /// 1 is none.
    pub repeat_penalty: f32,
    /// Tokens that the repeat penalty looks back.
    pub repeat_last: i32,
    /// DRY multiplier; 0 is none.
    pub dry: f32,
    /// For the same text again.
    pub seed: u32,
}

/// One thing to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What the model is given.
    pub prompt: Prompt,
    /// The most tokens to write.
    pub max_tokens: u32,
    /// Texts that end it; they are not part of what is written.
    pub stop_at: Vec<String>,
    /// How tokens are chosen.
    pub sampling: Sampling,
    /// A JSON schema that the text must fit as far as it goes: at `max_tokens` it may end in its middle.
    /// None for free text.
    pub json: Option<serde_json::Value>,
}

/// Why the writing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopCause {
    /// The model was done, or a stop text came.
    Done,
    /// `max_tokens` were written, or the context is full.
    Length,
}

/// What was written, and what it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// The text, without the opening and without the stop text.
    pub text: String,
    /// Why it ended.
    pub cause: StopCause,
    /// Tokens in the prompt.
    pub prompt_tokens: u32,
    /// Those of them that had been read before and cost nothing.
    pub reused_tokens: u32,
    /// Tokens written.
    pub new_tokens: u32,
    /// From the request's turn to its first token.
    pub first_token: Duration,
    /// From the first token to the last.
    pub writing: Duration,
}

/// Why a model did not write.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It was told to stop.
    #[error("stopped")]
    Stopped,
    /// It could not: what people are told, with what the log is told.
    #[error("{told}")]
    Failed {
        /// For people.
        told: CommandError,
        /// For the log.
        cause: anyhow::Error,
    },
}
