//! What people say in the notes, and who says it.

use crate::text::{quoted, sentences};

/// A sentence of the notes in which somebody speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// The words spoken, without marks, joined where the speaker's name stood between.
    pub words: String,
    /// The words around them: `Nell asks.`
    pub frame: String,
    /// Whether the frame only says who speaks, so that the words can stand as a line.
    pub plain: bool,
}

/// Verbs that say that somebody speaks, in present and past.
const SAYING: &[&str] = &[
    "say",
    "says",
    "said",
    "ask",
    "asks",
    "asked",
    "reply",
    "replies",
    "replied",
    "answer",
    "answers",
    "answered",
    "whisper",
    "whispers",
    "whispered",
    "call",
    "calls",
    "called",
    "shout",
    "shouts",
    "shouted",
    "cry",
    "cries",
    "cried",
    "mutter",
    "mutters",
    "muttered",
    "murmur",
    "murmurs",
    "murmured",
    "add",
    "adds",
    "added",
];

/// Whether a word says that somebody speaks.
pub(crate) fn is_saying(word: &str) -> bool {
    SAYING.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
}

/// Finds the words spoken in a sentence, if there are any.
pub(crate) fn speech(text: &str) -> Option<Speech> {
    let spans: Vec<_> = quoted(text).into_iter().filter(|span| span.len() > 4).collect();
    if spans.is_empty() {
        return None;
    }
    let mut words = String::new();
    let mut frame = String::new();
    let mut at = 0;
    for span in &spans {
        frame.push_str(&text[at..span.start]);
        frame.push(' ');
        let said = text[span.clone()].trim_matches(is_mark).trim();
        if !words.is_empty() {
            let went_on = said.chars().next().is_some_and(char::is_lowercase);
            if !went_on && words.ends_with(',') {
                words.pop();
                words.push('.');
            }
            words.push(' ');
        }
        words.push_str(said);
        at = span.end;
    }
    frame.push_str(&text[at..]);
    if words.ends_with(',') {
        words.pop();
        words.push('.');
    }
    let frame = frame.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = sentences(&words).len();
    let plain = told > 0 && is_plain(&frame);
    (told > 0).then_some(Speech { words, frame, plain })
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』')
}

/// `Nell asks.`, `says the old miller.`, `she says quietly,`: at most five words, one of saying.
fn is_plain(frame: &str) -> bool {
    let words: Vec<&str> = frame.split_whitespace().collect();
    frame.is_empty() || (words.len() <= 5 && words.iter().filter(|word| is_saying(word)).count() == 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn words_and_frame_come_apart() {
        let one = speech("\"Which one is honest?\" Nell asks.").unwrap();
        assert_eq!(
            (one.words.as_str(), one.frame.as_str(), one.plain),
            ("Which one is honest?", "Nell asks.", true)
        );
        let two = speech("“Eleven years,” Josef says. “My wife was ill.”").unwrap();
        assert_eq!((two.words.as_str(), two.plain), ("Eleven years. My wife was ill.", true));
        let three = speech("\"If you stay,\" he says, \"you will see it.\"").unwrap();
        assert_eq!(three.words, "If you stay, you will see it.");
    }

    #[test]
    fn a_frame_that_tells_more_is_not_plain() {
        let told = speech("\"Not tonight,\" Ost says, and he locks the door behind them.").unwrap();
        assert!(!told.plain);
        assert_eq!(speech("The boats' ropes and the mill's wheel."), None);
    }
}
