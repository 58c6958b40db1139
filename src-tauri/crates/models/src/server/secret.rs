use std::fmt;

use reqwest::header::HeaderValue;

/// A key. It has no `Display`, does not serialize, and its `Debug` says only that it is there.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a key as it was typed or pasted; none where nothing is left of it.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The header that carries it, marked so that no log shows it; none where it holds what no header can.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", self.0)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Hands it to the one place where it is kept.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// A text of the server's, without it: some servers say the key again when they refuse it.
    pub(super) fn hide_in(&self, text: &str) -> String {
        text.replace(&self.0, "[key]")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Secret;

    #[test]
    fn it_is_shown_nowhere() {
        let secret = Secret::new(" sk-123456 \n").unwrap();
        assert_eq!(format!("{secret:?} {:?}", secret.header().unwrap()), "Secret Sensitive");
        assert_eq!(secret.hide_in("bad key sk-123456."), "bad key [key].");
    }

    #[test]
    fn nothing_is_no_key_and_a_line_break_fits_no_header() {
        assert_eq!(Secret::new("  "), None);
        assert!(Secret::new("a\nb").unwrap().header().is_none());
    }
}
