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
    /// What it is good for, in a sentence.
    pub note: String,
    /// Tokens a second, as last measured on this computer.
    pub tokens_per_s: Option<f32>,
    /// Whether new stories use it.
    pub is_default: bool,
    /// Why it cannot be used, if so.
    pub problem: Option<String>,
}

/// What a test of a model found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ModelTestResponse {
    /// Two sentences it wrote.
    pub text: String,
    /// Tokens a second while writing.
    pub tokens_per_s: f32,
    /// Milliseconds to the first token.
    pub first_token_ms: f32,
}
