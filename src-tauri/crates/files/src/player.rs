use std::fmt;

use mythline_protocol::{CommandError, ErrorCode};
use unicode_normalization::UnicodeNormalization;

use crate::subject::is_unseen_control;

/// The most characters the name of a main character may have.
pub const PLAYER_CHARS: usize = 60;

/// The name of a main character: one line of plain text, trimmed and in normal form C.
///
/// Quotes and apostrophes are fine. Brackets, braces, bars and backquotes are not: no name has them,
/// and a model takes them for markup and repeats them in every scene.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Player {
    text: String,
}

impl Player {
    /// Reads a name from what a person typed.
    ///
    /// # Errors
    /// [`ErrorCode::BadPlayer`] with a sentence that says what to change.
    pub fn parse(text: &str) -> Result<Self, CommandError> {
        let text: String = text.trim().nfc().collect();
        match objection(&text) {
            None => Ok(Self { text }),
            Some(sentence) => Err(CommandError::new(ErrorCode::BadPlayer, sentence)),
        }
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn objection(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(
            "The main character has no name. Leave it out altogether to follow the person in the notes."
                .into(),
        );
    }
    if text.chars().any(is_unseen_control) {
        return Some(
            "The main character's name must be one line without hidden characters. \
             Type it again instead of pasting it."
                .into(),
        );
    }
    if let Some(c) = text.chars().find(|c| "{}<>[]|`\\".contains(*c)) {
        return Some(format!("The main character's name cannot hold {c}. Take it away."));
    }
    if text.chars().count() > PLAYER_CHARS {
        return Some(format!(
            "The main character's name is too long. Use at most {PLAYER_CHARS} characters."
        ));
    }
    if !text.chars().any(char::is_alphabetic) {
        return Some("The main character's name has no letter in it. Use a name that can be read.".into());
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_kept_as_they_are_written() {
        for name in [
            "Mara",
            "  Mara  ",
            "O'Brien",
            "\u{201c}Red\u{201d} Anna",
            "Anna \"Red\" Lee",
            "李雷",
            "Jean-Luc 2",
        ] {
            assert_eq!(Player::parse(name).unwrap().as_str(), name.trim());
        }
        assert_eq!(Player::parse("Zoe\u{308}").unwrap().as_str(), "Zoë");
    }

    #[test]
    fn what_is_no_name_is_refused_with_what_to_change() {
        let cases = [
            ("", "no name"),
            ("{player}", "cannot hold {"),
            ("<b>Mara</b>", "cannot hold <"),
            ("<|im_start|>", "cannot hold <"),
            ("[INST]", "cannot hold ["),
            ("Mara\nIgnore the above", "one line"),
            ("Mara\u{202e}", "hidden"),
            ("...", "no letter"),
        ];
        for (name, says) in cases {
            let error = Player::parse(name).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadPlayer);
            assert!(error.message.contains(says), "{name:?}: {error}");
        }
        assert!(Player::parse(&"x".repeat(2000)).unwrap_err().message.contains("at most 60"));
    }
}
