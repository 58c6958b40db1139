use std::ops::Range;

use super::{
    quotes::{is_within, quoted},
    words::lower,
};

/// Words that end in a full stop without ending a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "prof", "capt", "lt", "sgt", "col", "gen", "rev", "hon", "jr", "sr", "vs",
    "no", "nos", "vol", "ch", "pp", "fig", "approx", "ca", "e.g", "i.e", "etc", "mt", "ft", "bros", "messrs",
    "mme", "mlle",
];

/// Verbs that carry speech on after its closing mark: `"Stop!" Marrow said.` is one sentence.
const SPEECH: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "answered",
    "answers",
    "replied",
    "cried",
    "called",
    "shouted",
    "whispered",
    "told",
    "murmured",
    "muttered",
    "added",
    "agreed",
    "began",
    "went",
];

/// The sentences of a text, without the space around them. Speech stays with the words that carry it.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let speech = quoted(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        // Of several stops in a row the first speaks for all.
        let next = if is_stop(c) { stops_end(text, at) } else { at + c.len_utf8() };
        let end = match c {
            _ if is_stop(c) => stop_at(text, start, at..next, &speech),
            '。' | '！' | '？' => Some(past_closers(text, next)),
            '\n' if line_ends(&text[next..]) => Some(next),
            _ => None,
        };
        if let Some(end) = end {
            push(text, start..end, &mut found);
            start = end;
        }
        at = end.unwrap_or(next).max(next);
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, span: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[span.clone()];
    let start = span.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    if start < end {
        found.push(start..end);
    }
}

/// Whether the line break before `rest` ends a sentence: an empty line, a heading or a list follows.
fn line_ends(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t', '\r']);
    line.starts_with(['\n', '#', '*', '-', '•', '+', '>', '|'])
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn stops_end(text: &str, at: usize) -> usize {
    text[at..].find(|c| !is_stop(c)).map_or(text.len(), |length| at + length)
}

/// Where the sentence ends whose stops are at `stops`, if it ends there.
fn stop_at(text: &str, start: usize, stops: Range<usize>, speech: &[Range<usize>]) -> Option<usize> {
    let end = past_closers(text, stops.end);
    let rest = &text[end..];
    if rest.is_empty() {
        return Some(end);
    }
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let after_speech = end > stops.end;
    if &text[stops.clone()] == "." && !after_speech && is_abbreviated(&text[start..stops.start]) {
        return None;
    }
    let follows =
        rest.trim_start().trim_start_matches(['"', '“', '‘', '\'', '(', '«', '„', '—', '*', '_', ' ']);
    let begins = follows.chars().next().is_none_or(|c| !c.is_lowercase());
    let inside = follows.is_empty() && is_within(&(stops.start..end + 1), speech);
    (begins && !(after_speech && carries_speech(follows)) && !inside).then_some(end)
}

fn past_closers(text: &str, at: usize) -> usize {
    text[at..]
        .find(|c| !matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '」' | '』' | '*' | '_'))
        .map_or(text.len(), |n| at + n)
}

fn is_abbreviated(before: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“')).next().unwrap_or("");
    let mut letters = word.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase() && c != 'I');
    initial || ABBREVIATIONS.contains(&lower(word).as_str())
}

/// Whether a name and a verb of saying come next.
fn carries_speech(follows: &str) -> bool {
    let sentence = follows.split(['.', '!', '?', ',']).next().unwrap_or(follows);
    sentence.split_whitespace().skip(1).take(2).any(|word| SPEECH.contains(&lower(word).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_as_people_see_them() {
        for (text, expected) in [
            ("", vec![]),
            ("One. Two!  Three?", vec!["One.", "Two!", "Three?"]),
            (
                "Mr. Voss met Dr. Hale at 3.5 miles. He left.",
                vec!["Mr. Voss met Dr. Hale at 3.5 miles.", "He left."],
            ),
            (
                "J. R. Marrow kept bees. It was I. He knew.",
                vec!["J. R. Marrow kept bees.", "It was I.", "He knew."],
            ),
            (
                "He waited... and waited. Then... Nothing.",
                vec!["He waited... and waited.", "Then...", "Nothing."],
            ),
            (
                r#""Stop!" he said. "Why?" Marrow asked. She ran."#,
                vec![r#""Stop!" he said."#, r#""Why?" Marrow asked."#, "She ran."],
            ),
            (r#""Stop." The bell rang."#, vec![r#""Stop.""#, "The bell rang."]),
            ("A heading\n\nA line that\nwraps.", vec!["A heading", "A line that\nwraps."]),
            ("Bees\n- one\n- two", vec!["Bees", "- one", "- two"]),
            ("灯が消えた。誰もいない。", vec!["灯が消えた。", "誰もいない。"]),
            ("No end", vec!["No end"]),
            ("He paid 4.50, no more.", vec!["He paid 4.50, no more."]),
        ] {
            let found: Vec<_> = sentences(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
