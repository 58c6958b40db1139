use std::sync::LazyLock;

use super::{
    Form,
    lexicon::{WordList, verb, word_list},
    numbers::number_of,
    passage::Word,
};

static ADJECTIVES: WordList = LazyLock::new(|| word_list(include_str!("data/adjectives.txt")));
static ADVERBS: WordList = LazyLock::new(|| word_list(include_str!("data/adverbs.txt")));
static SUBORDINATORS: WordList = LazyLock::new(|| word_list(include_str!("data/subordinators.txt")));
static PREPOSITIONS: WordList = LazyLock::new(|| word_list(include_str!("data/prepositions.txt")));

/// What part a word can play beside a verb. A word that can play two is given the one that matters
/// for finding verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// the, his, Teague's, four
    Determiner,
    /// he, nobody
    OneWhoActs,
    /// they, we
    ManyWhoAct,
    /// him, them
    Object,
    /// who, which
    Relative,
    /// and, but
    Joins,
    /// because, when
    BeginsClause,
    /// of, into
    Preposition,
    /// never, slowly, away
    Adverb,
    /// old
    Adjective,
    /// A capitalised word that begins no sentence.
    Name,
    /// Anything else.
    Other,
}

pub(super) fn part(word: &Word<'_>) -> Part {
    let low = word.low.as_str();
    match low {
        "a" | "an" | "the" | "this" | "these" | "those" | "no" | "every" | "each" | "some" | "any"
        | "most" | "much" | "enough" | "half" | "another" | "either" | "neither" | "all" | "both" | "my"
        | "your" | "his" | "her" | "its" | "our" | "their" | "whose" => Part::Determiner,
        "he" | "she" | "it" | "nobody" | "everyone" | "everybody" | "someone" | "somebody" | "anyone"
        | "anybody" | "something" | "nothing" | "everything" | "anything" | "none" => Part::OneWhoActs,
        "they" | "we" | "you" | "i" => Part::ManyWhoAct,
        "him" | "them" | "me" | "us" | "himself" | "herself" | "itself" | "themselves" => Part::Object,
        "who" | "which" | "that" => Part::Relative,
        "and" | "or" | "but" | "nor" | "yet" | "then" => Part::Joins,
        // A number with a capital names somebody or something: `Dorcas Twelve`, `Platform Nine`.
        _ if word.is_capital() && !word.first && number_of(low).is_some() => Part::Name,
        _ if word.is_possessive() || number_of(low).is_some() => Part::Determiner,
        _ if SUBORDINATORS.contains(low) => Part::BeginsClause,
        _ if ADVERBS.contains(low) || is_ly(low) => Part::Adverb,
        _ if PREPOSITIONS.contains(low) => Part::Preposition,
        _ if ADJECTIVES.contains(low) => Part::Adjective,
        _ if word.is_capital() && !word.first => Part::Name,
        _ => Part::Other,
    }
}

fn is_ly(low: &str) -> bool {
    low.len() > 4
        && low.ends_with("ly")
        && verb(low).next().is_none()
        && !matches!(low, "family" | "belly" | "lily" | "jelly" | "bully")
}

/// Whether a noun looks like more than one.
pub(super) fn is_plural(word: &Word<'_>) -> bool {
    let low = word.folded();
    matches!(
        low,
        "people"
            | "men"
            | "women"
            | "children"
            | "sheep"
            | "geese"
            | "mice"
            | "feet"
            | "teeth"
            | "folk"
            | "cattle"
            | "police"
    ) || (low.len() > 3 && low.ends_with('s') && !["ss", "us", "is"].iter().any(|end| low.ends_with(end)))
}

/// Whether a word can be the past of a verb and nothing of its present.
pub(super) fn is_past(low: &str) -> bool {
    matches!(
        low,
        "was"
            | "were"
            | "had"
            | "did"
            | "would"
            | "could"
            | "should"
            | "might"
            | "wasn't"
            | "weren't"
            | "hadn't"
            | "didn't"
            | "wouldn't"
            | "couldn't"
            | "shouldn't"
    ) || verb(low).any(|(form, _)| form == Form::Past) && !verb(low).any(|(form, _)| form == Form::Third)
}
