use super::{
    is_stop_word,
    passage::{Passage, Word},
    stems::stem,
};

/// A word that denies, with what it denies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negation {
    /// Its place among the words of the passage.
    pub at: usize,
    /// Stems of the words it reaches, the nearest first.
    pub denies: Vec<String>,
}

/// How many words of content a denial reaches.
const REACH: usize = 3;

/// The denials of a passage outside speech.
#[must_use]
pub fn negations(passage: &Passage<'_>) -> Vec<Negation> {
    let mut found = Vec::new();
    for sentence in &passage.sentences {
        let words = passage.words_of(sentence);
        for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.quoted) {
            if denies(words, at) {
                found.push(Negation { at: sentence.words.start + at, denies: reach(words, at, word) });
            }
        }
    }
    found
}

fn denies(words: &[Word<'_>], at: usize) -> bool {
    let low = words[at].low.as_str();
    let next = words.get(at + 1).map_or("", |word| word.low.as_str());
    match low {
        "not" => !matches!(next, "only" | "just" | "merely"),
        "no" => !words[at].breaks() && next != "doubt" && next != "sooner",
        "never" | "nobody" | "nothing" | "none" | "neither" | "nor" | "without" | "cannot" | "nowhere" => {
            true
        }
        _ => low.ends_with("n't"),
    }
}

fn reach(words: &[Word<'_>], at: usize, word: &Word<'_>) -> Vec<String> {
    if word.breaks() {
        return Vec::new();
    }
    let mut stems = Vec::new();
    for word in &words[at + 1..] {
        if !is_stop_word(word.folded()) {
            stems.push(stem(word.text));
        }
        if stems.len() == REACH
            || word.breaks()
            || matches!(word.low.as_str(), "and" | "but" | "because" | "until" | "though" | "although")
        {
            break;
        }
    }
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_and_what_they_reach() {
        for (text, expected) in [
            ("Voss will not open the town store.", vec![vec!["open", "town", "store"]]),
            ("Nobody touched the hives, and the bees slept.", vec![vec!["touch", "hive"]]),
            ("He didn't speak.", vec![vec!["speak"]]),
            ("Not only Marrow came. “No,” he said.", vec![]),
            ("It is without doubt the third.", vec![vec!["doubt", "third"]]),
        ] {
            let found: Vec<_> = negations(&Passage::new(text)).into_iter().map(|n| n.denies).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
