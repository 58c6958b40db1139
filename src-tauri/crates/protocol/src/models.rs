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
    /// What a file of the user's says of itself.
    pub file: Option<FileFacts>,
    /// What the hub calls it, where it was downloaded: its file goes with it.
    pub hub: Option<String>,
}

/// What a model's file says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FileFacts {
    /// The family of models it belongs to: `llama`, `qwen2`.
    pub architecture: String,
    /// How its weights are packed: `Q4_K_M`.
    pub packing: Option<String>,
    /// Tokens that it was trained to take.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub context: u64,
    /// Whether it was taught to answer; else it only goes on with text.
    pub instructs: bool,
}

/// What a model was seen to do on this computer: how fast it is, and how far it can be let go.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Which processor computes it, in a sentence for people, where that is worth saying.
    pub computed_by: Option<String>,
    /// How it did.
    #[serde(flatten)]
    pub seen: Capabilities,
}
