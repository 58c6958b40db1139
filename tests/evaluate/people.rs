//! Names that the notes do not know, and pronouns that go with nobody.

use std::collections::{HashMap, HashSet};

use crate::{
    labels::Labels,
    text::{Sentence, Word},
};

/// Whom the labels know, by each word that stands for them.
pub(crate) struct People {
    /// `he` or `she` of each word that stands for somebody.
    pronouns: HashMap<String, Vec<&'static str>>,
    names: HashSet<String>,
}

/// How many sentences after somebody a pronoun may still mean them.
const REACH: usize = 6;
/// In how many sentences before it somebody of the other kind makes a pronoun a mistake.
const NEAR: usize = 3;

impl People {
    pub(crate) fn of(labels: &Labels) -> Self {
        let mut people = Self { pronouns: HashMap::new(), names: HashSet::new() };
        people.names.extend(words(&labels.names));
        for (name, label) in &labels.people {
            let mut label = words(label.as_str().unwrap_or_default());
            let pronoun = label.next().as_deref().and_then(gender);
            people.names.extend(words(name).filter(|word| word != "the"));
            for word in words(name).filter(|word| word != "the").chain(label) {
                people.pronouns.entry(word).or_default().extend(pronoun);
            }
        }
        people
    }

    /// Capitalised words that are nobody's name: in the middle of a sentence, or at its beginning where
    /// somebody does something by it.
    pub(crate) fn unknown(&self, story: &[Sentence]) -> Vec<String> {
        let small: HashSet<&str> = story
            .iter()
            .flat_map(|s| &s.words)
            .filter(|word| !word.capital)
            .map(|word| word.low.as_str())
            .collect();
        let mut unknown = Vec::new();
        for sentence in story {
            for (at, word) in sentence.words.iter().enumerate() {
                let next = sentence.words.get(at + 1).map_or("", |next| next.low.as_str());
                let opens = word.first
                    && (small.contains(word.low.as_str()) || !DEEDS.contains(&next) || is_plain(&word.low));
                if word.capital && !opens && !is_plain(&word.low) && !self.names.contains(&word.low) {
                    unknown.push(word.low.clone());
                }
            }
        }
        unknown
    }

    /// Sentences with a `he` or `she` for whom nobody stands near, though somebody of the other kind does.
    pub(crate) fn wrong_pronouns<'s>(&self, story: &'s [Sentence]) -> Vec<&'s str> {
        let mut last: HashMap<&str, usize> = HashMap::new();
        let mut wrong = Vec::new();
        for (at, sentence) in story.iter().enumerate() {
            let mut fault = false;
            for (n, word) in sentence.words.iter().enumerate() {
                for pronoun in self.pronouns.get(&word.low).into_iter().flatten() {
                    last.insert(pronoun, at);
                }
                let Some(pronoun) = gender(&word.low).filter(|_| !word.spoken) else { continue };
                let within = |who: &str, reach: usize| last.get(who).is_some_and(|seen| at - seen <= reach);
                let other = if pronoun == "he" { "she" } else { "he" };
                let goes_on = n == 0 && at > 0 && self.is_about_another(&story[at - 1], sentence, other);
                let nobody = !within(pronoun, if goes_on { 2 } else { REACH });
                if nobody && (goes_on || within(other, NEAR)) {
                    fault = true;
                } else {
                    last.insert(pronoun, at);
                }
            }
            if fault {
                wrong.push(sentence.text.as_str());
            }
        }
        wrong
    }

    /// Whether a sentence begins with somebody of this kind and speaks of no one else, and the next speaks of
    /// them no more.
    fn is_about_another(&self, before: &Sentence, next: &Sentence, kind: &str) -> bool {
        let who = |word: &Word| -> Vec<&str> {
            let named = self.pronouns.get(&word.low).into_iter().flatten().copied();
            named.chain(gender(&word.low)).collect()
        };
        let begins =
            before.words.first().is_some_and(|word| self.names.contains(&word.low) && who(word) == [kind]);
        let alone = before.words.iter().flat_map(who).all(|pronoun| pronoun == kind);
        begins && alone && !next.opens && next.words.iter().flat_map(who).all(|pronoun| pronoun != kind)
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split([' ', '-'])
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_end_matches("'s").to_lowercase())
}

fn gender(word: &str) -> Option<&'static str> {
    match word {
        "he" | "him" | "his" | "himself" => Some("he"),
        "she" | "her" | "hers" | "herself" => Some("she"),
        _ => None,
    }
}

/// What people do when a sentence begins with their name.
const DEEDS: &[&str] = &[
    "was", "is", "had", "has", "said", "says", "asked", "went", "came", "took", "gave", "saw", "knew",
    "stood", "sat", "looked", "walked", "turned", "would", "could", "did", "and",
];

/// Words that English writes with a capital, or that begin sentences before any of [`DEEDS`].
fn is_plain(low: &str) -> bool {
    const PLAIN: &[&str] = &[
        "i",
        "i'm",
        "i've",
        "i'll",
        "i'd",
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "there",
        "this",
        "that",
        "who",
        "what",
        "nobody",
        "nothing",
        "everybody",
        "everything",
        "everyone",
        "somebody",
        "someone",
        "all",
        "one",
        "no",
        "some",
        "his",
        "her",
        "both",
        "each",
        "then",
        "only",
        "where",
        "which",
        "how",
        "here",
        "not",
        "so",
        "these",
        "those",
        "now",
        "mr",
        "mrs",
        "dr",
        "doctor",
        "god",
    ];
    PLAIN.contains(&low)
        || [
            "day",
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
        ]
        .contains(&low)
        || ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]
            .iter()
            .any(|day| low == format!("{day}day"))
}

#[test]
fn strangers_and_wrong_pronouns_are_seen() {
    use crate::text::sentences;
    let labels = serde_json::json!({
        "kind": "", "language": "en", "names": "Sarn", "facts": {}, "contradictions": {}, "rules": [],
        "people": { "Nell Harker": "she apprentice", "Josef": "he", "the boy": "he" },
    });
    let people = People::of(&serde_json::from_value(labels).unwrap());
    let unknown = |text: &str| people.unknown(&sentences(text));
    assert_eq!(
        unknown("Nell met Benno by the Sarn. Edric had come. Rain fell. The rain was cold."),
        ["benno", "edric"]
    );
    let wrong = |text: &str| people.wrong_pronouns(&sentences(text)).len();
    for (text, faults) in [
        ("Nell picked up the key. He put it back.", 1),
        ("Nell saw Josef. He put it back.", 0),
        ("Josef sat. She looked at him.", 1),
        ("Nell ran. The boy ran after her. He fell. He wept. He got up. He limped.", 0),
        ("“He is late,” Nell said. She waited.", 0),
        ("Nell ran. Josef pulled the rope for her. Josef pulled again. She came up.", 0),
        ("Nell waited, and himself he cut.", 1),
    ] {
        assert_eq!(wrong(text), faults, "{text}");
    }
}
