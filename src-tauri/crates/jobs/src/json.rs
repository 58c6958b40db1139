//! JSON as our files have it.

use serde::{Serialize, de::IgnoredAny};
use serde_json::error::Category;

/// JSON with an indent of two and a line break at its end.
pub(crate) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Why bytes cannot be read as a job, as a sentence for people.
pub(crate) fn objection(bytes: &[u8]) -> &'static str {
    fault(bytes).unwrap_or("The file does not have the fields of a job.")
}

/// Why bytes are no JSON; what stands in the wrong place of good JSON is told apart from that.
pub(crate) fn fault(bytes: &[u8]) -> Option<&'static str> {
    match serde_json::from_slice::<IgnoredAny>(bytes).map_err(|e| e.classify()) {
        Ok(_) => None,
        Err(Category::Eof) if bytes.is_empty() => Some("The file is empty."),
        Err(Category::Eof) => Some("The file is cut short."),
        Err(_) => Some("The file is not JSON."),
    }
}
