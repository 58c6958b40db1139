use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a model comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ModelOrigin {
    /// Comes with the program.
    Starter,
    /// A file of the user's, used where it lies.
    File,
    /// On a server of the user's: what it writes from is sent there.
    Server,
}

/// Whether a model fits the memory of this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Fit {
    /// With room to spare.
    Fits,
    /// It will do, with little room.
    Tight,
    /// It will not do.
    TooBig,
}

/// A model on the shelf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ModelInfo {
    /// Short, stable, lower case: `smollm2-135m`.
    pub id: String,
    /// For people: `SmolLM2 135M Instruct`.
    pub name: String,
    /// Where it comes from.
    pub origin: ModelOrigin,
    /// The file's size in bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// Memory it needs, in bytes, about.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub memory: u64,
    /// Whether that is there.
    pub fit: Fit,
    /// The licence, where it is known.
    pub licence: Option<String>,
    /// Whether what it writes may be sold; none where the licence must be read for it.
    pub may_sell: Option<bool>,
    /// What it is good for, in a sentence.
    pub note: String,
    /// What it was seen to do on this computer; none until it was measured.
    pub seen: Option<Capabilities>,
    /// Whether new stories use it.
    pub is_default: bool,
    /// Why it cannot be used, if so.
    pub problem: Option<String>,
}

/// What a model was seen to do on this computer: how fast it is, and how far it can be let go.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Capabilities {
    /// Tokens a second while writing.
    pub tokens_per_s: f32,
    /// Milliseconds to the first token.
    pub first_token_ms: f32,
    /// Whether it answers in the form that it is asked for: a line of JSON of a given shape.
    pub keeps_form: bool,
    /// Whether such an answer says what the notes say and names nobody else. A model that does can be
    /// let plan; one that does not must be led, a fact at a time.
    pub reads_notes: bool,
}

/// What a test of a model found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ModelTestResponse {
    /// Two sentences it wrote.
    pub text: String,
    /// How it did.
    #[serde(flatten)]
    pub seen: Capabilities,
}

/// A server that the user adds.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AddServerParams {
    /// Its address: `http://localhost:11434/v1`.
    pub url: String,
    /// What people call it; else the model's name.
    pub name: Option<String>,
    /// The model there; may be left out where the server has one.
    pub model: Option<String>,
    /// The environment variable that holds the key.
    pub key_env: Option<String>,
    /// The key itself, for the system's keychain. It goes one way only.
    pub key: Option<String>,
    /// The user agrees that notes go to another computer unencrypted.
    pub allow_plain_http: bool,
    /// Jobs it may write at once, 1 to 32; 1 where it is not said.
    pub at_once: Option<u32>,
    /// Jobs wait while it is down, instead of failing with their work kept.
    pub wait_when_down: bool,
}

impl fmt::Debug for AddServerParams {
    /// Without the key, and without what may be one by mistake.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AddServerParams")
            .field("name", &self.name)
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

/// A server that the user added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ServerInfo {
    /// The id among the models.
    pub id: String,
    /// For people.
    pub name: String,
    /// Its address.
    pub url: String,
    /// What it calls the model.
    pub model: String,
    /// Which kind of server it is: `Ollama`.
    pub vendor: String,
    /// Where its key is: in words, never the key.
    pub key: Option<String>,
    /// Whether it is this computer.
    pub is_here: bool,
    /// Jobs it writes at once.
    pub at_once: u32,
    /// Whether jobs wait while it is down.
    pub wait_when_down: bool,
}

/// A server that was found on this computer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FoundServer {
    /// Its address.
    pub url: String,
    /// Which kind of server it is.
    pub vendor: String,
    /// The models it has.
    pub models: Vec<String>,
}

/// A model that is worth a try.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestedModel {
    /// Its name on the hub, as a download is asked for.
    pub id: String,
    /// For people.
    pub name: String,
    /// Billions of parameters.
    pub billions: f32,
    /// The size of the download in bytes, about.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// Whether this computer carries it.
    pub fit: Fit,
    /// Its licence.
    pub licence: String,
    /// What it is good for, in a sentence.
    pub note: String,
}

/// What a download would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DownloadOffer {
    /// As it was asked for.
    pub id: String,
    /// The file's name.
    pub file: String,
    /// Whom it comes from.
    pub host: String,
    /// Its size in bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// Whether this computer carries it.
    pub fit: Fit,
    /// Its licence, where the hub says.
    pub licence: Option<String>,
    /// Whether what it writes may be sold; none where the licence must be read for it.
    pub may_sell: Option<bool>,
}
