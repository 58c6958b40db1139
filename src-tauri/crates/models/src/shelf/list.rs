use anyhow::anyhow;
use mythline_files::{FileFault, Folder, RelPath};
use mythline_protocol::{CommandError, ErrorCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Server;

/// The list's file in the user's configuration.
const FILE: &str = "models.json";
/// More than any list of models has.
const LIMIT: u64 = 1 << 20;
/// The shape this version writes.
const SCHEMA: u32 = 1;

/// What the user put on the shelf, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct List {
    schema: u32,
    /// The model for new stories; the starter's where it is not said.
    #[serde(default)]
    pub(super) default: Option<String>,
    /// Files, in the order they came.
    #[serde(default)]
    pub(super) files: Vec<Entry>,
    /// Models on servers, in the order they came.
    #[serde(default)]
    pub(super) servers: Vec<Server>,
    /// Downloads that were begun and are not whole, in the order they were begun.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) arriving: Vec<Arriving>,
    /// What a later version may have added.
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// A download that was begun: what it was asked for, and what it must become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Arriving {
    /// As it was asked for.
    pub(super) id: String,
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) licence: Option<String>,
}

/// One file of the user's, used where it lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) path: String,
    /// Taken when the file was put on the shelf.
    pub(super) sha256: String,
    /// Its name on the hub, where it was downloaded from there: the file is ours then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hub: Option<String>,
    /// Its licence, as the hub says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) licence: Option<String>,
    #[serde(flatten)]
    pub(super) others: Map<String, Value>,
}

impl Default for List {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            default: None,
            files: Vec::new(),
            servers: Vec::new(),
            arriving: Vec::new(),
            others: Map::new(),
        }
    }
}

impl List {
    /// The list in this folder; empty where there is none.
    ///
    /// # Errors
    /// The list is damaged: it is left as it is.
    pub(super) fn load(config: &Folder) -> Result<Self, CommandError> {
        let path = path()?;
        let text = match config.read_text(&path, LIMIT) {
            Ok(text) => text,
            Err(error) if error.fault == FileFault::Missing => return Ok(Self::default()),
            Err(error) => {
                tracing::warn!(error = %error, "the list of models");
                return Err(error.command_error("The list of your models"));
            }
        };
        serde_json::from_str(&text).map_err(|error| {
            tracing::warn!(%error, "the list of models");
            CommandError::new(
                ErrorCode::DamagedFile,
                "The list of your models is damaged and was left as it is. Mend or remove models.json in the \
                 configuration folder, and import your models again.",
            )
        })
    }

    /// Writes it whole.
    pub(super) fn save(&self, config: &Folder) -> Result<(), CommandError> {
        let mut text = serde_json::to_string_pretty(self).map_err(|error| internal(&anyhow!(error)))?;
        text.push('\n');
        config.write(&path()?, text.as_bytes()).map_err(|error| {
            tracing::warn!(error = %error, "the list of models");
            error.command_error("The list of your models")
        })
    }

    /// An id from a file's name that nothing else has.
    pub(super) fn free_id(&self, stem: &str, taken: &str) -> String {
        let plain: String = stem
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
            .collect();
        let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
        let base = if words.is_empty() { "model".into() } else { words.join("-") };
        let known =
            || self.files.iter().map(|file| &file.id).chain(self.servers.iter().map(|server| &server.id));
        let is_free = |id: &String| id != taken && known().all(|known| known != id);
        let mut id = base.clone();
        for number in 2_u32.. {
            if is_free(&id) {
                break;
            }
            id = format!("{base}-{number}");
        }
        id
    }
}

fn path() -> Result<RelPath, CommandError> {
    RelPath::segment(FILE).map_err(|error| internal(&anyhow!(error)))
}

fn internal(error: &anyhow::Error) -> CommandError {
    tracing::error!(%error, "the list of models");
    CommandError::new(ErrorCode::Internal, "The list of your models could not be kept.")
}

#[cfg(test)]
mod tests {
    use super::{Entry, List};

    #[test]
    fn ids_are_plain_and_free() {
        let mut list = List::default();
        assert_eq!(list.free_id("Qwen2.5 Coder_1.5B (Q4)", "smollm2-135m"), "qwen2.5-coder-1.5b-q4");
        assert_eq!(list.free_id("北京", "smollm2-135m"), "model");
        assert_eq!(list.free_id("SmolLM2-135M", "smollm2-135m"), "smollm2-135m-2");
        list.files.push(Entry {
            id: "model".into(),
            name: String::new(),
            path: String::new(),
            sha256: String::new(),
            hub: None,
            licence: None,
            others: serde_json::Map::new(),
        });
        assert_eq!(list.free_id("…", "smollm2-135m"), "model-2");
    }
}
