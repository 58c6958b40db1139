use super::contradiction::Against;
use crate::{
    review::Source,
    text::{Form, Passage, Word, names, stem, verb},
};

/// Somebody who does something to somebody, or to whom something belongs.
#[derive(PartialEq, Eq)]
struct Deed {
    /// The last word of the name, folded.
    who: String,
    /// The verb's stem.
    does: String,
    whom: String,
}

/// A deed whose two people have changed places, or a thing that has changed its owner.
pub(super) fn differ(fact: &Passage<'_>, sentence: &Passage<'_>, source: &Source) -> Option<Against> {
    let quote = sentence.text.to_owned();
    let (meant, said) = (deeds(fact, source), deeds(sentence, source));
    let turned = said.iter().find(|deed| {
        let back =
            |other: &&Deed| other.who == deed.whom && other.whom == deed.who && other.does == deed.does;
        meant.iter().any(|other| back(&other)) && !meant.contains(deed)
    });
    if turned.is_some() {
        return Some(Against {
            message: format!("The notes have it the other way round: \"{}\"", fact.text.trim()),
            quote,
        });
    }
    let (own, owned) = (belongings(fact, source), belongings(sentence, source));
    let (who, thing) = owned.iter().find(|(who, thing)| {
        own.iter().any(|(other, same)| same == thing && other != who)
            && !own.contains(&(who.clone(), thing.clone()))
    })?;
    let message = format!(
        "What belongs to {} here (\"{thing}\") is somebody else's in the notes: \"{}\"",
        capital(who),
        fact.text.trim()
    );
    Some(Against { message, quote })
}

fn capital(folded: &str) -> String {
    let mut letters = folded.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The names of a sentence: where each begins and ends, and its last word, folded.
fn people(passage: &Passage<'_>, source: &Source) -> Vec<(usize, usize, String)> {
    names(passage, &source.names)
        .into_iter()
        .filter(|name| !name.owns)
        .map(|name| (name.words.start, name.words.end, passage.words[name.words.end - 1].folded().to_owned()))
        .collect()
}

fn deeds(passage: &Passage<'_>, source: &Source) -> Vec<Deed> {
    let people = people(passage, source);
    let mut deeds = Vec::new();
    for (at, word) in passage.words.iter().enumerate().filter(|(_, word)| !word.quoted) {
        let acts = verb(&word.low).any(|(form, _)| form != Form::Ing);
        let (Some(who), Some(whom)) = (
            people.iter().rev().find(|(_, end, _)| *end <= at),
            people.iter().find(|(start, ..)| *start > at),
        ) else {
            continue;
        };
        // Only the nearest verb to both of them: nobody else acts between.
        if !acts
            || passage.words[who.1..whom.0].iter().filter(|word| is_deed(word)).count() > 1
            || !is_deed(word)
        {
            continue;
        }
        let passive = passage.words[at..whom.0].iter().any(|word| word.low == "by")
            && passage.words[who.1..at].iter().any(|word| is_be(&word.low));
        let (who, whom) = if passive { (&whom.2, &who.2) } else { (&who.2, &whom.2) };
        deeds.push(Deed { who: who.clone(), does: stem(word.text), whom: whom.clone() });
    }
    deeds
}

fn is_deed(word: &Word<'_>) -> bool {
    verb(&word.low).any(|(form, _)| form != Form::Ing)
        && !matches!(word.low.as_str(), "had" | "has" | "have" | "did" | "does" | "do")
}

fn is_be(low: &str) -> bool {
    matches!(low, "was" | "were" | "is" | "are" | "been" | "be" | "being")
}

/// Whose is what: `Edrin Voss's daughter`.
fn belongings(passage: &Passage<'_>, source: &Source) -> Vec<(String, String)> {
    names(passage, &source.names)
        .into_iter()
        .filter(|name| name.owns)
        .filter_map(|name| {
            let thing = passage.words.get(name.words.end).filter(|word| !word.is_capital())?;
            Some((passage.words[name.words.end - 1].folded().to_owned(), stem(thing.text)))
        })
        .collect()
}
