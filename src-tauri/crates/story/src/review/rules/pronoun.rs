use std::ops::Range;

use mythline_protocol::{Finding, Rule};

use crate::{
    notes::is_occupation,
    review::{
        Character, Source,
        look::{Look, finding},
        rules::player::is_name_word,
    },
    text::{Passage, Pronoun, Word},
};

/// A pronoun that can only mean somebody whom the notes call otherwise.
pub(crate) struct WrongPronoun<'a> {
    pub(crate) person: &'a Character,
    /// Its place among the words.
    pub(crate) at: usize,
}

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    if !look.narration() {
        return Vec::new();
    }
    // Somebody of whom the notes say neither goes by `they`; a fact's own word is no mistake then.
    let in_facts = |at: usize| {
        let pronoun = Pronoun::of(&look.passage.words[at].low);
        look.brief
            .facts
            .iter()
            .any(|fact| Passage::new(&fact.text).words.iter().any(|word| Pronoun::of(&word.low) == pronoun))
    };
    wrong_pronoun(&look.passage, look.source)
        .filter(|wrong| wrong.person.pronoun != Some(Pronoun::They) || !in_facts(wrong.at))
        .map(|wrong| {
            let quote = look.words_from(wrong.at, 5);
            let named = wrong.person.pronoun.map_or("", Pronoun::subject);
            finding(
                Rule::Pronoun,
                quote,
                format!("{} is \"{named}\" in the notes; here: \"{quote}\".", wrong.person.name),
            )
        })
        .into_iter()
        .collect()
}

const WOMEN: &[&str] = &[
    "woman",
    "girl",
    "mother",
    "sister",
    "daughter",
    "wife",
    "aunt",
    "queen",
    "lady",
    "widow",
    "niece",
    "grandmother",
    "mistress",
    "princess",
    "granny",
    "bride",
    "nun",
    "witch",
    "maid",
    "women",
    "girls",
    "sisters",
    "daughters",
];
const MEN: &[&str] = &[
    "man",
    "boy",
    "father",
    "brother",
    "son",
    "husband",
    "uncle",
    "king",
    "lord",
    "nephew",
    "grandfather",
    "prince",
    "groom",
    "monk",
    "men",
    "boys",
    "sons",
    "brothers",
    "lad",
];
/// What is called `she` without being a woman.
const VESSELS: &[&str] =
    &["ship", "boat", "ferry", "vessel", "schooner", "trawler", "moon", "sea", "cow", "mare", "hen"];
/// Who or what may go by either.
const EITHER: &[&str] = &[
    "cat",
    "dog",
    "horse",
    "bird",
    "fox",
    "bear",
    "wolf",
    "stranger",
    "child",
    "visitor",
    "captain",
    "doctor",
    "neighbour",
    "neighbor",
    "baby",
    "driver",
    "keeper",
    "teacher",
    "patient",
    "guest",
];

/// The first pronoun that contradicts the notes: somebody who goes by another is named before it, in its
/// sentence or the one before, and nobody about goes by that pronoun. An object is somebody else by grammar
/// (`Nell gave him a plum`), so only who acts is looked at.
pub(crate) fn wrong_pronoun<'a>(passage: &Passage<'_>, source: &'a Source) -> Option<WrongPronoun<'a>> {
    let named: Vec<Vec<&Character>> =
        passage.sentences.iter().map(|sentence| people(passage.words_of(sentence), source)).collect();
    passage.sentences.iter().enumerate().find_map(|(n, sentence)| {
        let near = n.saturating_sub(1);
        sentence.words.clone().find_map(|at| {
            let person = last_named(passage, &named[near..=n], passage.sentences[near].words.start..at)?;
            let begins = at == sentence.words.start;
            let pronoun = Pronoun::of(&passage.words[at].low)?;
            let may_be = |other: &&Character| other.pronoun.is_none_or(|known| known == pronoun);
            let from = passage.sentences[n.saturating_sub(2)].words.start;
            let somebody = named[n.saturating_sub(2)..=n].iter().flatten().any(may_be)
                || (from..sentence.words.end).any(|word| is_somebody(&passage.words, word, pronoun))
                || passage.words[from..at].iter().any(|word| Pronoun::of(&word.low) == Some(pronoun));
            let wrong = acts_as_another(&passage.words[at], person.pronoun?, begins) && !somebody;
            wrong.then_some(WrongPronoun { person, at })
        })
    })
}

/// Whether a narrated word is `he` or `she` and not the pronoun expected; at a sentence's beginning
/// `his` and `her` too.
fn acts_as_another(word: &Word<'_>, expected: Pronoun, begins: bool) -> bool {
    let acts = matches!(word.low.as_str(), "he" | "she" | "himself" | "herself")
        || (begins && matches!(word.low.as_str(), "his" | "her"));
    !word.quoted && acts && Pronoun::of(&word.low) != Some(expected)
}

fn people<'a>(words: &[Word<'_>], source: &'a Source) -> Vec<&'a Character> {
    source.people().filter(|person| words.iter().any(|word| is_name_word(word.text, person))).collect()
}

/// Who is named last among these words, and not as the owner of something.
fn last_named<'a>(
    passage: &Passage<'_>,
    named: &[Vec<&'a Character>],
    words: Range<usize>,
) -> Option<&'a Character> {
    let by = |word: &Word<'_>| {
        named
            .iter()
            .flatten()
            .find(|person| is_name_word(word.text, person))
            .filter(|_| !word.is_possessive())
    };
    passage.words[words].iter().rev().find_map(by).copied()
}

/// Whether a word names somebody, without a name, who may go by the pronoun: `boy`, `the driver`.
pub(crate) fn is_somebody(words: &[Word<'_>], at: usize, pronoun: Pronoun) -> bool {
    let low = words[at].folded();
    let before = at.checked_sub(1).map_or("", |before| words[before].low.as_str());
    let any = || EITHER.contains(&low) || (is_article(before) && is_occupation(low));
    match pronoun {
        Pronoun::She => WOMEN.contains(&low) || VESSELS.contains(&low) || any(),
        Pronoun::He => MEN.contains(&low) || any(),
        Pronoun::They => false,
    }
}

fn is_article(low: &str) -> bool {
    matches!(low, "the" | "a" | "an" | "his" | "her" | "their" | "another" | "old" | "young")
}
