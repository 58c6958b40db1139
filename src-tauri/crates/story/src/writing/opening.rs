//! How a retelling may begin: with what the note ends on.

use crate::text::{Form, fold, is_stop_word, verb, words};

/// Words that begin a place, a time or a way.
const BEGINNERS: &[&str] = &[
    "in", "at", "on", "with", "under", "behind", "beside", "before", "after", "without", "near", "between",
    "across", "above",
];

/// Beginnings for the tries at a note, in turn; an empty one leaves the model free. A place, a time or a
/// way at the end of a simple sentence can stand first; not two sentences in a row begin so.
pub(crate) fn openings(note: &str, before: Option<&str>) -> Vec<String> {
    let begun = before.and_then(first_word).is_some_and(|word| BEGINNERS.contains(&word.as_str()));
    match tail(note) {
        Some(tail) if !begun => vec![capital(tail), capital(tail), String::new()],
        _ => Vec::new(),
    }
}

fn first_word(text: &str) -> Option<String> {
    words(text).next().map(|(_, word)| fold(word))
}

fn capital(tail: &str) -> String {
    crate::plan::capital(tail)
}

/// The last phrase of a sentence that is one clause, has a subject that acts, and does not begin with such
/// a phrase already.
fn tail(note: &str) -> Option<&str> {
    let text = note.trim().strip_suffix('.')?;
    if text.contains([',', ';', ':', '.', '!', '?', '"', '“', '(', '—', '–']) {
        return None;
    }
    let all: Vec<(std::ops::Range<usize>, String)> =
        words(text).map(|(span, word)| (span, fold(word))).collect();
    if all.len() < 6 || BEGINNERS.contains(&all[0].1.as_str()) {
        return None;
    }
    let joined = [
        "and", "but", "or", "so", "if", "when", "that", "who", "which", "than", "as", "is", "was", "were",
        "be", "been", "there", "not", "never", "no",
    ];
    if all.iter().any(|(_, word)| joined.contains(&word.as_str())) {
        return None;
    }
    // "To turn off the heating in the room": the place is of what is to be done.
    let is_base = |word: &str| verb(word).any(|(form, _)| form == Form::Base);
    if all.windows(2).any(|pair| pair[0].1 == "to" && is_base(&pair[1].1)) {
        return None;
    }
    let mut from = all.iter().rposition(|(_, word)| BEGINNERS.contains(&word.as_str()))?;
    // "with a weight in each hand" is one phrase.
    if let Some(over) = (from.saturating_sub(3)..from).find(|at| BEGINNERS.contains(&all[*at].1.as_str())) {
        from = over;
    }
    let phrase = &all[from..];
    // "a lamp on the pier" is one thing: what is named for the first time keeps what follows it.
    let owned = all[from.saturating_sub(3)..from]
        .iter()
        .any(|(_, word)| matches!(word.as_str(), "a" | "an" | "no" | "some"));
    let plain = phrase[1..].iter().all(|(_, word)| !is_verb(word) && !is_pronoun(word));
    // "On the carpet he lay" is stilted: something must be left after the verb.
    let enough = (3..=7).contains(&phrase.len())
        && from >= 3
        && !verb(&all[from - 1].1).any(|(form, _)| form == Form::Past);
    (plain && enough && !owned).then(|| &text[phrase[0].0.start..])
}

fn is_verb(word: &str) -> bool {
    !is_stop_word(word)
        && verb(word)
            .any(|(form, verb)| !verb.noun_too && matches!(form, Form::Past | Form::Third | Form::Ing))
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "he" | "she"
            | "it"
            | "they"
            | "him"
            | "her"
            | "his"
            | "its"
            | "them"
            | "their"
            | "himself"
            | "herself"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_simple_sentence_can_stand_first() {
        for (note, tail_of) in [
            ("Josef laid the key of the weigh-house on the table.", Some("on the table")),
            (
                "Nell climbed the stairs to Josef's room with a weight in each hand.",
                Some("with a weight in each hand"),
            ),
            ("The beam tipped in front of the whole market.", None),
            ("Hugo lay on the carpet beside the bed.", None),
            ("Vell sat down opposite Clara in the breakfast room.", Some("in the breakfast room")),
            ("Hallin was a market town on the river Sarn.", None),
            ("At noon Tom fished the pound out with a rake.", None),
            ("She lit a candle and sat down at the table.", None),
            ("The ferryman wanted a lamp on the pier.", None),
            ("She asked Wick to turn off the heating in the greenhouse.", None),
            ("Nell wiped both weights with her sleeve.", None),
        ] {
            assert_eq!(tail(note), tail_of, "{note}");
        }
    }

    #[test]
    fn not_twice_in_a_row() {
        let note = "Josef laid the heavy key on the table.";
        assert!(!openings(note, Some("She climbed the stairs.")).is_empty());
        assert!(openings(note, Some("On the stairs she met him.")).is_empty());
    }
}
