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
];

/// How far off the thing may stand.
const REACH: usize = 3;

struct Side {
    word: String,
    /// The stem of what it stands before.
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
    PAIRS.iter().any(|&(a, b)| (a, b) == (one, other) || (b, a) == (one, other))
}

fn sides(words: &[Word<'_>]) -> Vec<Side> {
    let mut sides = Vec::new();
    for (from, word) in words.iter().enumerate() {
        if word.breaks() || !PAIRS.iter().any(|(a, b)| [*a, *b].contains(&word.low.as_str())) {
            continue;
        }
        for (to, thing) in words.iter().enumerate().skip(from + 1).take(REACH) {
            if !is_stop_word(thing.folded()) {
                sides.push(Side { word: word.low.clone(), of: stem(thing.text), from, to });
                break;
            }
            if thing.breaks() {
                break;
            }
        }
    }
    sides
}
