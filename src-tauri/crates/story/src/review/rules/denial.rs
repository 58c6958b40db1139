use std::collections::HashSet;

use super::contradiction::Against;
use crate::text::{Passage, content_stems, negations, stem};

/// Words that deny without a `not`.
const QUIET: &[&str] = &[
    "refuse", "fail", "lack", "unable", "hardly", "barely", "scarcely", "forbid", "prevent", "stop", "avoid",
    "deny", "decline", "without", "empty", "forget", "neglect", "miss", "lose", "dislike", "distrust",
    "except", "only", "until", "rarely", "seldom",
];

/// A denial that the fact has and the sentence has not, or the other way round.
pub(super) fn differs(fact: &Passage<'_>, sentence: &Passage<'_>) -> Option<Against> {
    let (meant, said) = (negations(fact), negations(sentence));
    let quote = sentence.text.to_owned();
    let against = |message: String| Some(Against { message, quote: quote.clone() });
    if let Some(lost) = meant.iter().find_map(|negation| negation.denies.first()) {
        let has = content_stems(sentence.text).contains(lost);
        if has && said.is_empty() && !is_quiet_but(sentence, Some(lost)) {
            return against(format!("The notes deny this: \"{}\"", fact.text.trim()));
        }
        return None;
    }
    if meant.is_empty() && !is_quiet(fact) {
        let has: HashSet<String> = content_stems(fact.text).into_iter().collect();
        if said.iter().filter_map(|negation| negation.denies.first()).any(|nearest| has.contains(nearest)) {
            return against(format!("The notes do not deny this: \"{}\"", fact.text.trim()));
        }
    }
    None
}

/// Whether one text denies what the other does not, or denies nothing where the fact does.
pub(crate) fn denies_otherwise(fact: &Passage<'_>, text: &Passage<'_>) -> bool {
    let silent = !negations(fact).is_empty() && negations(text).is_empty() && !is_quiet(text);
    silent || differs(fact, text).is_some()
}

fn is_quiet(passage: &Passage<'_>) -> bool {
    is_quiet_but(passage, None)
}

/// Whether something denies, other than the very word that the fact denies: `It stopped` does not deny that it
/// stops.
fn is_quiet_but(passage: &Passage<'_>, denied: Option<&String>) -> bool {
    passage.words.iter().any(|word| {
        let stem = stem(word.text);
        let quiet = QUIET.iter().any(|quiet| crate::text::stem(quiet) == stem)
            || (word.low.starts_with("un") && word.low.len() > 6);
        quiet && denied != Some(&stem)
    })
}
