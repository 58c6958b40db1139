use mythline_files::RelPath;
use mythline_protocol::{CommandError, Said};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{Place, paths, times};

/// The schema of requests and answers.
const SCHEMA: u32 = 1;
/// The most bytes of a request.
pub(super) const REQUEST_BYTES: u64 = 64 << 10;
/// The most bytes of an answer: a clean names every job that went.
pub(super) const ANSWER_BYTES: u64 = 64 << 20;

/// What can be asked of the owner of a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Verb {
    Start {
        kind: String,
        subject: String,
        #[serde(default)]
        player: Option<String>,
        #[serde(default)]
        options: Map<String, Value>,
        #[serde(default, with = "times::maybe", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<times::Moment>"))]
        at: Option<i64>,
    },
    Change {
        kind: String,
        subject: String,
        #[serde(default)]
        options: Map<String, Value>,
    },
    Cancel {
        jobs: Vec<String>,
    },
    Pause {
        jobs: Vec<String>,
    },
    Resume {
        jobs: Vec<String>,
    },
    Retry {
        jobs: Vec<String>,
    },
    Discard {
        jobs: Vec<String>,
    },
    WriteNow {
        jobs: Vec<String>,
    },
    Clean {
        jobs: Vec<String>,
    },
    CleanOlder {
        seconds: u64,
    },
    UndoClean {
        jobs: Vec<String>,
    },
    Move {
        job: String,
        to: Place,
    },
    HoldQueue {
        hold: bool,
    },
    PauseQueue,
    Limit {
        #[serde(default)]
        lane: Option<String>,
        limit: usize,
    },
}

/// A request as its file has it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Request {
    schema: u32,
    #[serde(flatten)]
    pub(super) verb: Verb,
}

/// An answer as its file has it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Answer {
    schema: u32,
    #[serde(flatten)]
    said: Said,
}

impl Request {
    pub(super) fn new(verb: Verb) -> Self {
        Self { schema: SCHEMA, verb }
    }

    /// Whether this version knows what its fields mean.
    pub(super) fn is_known(&self) -> bool {
        self.schema == SCHEMA
    }
}

impl From<Result<Value, CommandError>> for Answer {
    fn from(result: Result<Value, CommandError>) -> Self {
        Self { schema: SCHEMA, said: result.into() }
    }
}

impl From<Answer> for Result<Value, CommandError> {
    fn from(answer: Answer) -> Self {
        answer.said.into()
    }
}

/// Where the request of an id lies.
pub(super) fn request_path(id: Uuid) -> RelPath {
    paths::fixed(&format!("{}/{}.json", paths::REQUESTS, id.hyphenated()))
}

/// Where its answer lies.
pub(super) fn answer_path(id: Uuid) -> RelPath {
    paths::fixed(&format!("{}/{}.answer.json", paths::REQUESTS, id.hyphenated()))
}

/// The id by which a file is named: one id, one spelling, one file.
pub(super) fn id_of(stem: &str) -> Option<Uuid> {
    Uuid::try_parse(stem).ok().filter(|id| id.hyphenated().to_string() == stem)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_reads_as_it_is_documented() {
        for (text, verb) in [
            (
                json!({ "schema": 1, "verb": "cancel", "jobs": ["7f3a"] }),
                Verb::Cancel { jobs: vec!["7f3a".to_owned()] },
            ),
            (
                json!({ "schema": 1, "verb": "move", "job": "7f3a", "to": { "before": "9c12" } }),
                Verb::Move { job: "7f3a".to_owned(), to: Place::Before("9c12".to_owned()) },
            ),
            (
                json!({ "schema": 1, "verb": "move", "job": "7f3a", "to": "first" }),
                Verb::Move { job: "7f3a".to_owned(), to: Place::First },
            ),
            (
                json!({ "schema": 1, "verb": "start", "kind": "story", "subject": "The Ferry", "at": "2023-11-14T22:13:20Z" }),
                Verb::Start {
                    kind: "story".to_owned(),
                    subject: "The Ferry".to_owned(),
                    player: None,
                    options: Map::new(),
                    at: Some(1_700_000_000_000),
                },
            ),
        ] {
            let request: Request = serde_json::from_value(text).unwrap();
            assert_eq!(request.verb, verb);
            assert!(request.is_known());
        }
        let later: Request =
            serde_json::from_value(json!({ "schema": 2, "verb": "clean_older", "seconds": 0 })).unwrap();
        assert!(!later.is_known());
    }

    #[test]
    fn an_answer_or_an_error_comes_back_as_it_was() {
        let error = CommandError::new(mythline_protocol::ErrorCode::NotNow, "Not now.");
        for said in [Ok(json!("cancelled")), Ok(Value::Null), Err(error)] {
            let text = serde_json::to_string(&Answer::from(said.clone())).unwrap();
            let read: Answer = serde_json::from_str(&text).unwrap();
            assert_eq!(Result::from(read), said, "{text}");
        }
    }

    #[test]
    fn an_id_has_one_spelling() {
        let id = Uuid::from_bytes([0xab; 16]);
        assert_eq!(id_of(&id.hyphenated().to_string()), Some(id));
        for other in
            ["", "../../etc/passwd", &id.simple().to_string(), &id.hyphenated().to_string().to_uppercase()]
        {
            assert_eq!(id_of(other), None, "{other}");
        }
    }
}
