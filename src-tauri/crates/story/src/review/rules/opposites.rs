use super::contradiction::Against;
use crate::text::{Passage, Word, is_stop_word, stem};

/// Words that turn a fact round when one stands for the other before the same thing.
const PAIRS: &[(&str, &str)] = &[
    ("before", "after"),
    ("inside", "outside"),
    ("above", "below"),
    ("under", "over"),
    ("left", "right"),
    ("north", "south"),
    ("east", "west"),
    ("northern", "southern"),
    ("eastern", "western"),
    ("first", "last"),
    ("to", "from"),
    ("into", "from"),
    ("with", "without"),
    ("older", "younger"),
    ("up", "down"),
    ("upstairs", "downstairs"),
    ("end", "beginning"),
    ("on", "off"),
];

/// Those of them that need no thing to say something: `It tipped to the left.`
const ALONE: &[&str] = &[
    "left",
    "right",
    "older",
    "younger",
    "upstairs",
    "downstairs",
    "inside",
    "outside",
    "north",
    "south",
    "east",
    "west",
];

/// Each turns a fact into another when it stands for one of the others.
const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// How far off the thing may stand.
const REACH: usize = 3;

struct Side {
    word: String,
    /// The stem of what it stands before; empty where it stands alone.
    of: String,
    from: usize,
    to: usize,
}

/// A word whose opposite the fact has before the same thing: `after dawn` for `before dawn`.
pub(super) fn differ(fact: &Passage<'_>, sentence: &Passage<'_>) -> Option<Against> {
    let (meant, said) = (sides(&fact.words), sides(&sentence.words));
    let has =
        |sides: &[Side], word: &str, of: &str| sides.iter().any(|side| side.word == word && side.of == of);
    said.iter().find_map(|side| {
        let turned =
            meant.iter().find(|other| other.of == side.of && are_opposite(&other.word, &side.word))?;
        let both = has(&said, &turned.word, &side.of) || has(&meant, &side.word, &side.of);
        (!both).then(|| {
            let quote = sentence.quote(side.from, side.to).to_owned();
            let message =
                format!("\"{quote}\" here, and \"{}\" in the notes.", fact.quote(turned.from, turned.to));
            Against { message, quote }
        })
    })
}

fn are_opposite(one: &str, other: &str) -> bool {
    let counted = ORDINALS.contains(&one) && ORDINALS.contains(&other) && one != other;
    counted || PAIRS.iter().any(|&(a, b)| (a, b) == (one, other) || (b, a) == (one, other))
}

fn has_side(low: &str) -> bool {
    ORDINALS.contains(&low) || PAIRS.iter().any(|(a, b)| [*a, *b].contains(&low))
}

fn sides(words: &[Word<'_>]) -> Vec<Side> {
    let mut sides = Vec::new();
    for (from, word) in words.iter().enumerate().filter(|(_, word)| has_side(&word.low)) {
        let thing = if word.breaks() { None } else { thing_after(words, from) };
        if let Some(to) = thing {
            sides.push(Side { word: word.low.clone(), of: stem(words[to].text), from, to });
        } else if ALONE.contains(&word.low.as_str()) && !is_verb(words, from) {
            sides.push(Side { word: word.low.clone(), of: String::new(), from, to: from });
        }
    }
    sides
}

/// The word of content that follows within reach.
fn thing_after(words: &[Word<'_>], from: usize) -> Option<usize> {
    let broken = |at: &usize| words[from + 1..*at].iter().any(Word::breaks);
    (from + 1..words.len().min(from + 1 + REACH))
        .find(|at| !is_stop_word(words[*at].folded()))
        .filter(|at| !broken(at))
}

/// Whether `left` is what somebody did.
fn is_verb(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words[before].low.as_str());
    words[at].low == "left" && !matches!(before, "the" | "to" | "his" | "her" | "their" | "its" | "turned")
}
