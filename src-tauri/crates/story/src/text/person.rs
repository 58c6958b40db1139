use super::passage::{Passage, Word};

/// By which pronoun somebody goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pronoun {
    /// he, him, his
    He,
    /// she, her
    She,
    /// they, them, their
    They,
}

impl Pronoun {
    /// Reads `he`, `she` or `they`, in any case.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "he" | "he/him" => Some(Self::He),
            "she" | "she/her" => Some(Self::She),
            "they" | "they/them" => Some(Self::They),
            _ => None,
        }
    }

    /// Which pronoun a lower-case word is a form of.
    #[must_use]
    pub fn of(low: &str) -> Option<Self> {
        let bare = low.split('\'').next().unwrap_or(low);
        match bare {
            "he" | "him" | "his" | "himself" => Some(Self::He),
            "she" | "her" | "hers" | "herself" => Some(Self::She),
            "they" | "them" | "their" | "theirs" | "themselves" | "themself" => Some(Self::They),
            _ => None,
        }
    }

    /// The word for the one who acts.
    #[must_use]
    pub fn subject(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::They => "they",
        }
    }
}

/// The narrated words in the first or second person, by their place among the words.
#[must_use]
pub fn first_or_second(passage: &Passage<'_>) -> Vec<usize> {
    let words = &passage.words;
    (0..words.len()).filter(|&at| !words[at].quoted && is_first_or_second(words, at)).collect()
}

fn is_first_or_second(words: &[Word<'_>], at: usize) -> bool {
    let word = &words[at];
    match word.low.split('\'').next().unwrap_or("") {
        "i" => word.text.starts_with('I') && !after_capital(words, at) && !word.after.starts_with('.'),
        "me" | "my" | "myself" | "we" | "our" | "ours" | "ourselves" | "you" | "your" | "yours"
        | "yourself" => true,
        "us" => word.text != "US",
        _ => false,
    }
}

/// Whether it may be a numeral in a name: `Henry I`.
fn after_capital(words: &[Word<'_>], at: usize) -> bool {
    !words[at].first
        && at > 0
        && words[at - 1].is_capital()
        && !words[at - 1].breaks()
        && !words[at - 1].first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn person_counts_outside_speech_alone() {
        for (text, expected) in [
            ("I walked to the wall.", vec!["I"]),
            ("“I walked,” he said.", vec![]),
            ("We saw our boats, and you waved.", vec!["We", "our", "you"]),
            ("He owned the mine. King Henry I slept.", vec![]),
            ("I'm here.", vec!["I'm"]),
        ] {
            let passage = Passage::new(text);
            let found: Vec<_> =
                first_or_second(&passage).into_iter().map(|at| passage.words[at].text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
