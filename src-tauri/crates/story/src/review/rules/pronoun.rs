use mythline_protocol::{Finding, Rule};

use crate::{
    review::{
        Character, Source,
        look::{Look, finding},
        rules::player::is_name_word,
    },
    text::{Passage, Pronoun, Sentence, Word},
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

/// The first pronoun that contradicts the notes: one person alone is named in its sentence, or in the
/// one before a sentence that begins with it, and nobody about goes by that pronoun. An object is
/// somebody else by grammar (`Nell gave him a plum`), so only who acts is looked at.
pub(crate) fn wrong_pronoun<'a>(passage: &Passage<'_>, source: &'a Source) -> Option<WrongPronoun<'a>> {
    let named: Vec<Vec<&Character>> =
        passage.sentences.iter().map(|sentence| people(passage.words_of(sentence), source)).collect();
    passage.sentences.iter().enumerate().find_map(|(n, sentence)| {
        let (person, from) =
            match (named[n].as_slice(), n.checked_sub(1).map(|before| named[before].as_slice())) {
                ([person], _) => (*person, first_named(passage, sentence, person)?),
                ([], Some([person])) if begins_with_pronoun(passage, sentence) => {
                    first_named(passage, &passage.sentences[n - 1], person)?;
                    (*person, sentence.words.start)
                }
                _ => return None,
            };
        let expected = person.pronoun?;
        let at = (from..sentence.words.end)
            .find(|&at| acts_as_another(&passage.words[at], expected, at == sentence.words.start))?;
        let pronoun = Pronoun::of(&passage.words[at].low)?;
        let may_be =
            |other: &&Character| other.name != person.name && other.pronoun.is_none_or(|p| p == pronoun);
        let other = named[n.saturating_sub(2)..=n].iter().flatten().any(may_be);
        let before = passage.sentences[n.saturating_sub(2)].words.start..sentence.words.end;
        let unnamed = passage.words[before.clone()].iter().any(|word| is_somebody(word, pronoun));
        let spoken_of =
            passage.words[before.start..at].iter().any(|word| Pronoun::of(&word.low) == Some(pronoun));
        (!other && !unnamed && !spoken_of).then_some(WrongPronoun { person, at })
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

/// Where the person is named first, and not as the owner of something.
fn first_named(passage: &Passage<'_>, sentence: &Sentence<'_>, person: &Character) -> Option<usize> {
    sentence
        .words
        .clone()
        .find(|&at| is_name_word(passage.words[at].text, person) && !passage.words[at].is_possessive())
}

fn begins_with_pronoun(passage: &Passage<'_>, sentence: &Sentence<'_>) -> bool {
    passage
        .words_of(sentence)
        .first()
        .is_some_and(|word| !word.quoted && matches!(word.low.as_str(), "he" | "she" | "his" | "her"))
}

/// Whether a word names somebody, without a name, who may go by the pronoun.
pub(crate) fn is_somebody(word: &Word<'_>, pronoun: Pronoun) -> bool {
    let low = word.folded();
    match pronoun {
        Pronoun::She => WOMEN.contains(&low) || VESSELS.contains(&low) || EITHER.contains(&low),
        Pronoun::He => MEN.contains(&low) || EITHER.contains(&low),
        Pronoun::They => false,
    }
}
