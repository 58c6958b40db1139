use std::fmt;

use serde::{Deserialize, Serialize};

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
    /// Where its key is, never the key.
    pub key: Option<KeyKept>,
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

/// Where the key of a server is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum KeyKept {
    /// In the system's keychain.
    Keychain,
    /// In an environment variable.
    Environment {
        /// What it is called.
        name: String,
    },
}

/// What is changed of a server that the user added.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChangeServerParams {
    /// The id among the models.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Another key, by the environment variable that holds it; neither this nor `key` leaves the key as it is.
    pub key_env: Option<String>,
    /// Another key, for the system's keychain. It goes one way only.
    pub key: Option<String>,
    /// Jobs it may write at once, 1 to 32.
    pub at_once: u32,
    /// Jobs wait while it is down, instead of failing with their work kept.
    pub wait_when_down: bool,
}

impl fmt::Debug for ChangeServerParams {
    /// Without the key, and without what may be one by mistake.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeServerParams").field("id", &self.id).finish_non_exhaustive()
    }
}
