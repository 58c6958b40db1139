use super::{is_stop_word, passage::Word, stems::stem};

/// A number in a text with what is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub number: u64,
    /// The stem of what is counted; empty when nothing follows.
    pub of: String,
    /// The stem after that: `high` in `four feet high`; empty when nothing follows.
    pub next: String,
    /// Where the number begins among the words.
    pub at: usize,
    /// How many words the number itself is.
    pub words: usize,
    /// The last word it is about.
    pub to: usize,
}

const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The number that a folded word is: `12`, `1,902`, `twelve`, `dozen`. Not the pronoun `one`.
#[must_use]
pub fn number_of(folded: &str) -> Option<u64> {
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = folded.chars().filter(|c| *c != ',').collect();
        return digits.parse().ok();
    }
    if let Some(at) = SMALL.iter().position(|word| *word == folded) {
        return (at != 1).then_some(at as u64);
    }
    if let Some(at) = TENS.iter().position(|word| *word == folded) {
        return Some(20 + 10 * at as u64);
    }
    match folded {
        "dozen" => Some(12),
        "hundred" => Some(100),
        "thousand" => Some(1000),
        _ => None,
    }
}

/// The numbers among the words, each with what it counts. `forty-two` and `three hundred` are one.
#[must_use]
pub fn counts(words: &[Word<'_>]) -> Vec<Count> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((number, used)) = number_at(&words[at..]) else {
            at += 1;
            continue;
        };
        found.push(counted(words, number, at, at + used));
        at += used;
    }
    found
}

fn number_at(words: &[Word<'_>]) -> Option<(u64, usize)> {
    let (mut total, mut group, mut used) = (0_u64, None::<u64>, 0);
    for (at, word) in words.iter().enumerate() {
        let part = match (number_of(word.folded()), group) {
            (Some(number), _) => number,
            (None, _) if word.low == "one" && counts_one(words, at) => 1,
            (None, Some(_))
                if word.low == "and"
                    && at > 0
                    && words[at - 1].low == "hundred"
                    && words.get(at + 1).is_some_and(|next| number_of(&next.low).is_some()) =>
            {
                continue;
            }
            _ => break,
        };
        group = match (part, group) {
            (_, None) => Some(part),
            (100 | 12, Some(before)) if before < 100 => Some(before * part),
            (1000, Some(before)) => {
                total += before.saturating_mul(1000);
                Some(0)
            }
            (_, Some(before)) if before >= 20 && before % 10 == 0 && part < 10 => Some(before + part),
            (_, Some(before)) if before % 100 == 0 && part < 100 && total + before > 0 => Some(before + part),
            _ => break,
        };
        used = at + 1;
        if word.breaks() {
            break;
        }
    }
    group.map(|group| (total.saturating_add(group), used))
}

/// `one` counts only before a thing: `one lamp`, `one hundred`; not `one of them`, `no one`, `one day`.
fn counts_one(words: &[Word<'_>], at: usize) -> bool {
    let lone = at == 0
        || !matches!(words[at - 1].low.as_str(), "no" | "any" | "every" | "some" | "this" | "that" | "the");
    let next = words.get(at + 1).map_or("", |word| word.folded());
    lone && !words[at].breaks()
        && !next.is_empty()
        && !is_stop_word(next)
        && !matches!(next, "day" | "morning" | "night" | "evening")
}

fn counted(words: &[Word<'_>], number: u64, at: usize, end: usize) -> Count {
    let mut thing = end;
    let parted = words.get(end.wrapping_sub(1)).is_some_and(Word::breaks);
    if !parted
        && words.get(thing).is_some_and(|word| word.low == "of" || word.low == "more" || word.low == "the")
    {
        thing += 1;
    }
    let of = words.get(thing).filter(|word| !parted && !is_stop_word(word.folded()));
    let next = of
        .filter(|word| !word.breaks())
        .and_then(|_| words.get(thing + 1))
        .filter(|word| !is_stop_word(word.folded()));
    Count {
        number,
        of: of.map_or_else(String::new, |word| stem(word.text)),
        next: next.map_or_else(String::new, |word| stem(word.text)),
        at,
        words: end - at,
        to: if next.is_some() {
            thing + 1
        } else if of.is_some() {
            thing
        } else {
            end - 1
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Passage;

    #[test]
    fn numbers_with_what_they_count() {
        for (text, expected) in [
            ("The wall is four feet high.", vec![(4, "foot", "high")]),
            ("Twelve lamps and 12 boats", vec![(12, "lamp", ""), (12, "boat", "")]),
            ("Forty-two steps", vec![(42, "step", "")]),
            ("three hundred and five sheep", vec![(305, "sheep", "")]),
            ("one hundred men", vec![(100, "man", "")]),
            ("two thousand and six", vec![(2000, "", ""), (6, "", "")]),
            ("in 1902, the well", vec![(1902, "", "")]),
            ("no one, one of them, one day", vec![]),
            ("one lamp", vec![(1, "lamp", "")]),
            ("two dozen eggs", vec![(24, "egg", "")]),
            ("He is 70.", vec![(70, "", "")]),
        ] {
            let passage = Passage::new(text);
            let found = counts(&passage.words);
            let plain: Vec<_> = found.iter().map(|c| (c.number, c.of.as_str(), c.next.as_str())).collect();
            assert_eq!(plain, expected, "{text}");
        }
    }
}
