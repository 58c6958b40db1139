use serde::Deserialize;

use crate::StopCause;

/// What one event of an answer says. Everything may be missing: servers differ.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// Text written; what the model only thinks is none.
    pub(crate) text: String,
    /// Whether the model is at work, though no text came: it thinks.
    pub(crate) thinks: bool,
    /// Why it ended, if it did.
    pub(crate) end: Option<StopCause>,
    /// Tokens, as the server counts them.
    pub(crate) usage: Option<Usage>,
}

/// Tokens, as a server counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) prompt: u32,
    pub(crate) reused: u32,
    pub(crate) new: u32,
}

/// What cannot be read as part of an answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unread {
    #[error("no JSON of an answer: {0}")]
    Json(#[from] serde_json::Error),
    /// The server says within the answer that something went wrong.
    #[error("the server says: {message}")]
    Trouble { status: Option<u16>, message: String },
}

/// Reads an event, or a whole answer that came in one piece.
pub(crate) fn read(json: &str) -> Result<Said, Unread> {
    let wire: Wire = serde_json::from_str(json)?;
    if let Some(error) = wire.error.filter(|error| !error.is_null()) {
        let message = error.get("message").and_then(|m| m.as_str()).or(error.as_str());
        let status =
            error.get("code").and_then(serde_json::Value::as_u64).and_then(|code| u16::try_from(code).ok());
        return Err(Unread::Trouble {
            status,
            message: message.unwrap_or("something went wrong").to_owned(),
        });
    }
    let usage = wire.usage.map(|usage| Usage {
        prompt: usage.prompt_tokens.unwrap_or(0),
        reused: usage.prompt_tokens_details.and_then(|details| details.cached_tokens).unwrap_or(0),
        new: usage.completion_tokens.unwrap_or(0),
    });
    let choice = wire.choices.unwrap_or_default().into_iter().next().unwrap_or_default();
    let piece = choice.delta.or(choice.message).unwrap_or_default();
    let thought = [piece.reasoning_content, piece.reasoning];
    Ok(Said {
        text: piece.content.or(choice.text).unwrap_or_default(),
        thinks: thought.iter().flatten().any(|thought| !thought.is_empty()),
        end: choice.finish_reason.map(|reason| match reason.as_str() {
            "length" => StopCause::Length,
            _ => StopCause::Done,
        }),
        usage,
    })
}

#[derive(Deserialize)]
struct Wire {
    choices: Option<Vec<Choice>>,
    usage: Option<WireUsage>,
    error: Option<serde_json::Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Choice {
    delta: Option<Piece>,
    message: Option<Piece>,
    text: Option<String>,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Piece {
    content: Option<String>,
    reasoning_content: Option<String>,
    reasoning: Option<String>,
}

#[derive(Deserialize)]
struct WireUsage {
    prompt_tokens: Option<u32>,
    completion_tokens: Option<u32>,
    prompt_tokens_details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    cached_tokens: Option<u32>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Said, Unread, Usage, read};
    use crate::StopCause;

    #[test]
    fn the_events_of_every_vendor_are_understood() {
        let said = |json| read(json).unwrap();
        let text = |text: &str| Said { text: text.into(), ..Said::default() };
        assert_eq!(said(r#"{"choices":[{"delta":{"content":"Voss"},"finish_reason":null}]}"#), text("Voss"));
        assert_eq!(said(r#"{"choices":[{"text":"Voss"}]}"#), text("Voss"));
        assert_eq!(said(r#"{"choices":[{"delta":{"role":"assistant","content":null}}]}"#), text(""));
        assert_eq!(said(r#"{"choices":[{"delta":{}}],"error":null}"#), text(""));
        assert!(said(r#"{"choices":[{"delta":{"reasoning_content":"Hm"}}]}"#).thinks);
        assert_eq!(
            said(r#"{"choices":[{"message":{"content":"A."},"finish_reason":"stop"}]}"#),
            Said { text: "A.".into(), end: Some(StopCause::Done), ..Said::default() }
        );
        assert_eq!(said(r#"{"choices":[{"finish_reason":"length"}]}"#).end, Some(StopCause::Length));
        let usage = r#"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}}"#;
        assert_eq!(said(usage).usage, Some(Usage { prompt: 9, reused: 4, new: 3 }));
    }

    #[test]
    fn trouble_and_garbage_are_told_apart() {
        assert!(matches!(read("<html>"), Err(Unread::Json(_))));
        assert!(matches!(read(r#"{"choices":[{"delta":{"content":7}}]}"#), Err(Unread::Json(_))));
        let trouble = read(r#"{"error":{"code":429,"message":"slow down"}}"#);
        assert!(matches!(trouble, Err(Unread::Trouble { status: Some(429), .. })));
        assert!(matches!(read(r#"{"error":"no"}"#), Err(Unread::Trouble { status: None, .. })));
    }
}
