use std::ops::Range;

use super::{person::looks_like_verb, pronoun::pronoun_of_noun, speech::is_saying};
use crate::text::{Form, fold, is_stop_word, is_title, verb, words};

/// How often a capitalised run of words is there, and what speaks for a person and for a place.
#[derive(Debug, Default, Clone)]
pub(super) struct Mention {
    /// Times inside a sentence, where a capital letter says something.
    pub inside: u32,
    /// Times in all.
    pub count: u32,
    /// What speaks for a person.
    pub person: u32,
    /// What speaks for a place.
    pub place: u32,
}

const PLACE_BEFORE: &[&str] = &[
    "in", "at", "to", "from", "of", "near", "into", "through", "across", "river", "town", "village",
    "island", "mount", "lake", "leaves", "left", "reach", "reaches",
];
const NO_NAMES: &[&str] = &[
    "i",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "christmas",
    "easter",
    "god",
    "sir",
    "madam",
    "yes",
    "no",
    "english",
    "german",
    "french",
];

/// The runs of capitalised words in a sentence, spoken words included, with the votes of one mention.
pub(super) fn capitals(text: &str) -> Vec<(String, Mention)> {
    let all: Vec<(Range<usize>, &str)> = words(text).collect();
    let mut out = Vec::new();
    let mut index = 0;
    while index < all.len() {
        let (span, word) = &all[index];
        let begins = index == 0
            || text[all[index - 1].0.end..span.start].contains(['.', '!', '?', ':', '"', '“', '”', '„', '«']);
        if !is_capital(word) || (begins && is_stop_word(&fold(word))) {
            index += 1;
            continue;
        }
        let mut end = index + 1;
        while end < all.len() && is_capital(all[end].1) && &text[all[end - 1].0.end..all[end].0.start] == " "
        {
            end += 1;
        }
        let run: Vec<String> = all[index..end].iter().map(|(_, word)| bare(word)).collect();
        let before = index.checked_sub(1).map(|at| fold(all[at].1)).unwrap_or_default();
        let over = index.checked_sub(2).map(|at| fold(all[at].1)).unwrap_or_default();
        let after = all.get(end).map(|(_, word)| fold(word)).unwrap_or_default();
        let last = all[end - 1].1;
        let alone =
            run.len() == 1 && (NO_NAMES.contains(&fold(&run[0]).as_str()) || is_title(&fold(&run[0])));
        if !alone {
            let titled = is_title(&fold(&run[0]));
            let the = before == "the";
            let named = matches!(before.as_str(), "called" | "named")
                || is_saying(&before)
                || (the && is_saying(&over))
                || pronoun_of_noun(&before).is_some();
            let moves = verb(&after).any(|(form, _)| matches!(form, Form::Third | Form::Past));
            let acts = is_saying(&after)
                || (begins && looks_like_verb(&after))
                || (the && moves)
                || last.ends_with("'s")
                || last.ends_with("’s");
            let placed = PLACE_BEFORE.contains(&before.as_str());
            let vote = Mention {
                inside: u32::from(!begins),
                count: 1,
                person: u32::from(titled) * 2 + u32::from(named) * 2 + u32::from(acts),
                place: u32::from(placed && !acts),
            };
            out.push((run.join(" "), vote));
        }
        index = end;
    }
    out
}

fn is_capital(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

fn bare(word: &str) -> String {
    word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word).to_owned()
}
