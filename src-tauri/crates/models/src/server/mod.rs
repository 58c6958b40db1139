//! Models on servers that speak OpenAI's chat: on this computer, in the house, or somewhere else.

mod address;
mod answer;
mod body;
mod events;
mod exchange;
mod fault;
mod key;
mod line;
mod model;
mod offer;
mod patience;
mod seam;
mod secret;
mod vendor;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) use self::{
    address::Address,
    key::SystemKeychain,
    line::Line,
    offer::{Offer, ask as ask_offer, find},
    vendor::by_id as vendor,
};
#[cfg(test)]
pub(crate) use self::{answer::read as read_answer, events::Events};
pub use self::{
    key::{KeyPlace, Keychain},
    model::ServerModel,
    patience::Patience,
    secret::Secret,
};

/// Jobs that a server writes at once at most.
pub const MOST_AT_ONCE: u32 = 32;

/// A model on a server, as the user set it up. Kept in the user's own configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Server {
    /// The shelf's id.
    pub id: String,
    /// For people.
    pub name: String,
    /// Everything before `/chat/completions`.
    pub url: String,
    /// What the server calls the model.
    pub model: String,
    /// Which kind of server it is.
    #[serde(default)]
    pub vendor: String,
    /// Where its key is, if it has one.
    #[serde(default)]
    pub key: Option<KeyPlace>,
    /// Whether the user agreed that notes go to another computer unencrypted.
    #[serde(default)]
    pub plain_http: bool,
    /// Jobs it writes at once.
    #[serde(default = "one")]
    pub at_once: u32,
    /// What happens to a job while it is down.
    #[serde(default)]
    pub when_down: WhenDown,
    /// What a later version may have added.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

fn one() -> u32 {
    1
}

/// What happens to a job while its server is down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum WhenDown {
    /// It fails after some tries, with its work kept.
    #[default]
    Fail,
    /// It waits until the server is back.
    Wait,
}
