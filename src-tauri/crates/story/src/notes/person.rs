use crate::text::{Form, Pronoun, fold, is_stop_word, verb, words};

/// Somebody in the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The longest form of the name.
    pub name: String,
    /// Every form under which the notes speak of them, the longest first.
    pub names: Vec<String>,
    /// What they are, as the notes say it: `the miller`.
    pub role: Option<String>,
    /// By the pronouns near the name and the nouns that stand for them.
    pub pronoun: Option<Pronoun>,
    /// How often the events speak of them by name.
    pub mentions: u32,
    /// How many sentences of the events begin with them.
    pub leads: u32,
    /// The one word by which the events call them most.
    pub called: String,
}

impl Person {
    /// The name used where the full one would be stiff: the one that the notes use.
    #[must_use]
    pub fn short(&self) -> &str {
        if self.called.is_empty() { &self.name } else { &self.called }
    }

    /// The nouns that stand for what they are: `widow` of "a widow with an orchard".
    pub(crate) fn role_nouns(&self) -> impl Iterator<Item = String> {
        let role = self.role.as_deref().unwrap_or("");
        let first = role.split_whitespace().next().map(fold).unwrap_or_default();
        let acts = looks_like_verb(&first) && !matches!(first.as_str(), "is" | "was");
        let words: Vec<String> = words(if acts { "" } else { role }).map(|(_, word)| fold(word)).collect();
        let mut nouns = Vec::new();
        for (at, _) in
            words.iter().enumerate().filter(|(_, word)| matches!(word.as_str(), "a" | "an" | "the"))
        {
            nouns.extend(
                words[at + 1..].iter().take_while(|word| !is_stop_word(word)).take(3).last().cloned(),
            );
        }
        nouns.into_iter()
    }

    /// Where a text first speaks of them by name.
    #[must_use]
    pub fn first_in(&self, text: &str) -> Option<usize> {
        self.names.iter().filter_map(|name| find_word(text, name)).min()
    }
}

/// Where a name stands in a text as whole words.
pub(crate) fn find_word(text: &str, name: &str) -> Option<usize> {
    let begins = name.starts_with("the ") && text.starts_with("The ") && text[4..].starts_with(&name[4..]);
    let capital = begins.then_some(0);
    capital.into_iter().chain(text.match_indices(name).map(|(at, _)| at)).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether a word may be what somebody does.
pub(super) fn looks_like_verb(folded: &str) -> bool {
    verb(folded).any(|(form, _)| !matches!(form, Form::Ing))
        || matches!(
            folded,
            "is" | "was" | "has" | "had" | "does" | "did" | "will" | "would" | "can" | "could" | "and"
        )
}
