use std::fmt;

use mythline_protocol::{CommandError, ErrorCode};
use unicode_normalization::UnicodeNormalization;

use crate::RelPath;

/// The most characters a subject may have.
pub const SUBJECT_CHARS: usize = 120;
/// The most bytes of UTF-8 a subject may have: file systems allow 255 for a name, and the programs
/// that copy folders about like to add something.
pub const SUBJECT_BYTES: usize = 200;

/// A subject: what notes and stories are about, and the name of their folder under `output/`.
///
/// It is trimmed and in normal form C, and can be a folder's name on every system.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    text: String,
}

impl Subject {
    /// Reads a subject from what a person typed.
    ///
    /// # Errors
    /// [`ErrorCode::BadSubject`] with a sentence that says what to change.
    pub fn parse(text: &str) -> Result<Self, CommandError> {
        let text: String = text.trim().nfc().collect();
        match objection(&text) {
            None => Ok(Self { text }),
            Some(sentence) => Err(CommandError::new(ErrorCode::BadSubject, sentence)),
        }
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same for all subjects that differ only in case or in normal form: those are one subject.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.text)
    }

    /// Its folder, `output/{subject}`.
    #[must_use]
    pub fn folder(&self) -> RelPath {
        self.path_under("output", "")
    }

    /// The file `{folder}/{subject}{ending}`; the ending holds no separator.
    #[must_use]
    pub fn path_under(&self, folder: &str, ending: &str) -> RelPath {
        #[expect(clippy::expect_used, reason = "a subject is a plain name, which is what it was checked for")]
        RelPath::new([folder, &format!("{}{ending}", self.text)]).expect("a subject is a plain name")
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Text without its case and in one normal form. By way of upper case, so that letters with two lower
/// forms (σ and ς) come out as one.
fn key(text: &str) -> String {
    text.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

fn objection(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("The subject is empty. Give it a name, such as the title of the notes.".into());
    }
    if text == "." || text == ".." {
        return Some("The subject cannot be only dots. Use letters or numbers.".into());
    }
    if text.starts_with('.') {
        return Some("The subject cannot begin with a dot. Take the dot away.".into());
    }
    if text.ends_with('.') {
        return Some("The subject cannot end with a dot. Take the dot away.".into());
    }
    if let Some(c) = text.chars().find(|c| matches!(c, '/' | '\\')) {
        return Some(format!(
            "The subject cannot hold {c} because it names a folder. Use a space or a dash."
        ));
    }
    if let Some(c) = text.chars().find(|c| r#"<>:"|?*"#.contains(*c)) {
        return Some(format!("The subject cannot hold {c} because it names a folder. Take it away."));
    }
    if text.chars().any(is_unseen_control) {
        return Some(
            "The subject holds a character that cannot be seen (a line break, a tab or a direction mark). \
             Type the name again instead of pasting it."
                .into(),
        );
    }
    if text.chars().count() > SUBJECT_CHARS {
        return Some(format!("The subject is too long. Use at most {SUBJECT_CHARS} characters."));
    }
    if text.len() > SUBJECT_BYTES {
        return Some(format!(
            "The subject is too long for a folder's name: in this script about {} characters fit. \
             Make it shorter.",
            SUBJECT_BYTES * text.chars().count() / text.len()
        ));
    }
    if is_device(text) {
        return Some(format!(
            "Windows keeps the name {text} for a device. Add a word to the subject, such as \u{201c}The {text}\u{201d}."
        ));
    }
    None
}

/// Control characters, line and paragraph separators, the byte order mark, and marks that change the
/// direction of writing: in a name they can only mislead.
pub(crate) fn is_unseen_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Names that Windows keeps for devices, whatever ending they have.
fn is_device(text: &str) -> bool {
    let stem = text.split('.').next().unwrap_or(text).trim_end().to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let Some(number) = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")) else { return false };
    matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn refused(text: &str) -> String {
        let error = Subject::parse(text).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadSubject);
        error.message
    }

    #[test]
    fn what_cannot_be_a_folder_is_refused_with_what_to_change() {
        assert!(refused("").contains("empty"));
        assert!(refused(" \t\n ").contains("empty"));
        assert!(refused("..").contains("dots"));
        assert!(refused("../x").contains("begin with a dot"));
        assert!(refused(".hidden").contains("begin with a dot"));
        assert!(refused("The Tower.").contains("end with a dot"));
        assert!(refused("The Tower. ").contains("end with a dot"));
        assert!(refused("a/b").contains('/'));
        assert!(refused(r"a\b").contains('\\'));
        for c in r#"<>:"|?*"#.chars() {
            assert!(refused(&format!("What{c}")).contains(c), "{c}");
        }
        for c in ['\0', '\n', '\t', '\u{7f}', '\u{85}', '\u{202e}', '\u{2066}', '\u{200f}', '\u{feff}'] {
            assert!(refused(&format!("a{c}b")).contains("cannot be seen"), "{c:?}");
        }
        assert!(refused(&"x".repeat(300)).contains("at most 120"));
        assert!(refused(&"塔".repeat(120)).contains("about 66"));
        for name in ["con", "NUL", "Com1", "lpt9.txt", "aux.story.md", "CON .x", "COM¹", "conin$"] {
            assert!(refused(name).contains("device"), "{name}");
        }
    }

    #[test]
    fn names_of_every_script_are_kept() {
        let names = [
            "The Tower",
            "Konrad",
            "com10",
            "Zürich 1891",
            "مدينة الرياح",
            "塔",
            "🏰 Keep",
            "O'Neill's",
            "a..b",
            "x",
        ];
        for name in names {
            assert_eq!(Subject::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(Subject::parse("  The Tower \n").unwrap().as_str(), "The Tower");
        assert_eq!(Subject::parse(&"x".repeat(120)).unwrap().as_str().len(), 120);
        assert_eq!(Subject::parse("塔").unwrap().folder().as_str(), "output/塔");
    }

    #[test]
    fn case_and_normal_form_make_no_second_subject() {
        let composed = Subject::parse("Café Ζεύς").unwrap();
        let decomposed = Subject::parse("Cafe\u{301} ΖΕΎΣ").unwrap();
        assert_eq!(composed.key(), decomposed.key());
        assert_eq!(Subject::parse("Cafe\u{301}").unwrap().as_str(), "Café");
        assert_ne!(composed.key(), Subject::parse("Cafe Ζεύς").unwrap().key());
    }
}
