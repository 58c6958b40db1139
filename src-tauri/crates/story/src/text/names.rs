use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

use super::{
    Form, is_stop_word,
    lexicon::{WordList, word_list},
    passage::{Passage, Word},
    stems::stem,
    verb,
    words::lower,
};

/// A proper name where it stands in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As it is written, without a possessive ending: `Old Teague`.
    pub text: String,
    /// Its words among those of the passage.
    pub words: Range<usize>,
    /// Whether a possessive ending stood on it.
    pub owns: bool,
}

/// What a body of text knows: its names, and every word in it.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Folded words that stand in names, with how they are written.
    parts: HashMap<String, String>,
    /// Lower-case words.
    low: HashSet<String>,
    /// Stems of all words.
    stems: HashSet<String>,
}

static TITLES: WordList = LazyLock::new(|| word_list(include_str!("data/titles.txt")));

/// Capitalised words that name nobody: the calendar, peoples, and what English always capitalises.
static CALENDAR: WordList = LazyLock::new(|| word_list(include_str!("data/calendar.txt")));

/// Words that begin sentences without a determiner and are no names.
static OPENERS: WordList = LazyLock::new(|| word_list(include_str!("data/openers.txt")));

/// Whether a folded word is a title that stands before a name.
#[must_use]
pub fn is_title(folded: &str) -> bool {
    TITLES.contains(folded)
}

impl Names {
    /// The names and words of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut known = Self::default();
        known.add(text);
        known
    }

    /// Adds the names and words of a text.
    pub fn add(&mut self, text: &str) {
        let passage = Passage::new(text);
        for word in &passage.words {
            self.stems.insert(stem(word.text));
            if !word.is_capital() {
                self.low.insert(word.folded().to_owned());
            }
        }
        for name in names(&passage, self) {
            for word in &passage.words[name.words] {
                self.add_part(word.text);
            }
        }
    }

    /// Adds a name that a person gave: each of its words.
    pub fn add_name(&mut self, name: &str) {
        for (_, word) in super::words::words(name) {
            self.stems.insert(stem(word));
            self.add_part(word);
        }
    }

    fn add_part(&mut self, word: &str) {
        let written = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        self.parts.entry(lower(written)).or_insert_with(|| written.to_owned());
    }

    /// Whether the folded word stands in a name.
    #[must_use]
    pub fn is_part(&self, folded: &str) -> bool {
        self.parts.contains_key(folded)
    }

    /// Whether a word is a part of a name in other letters: `HARKER`, or `crake` where the text never
    /// writes it small.
    #[must_use]
    pub fn is_recast(&self, word: &str) -> bool {
        let low = lower(word);
        let low = low.strip_suffix("'s").unwrap_or(&low);
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let other = self.parts.get(low).is_some_and(|written| written != bare);
        other && !is_title(low) && !self.low.contains(low) && !is_stop_word(low) && verb(low).next().is_none()
    }

    /// Whether the text has the word at all, in any form.
    #[must_use]
    pub fn has_word(&self, word: &str) -> bool {
        self.stems.contains(&stem(word))
    }

    /// The words of a name that are not known here: not its titles, nor what any text may capitalise.
    #[must_use]
    pub fn unknown<'n>(&self, name: &'n str) -> Vec<&'n str> {
        super::words::words(name)
            .map(|(_, word)| word)
            .filter(|word| {
                let low = lower(word);
                let low = low.strip_suffix("'s").unwrap_or(&low);
                !is_stop_word(low)
                    && !is_title(low)
                    && !CALENDAR.contains(low)
                    && !self.is_part(low)
                    && !self.has_word(word)
            })
            .collect()
    }

    /// The known name that a word is a bent form of: `Edric` of `Edrin`.
    #[must_use]
    pub fn bent(&self, word: &str) -> Option<&str> {
        let low = lower(word);
        let letters = low.chars().count();
        let bar = match letters {
            0..=3 => return None,
            4..=5 => 1,
            _ => 2,
        };
        self.parts
            .iter()
            .filter(|(part, _)| **part != low && !is_title(part) && part.chars().count() > 3)
            .map(|(part, written)| (strsim::osa_distance(part, &low), written))
            .filter(|(distance, _)| *distance <= bar)
            .min()
            .map(|(_, written)| written.as_str())
    }
}

/// The proper names of a passage: runs of capitalised words, but not words that are capitalised only
/// because a sentence begins with them. `known` helps where that alone cannot tell.
#[must_use]
pub fn names(passage: &Passage<'_>, known: &Names) -> Vec<Name> {
    let low: HashSet<&str> =
        passage.words.iter().filter(|word| !word.is_capital()).map(Word::folded).collect();
    let mid: HashSet<&str> =
        passage.words.iter().filter(|word| word.is_capital() && !word.first).map(Word::folded).collect();
    let mut found = Vec::new();
    for sentence in &passage.sentences {
        let words = passage.words_of(sentence);
        let mut at = 0;
        while at < words.len() {
            let begins = words[at].is_capital()
                && !is_plain(&words[at])
                && (!words[at].first || opens_name(words, at, known, &low, &mid));
            let end = if begins { run_end(words, at) } else { at };
            if end > at
                && !(at + 1 == end && is_title(words[at].folded()) && !known.is_part(words[at].folded()))
            {
                found.push(name(words, at, end, sentence.words.start));
            }
            at = end.max(at + 1);
        }
    }
    found
}

/// Whether a capitalised word is one that English capitalises anywhere.
fn is_plain(word: &Word<'_>) -> bool {
    let low = word.folded();
    CALENDAR.contains(low) || (is_stop_word(low) && low != "may") || low.starts_with("i'")
}

/// Whether the first word of a sentence is a name, or the first of one.
fn opens_name(
    words: &[Word<'_>],
    at: usize,
    known: &Names,
    low: &HashSet<&str>,
    mid: &HashSet<&str>,
) -> bool {
    let word = &words[at];
    let folded = word.folded();
    if known.is_part(folded) || mid.contains(folded) {
        return true;
    }
    let next = words.get(at + 1).filter(|_| word.after.trim().is_empty());
    let leads = next.is_some_and(|next| next.is_capital() && !is_plain(next));
    if is_title(folded) {
        return leads;
    }
    let bent = !known.low.contains(folded) && !low.contains(folded) && known.bent(folded).is_some();
    let common = low.contains(folded)
        || known.low.contains(folded)
        || OPENERS.contains(folded)
        || folded.ends_with("ly")
        || folded.ends_with("ing")
        || folded.ends_with('s') && !word.is_possessive()
        || super::numbers::number_of(folded).is_some()
        || verb(folded).next().is_some();
    let and_name = next.is_some_and(|next| next.low == "and")
        && words.get(at + 2).is_some_and(|word| word.is_capital() && !is_plain(word));
    let acts = next.is_some_and(|next| {
        verb(&next.low).any(|(form, _)| matches!(form, Form::Past | Form::Third))
            || matches!(next.low.as_str(), "was" | "is" | "had" | "has" | "would" | "could")
    });
    bent || (!common && (leads || acts || and_name || word.is_possessive()))
}

/// Where the name ends that begins at `at`: capitals follow one another, `of` and `the` may stand between.
fn run_end(words: &[Word<'_>], at: usize) -> usize {
    let mut end = at + 1;
    loop {
        let joined = words[end - 1].after.trim().is_empty()
            || words[end - 1].after == "-"
            || (is_title(words[end - 1].folded()) && words[end - 1].after == ". ");
        if !joined || words[end - 1].is_possessive() {
            return end;
        }
        let capital =
            |n: usize| words.get(n).is_some_and(|word| word.is_capital() && !word.first && !is_plain(word));
        let small = |n: usize| {
            words.get(n).is_some_and(|word| matches!(word.low.as_str(), "of" | "de" | "van" | "von" | "la"))
        };
        if capital(end) {
            end += 1;
        } else if small(end) && capital(end + 1) {
            end += 2;
        } else {
            return end;
        }
    }
}

fn name(words: &[Word<'_>], at: usize, end: usize, offset: usize) -> Name {
    let owns = words[end - 1].is_possessive();
    let spelled: Vec<&str> = words[at..end]
        .iter()
        .map(|word| {
            word.text.strip_suffix("'s").or_else(|| word.text.strip_suffix("’s")).unwrap_or(word.text)
        })
        .collect();
    Name { text: spelled.join(" "), words: offset + at..offset + end, owns }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_they_stand() {
        for (text, expected) in [
            ("Old Teague’s wall fell. The boats came.", vec!["Old Teague"]),
            ("At noon Warden Ost met Marrow by the Salt Gate.", vec!["Warden Ost", "Marrow", "Salt Gate"]),
            ("Edric walked home.", vec!["Edric"]),
            ("Snow fell. Lanterns burned. Nobody spoke. Suddenly Marrow ran.", vec!["Marrow"]),
            ("I am here, and I'm cold on Monday.", vec![]),
            ("“Come,” she said. “Marrow is late.”", vec!["Marrow"]),
            ("Mr. Hale lives on the Isle of Skye.", vec!["Hale", "Isle of Skye"]),
            ("The captain slept. Captain Rhee woke.", vec!["Captain Rhee"]),
            ("Voss, the keeper, slept. He saw Voss.", vec!["Voss", "Voss"]),
            ("Then the lamp went out. When it did, Orsa’s boat turned.", vec!["Orsa"]),
            ("Walking home, Tam sang.", vec!["Tam"]),
        ] {
            let passage = Passage::new(text);
            let found: Vec<_> =
                names(&passage, &Names::default()).into_iter().map(|name| name.text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn unknown_and_bent_names() {
        let known =
            Names::of("The keeper is Edrin Voss. He keeps the lighthouse at Saltmere with old Teague.");
        assert_eq!(known.unknown("Edric Voss"), ["Edric"]);
        assert_eq!(known.unknown("Captain Voss"), [""; 0]);
        assert_eq!(known.unknown("Lighthouse Keeper"), [""; 0]);
        assert_eq!(known.bent("Edric"), Some("Edrin"));
        assert_eq!(known.bent("Teage"), Some("Teague"));
        assert_eq!(known.bent("Marrow"), None);
    }
}
