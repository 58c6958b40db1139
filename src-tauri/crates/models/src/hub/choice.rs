use anyhow::anyhow;
use mythline_protocol::{CommandError, ErrorCode};
use serde_json::Value;

use super::in_trouble;
use crate::{ModelError, trouble::failed};

/// The packing that is taken where none is named: small, and hardly worse than the whole.
const USUAL: &str = "q4_k_m";

/// A model as people name it: `owner/name`, and after a colon which of its files, by a part of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) repository: String,
    part: Option<String>,
}

/// One file of a model on the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) repository: String,
    /// The very state of the repository, so that a download that is resumed goes on with the same bytes.
    pub(crate) revision: String,
    pub(crate) file: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) licence: Option<String>,
}

impl Wish {
    pub(crate) fn parse(text: &str) -> Result<Self, CommandError> {
        let bad = || {
            CommandError::new(
                ErrorCode::BadOption,
                "A model on the hub is called owner/name, or owner/name:q4_k_m for one of its files.",
            )
        };
        let (repository, part) = match text.trim().split_once(':') {
            Some((repository, part)) => (repository, Some(part)),
            None => (text.trim(), None),
        };
        let plain = |name: &str| {
            let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            (1..=96).contains(&name.len())
                && name.chars().all(known)
                && !name.starts_with('.')
                && !name.contains("..")
        };
        let (owner, name) = repository.split_once('/').ok_or_else(bad)?;
        if !plain(owner) || !plain(name) || part.is_some_and(|part| !plain(part)) {
            return Err(bad());
        }
        Ok(Self { repository: repository.to_owned(), part: part.map(str::to_lowercase) })
    }

    /// The file that is meant, among what the hub says of the model.
    pub(super) fn choose(&self, said: &Value) -> Result<Choice, ModelError> {
        let files: Vec<Choice> = self.files(said).ok_or_else(|| in_trouble(anyhow!("no list of files")))?;
        let fitting = |part: &str| {
            files.iter().filter(|file| file.file.to_lowercase().contains(part)).collect::<Vec<_>>()
        };
        let found = match &self.part {
            Some(part) => fitting(part),
            None if files.len() == 1 => files.iter().collect(),
            None => fitting(USUAL),
        };
        match found.as_slice() {
            [one] => Ok((*one).clone()),
            _ if files.is_empty() => Err(missing(format!(
                "{} has no GGUF file in one piece, which is what Mythline reads. Look for one whose name ends in GGUF.",
                self.repository
            ))),
            _ => {
                let names: Vec<&str> = files.iter().take(20).map(|file| file.file.as_str()).collect();
                Err(missing(format!(
                    "Say which file of {} is meant, after a colon: {}.",
                    self.repository,
                    names.join(", ")
                )))
            }
        }
    }

    /// The files that can be used: GGUF, in one piece, at the top, with a hash.
    fn files(&self, said: &Value) -> Option<Vec<Choice>> {
        let revision = said["sha"].as_str().filter(|sha| is_hex(sha))?;
        let licence = said.pointer("/cardData/license").and_then(Value::as_str);
        let choice = |file: &Value| {
            let name = file["rfilename"].as_str()?;
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
            let whole =
                name.to_lowercase().ends_with(".gguf") && !name.contains("-of-") && !name.starts_with('.');
            let sha256 =
                file.pointer("/lfs/sha256")?.as_str().filter(|sha| sha.len() == 64 && is_hex(sha))?;
            (plain && whole && name.len() <= 200).then(|| Choice {
                repository: self.repository.clone(),
                revision: revision.to_owned(),
                file: name.to_owned(),
                bytes: file.pointer("/lfs/size").or(file.get("size")).and_then(Value::as_u64).unwrap_or(0),
                sha256: sha256.to_lowercase(),
                licence: licence.filter(|licence| licence.len() <= 100).map(str::to_owned),
            })
        };
        Some(
            said["siblings"]
                .as_array()?
                .iter()
                .filter_map(choice)
                .filter(|choice| choice.bytes > 0)
                .collect(),
        )
    }
}

fn is_hex(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn missing(message: String) -> ModelError {
    failed(ErrorCode::MissingModel, message, anyhow!("no file was chosen"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::Wish;

    fn said(names: &[&str]) -> Value {
        let file =
            |name: &&str| json!({ "rfilename": name, "lfs": { "sha256": "ab".repeat(32), "size": 7 } });
        let siblings: Vec<Value> = names.iter().map(file).collect();
        json!({ "sha": "0123abcd", "cardData": { "license": "mit" }, "siblings": siblings })
    }

    fn chosen(wish: &str, names: &[&str]) -> Option<String> {
        Wish::parse(wish).unwrap().choose(&said(names)).ok().map(|choice| choice.file)
    }

    #[test]
    fn the_file_that_is_meant_is_chosen() {
        let names = ["README.md", "m-Q4_K_M.gguf", "m-q8_0.gguf", "m-f16-00001-of-00002.gguf"];
        assert_eq!(chosen("a/m", &names).as_deref(), Some("m-Q4_K_M.gguf"));
        assert_eq!(chosen("a/m:Q8_0", &names).as_deref(), Some("m-q8_0.gguf"));
        assert_eq!(chosen("a/m:q5", &names), None);
        assert_eq!(chosen("a/m:m", &names), None, "more than one");
        assert_eq!(chosen("a/m", &["only.gguf"]).as_deref(), Some("only.gguf"));
        assert_eq!(chosen("a/m", &["../../x-q4_k_m.gguf", "dir/y-q4_k_m.gguf"]), None, "no path of theirs");
    }

    #[test]
    fn names_that_could_lead_elsewhere_are_refused() {
        for name in ["", "m", "a/b/c", "../x", "a/..", "a/b?c", "a b/c", "a/b:", "a/.git", "https://x/y"] {
            assert!(Wish::parse(name).is_err(), "{name}");
        }
    }
}
