use super::{contradiction::Against, player::is_name_word};
use crate::{
    review::Source,
    text::{Form, Passage, Pronoun, Word, is_stop_word, names, stem, verb},
};

/// Somebody who does something to somebody.
struct Deed {
    who: Somebody,
    /// The verb's stem.
    does: String,
    whom: Somebody,
}

/// Who it is, as far as a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Somebody {
    /// The last word of the name, folded, with the pronoun where it is known.
    Named(String, Option<Pronoun>),
    /// `he` or `she`.
    Meant(Pronoun),
}

impl Somebody {
    /// Whether two may be the same.
    fn may_be(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Named(one, _), Self::Named(other, _)) => one == other,
            (Self::Meant(one), Self::Meant(other)) => one == other,
            (Self::Named(_, known), Self::Meant(meant)) | (Self::Meant(meant), Self::Named(_, known)) => {
                known == &Some(*meant)
            }
        }
    }
}

/// A deed whose two people have changed places, or a thing that has changed its owner.
pub(super) fn differ(fact: &Passage<'_>, sentence: &Passage<'_>, source: &Source) -> Option<Against> {
    let quote = sentence.text.to_owned();
    let (meant, said) = (deeds(fact, source), deeds(sentence, source));
    let turned = said.iter().find(|deed| {
        let of = |who: &Somebody, whom: &Somebody| {
            meant.iter().any(|fact| fact.does == deed.does && fact.who.may_be(who) && fact.whom.may_be(whom))
        };
        of(&deed.whom, &deed.who) && !of(&deed.who, &deed.whom)
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

/// Whom a text speaks of, in order: where each begins and ends.
fn people(passage: &Passage<'_>, source: &Source) -> Vec<(usize, usize, Somebody)> {
    let pronoun = |word: &Word<'_>| source.people().find(|person| is_name_word(word.text, person))?.pronoun;
    let named = names(passage, &source.names).into_iter().filter(|name| !name.owns).map(|name| {
        let last = &passage.words[name.words.end - 1];
        (name.words.start, name.words.end, Somebody::Named(last.folded().to_owned(), pronoun(last)))
    });
    let meant = (0..passage.words.len())
        .filter_map(|at| meant(&passage.words, at).map(|who| (at, at + 1, Somebody::Meant(who))));
    let mut people: Vec<_> = named.chain(meant).collect();
    people.sort_by_key(|(start, ..)| *start);
    people
}

/// Whom `he`, `him`, `she` and `her` mean; not `her` before a thing of hers.
fn meant(words: &[Word<'_>], at: usize) -> Option<Pronoun> {
    let owns = || {
        let next = words.get(at + 1).filter(|_| !words[at].breaks());
        next.is_some_and(|next| !is_stop_word(next.folded()))
    };
    match words[at].low.as_str() {
        "he" | "him" => Some(Pronoun::He),
        "she" => Some(Pronoun::She),
        "her" if !owns() => Some(Pronoun::She),
        _ => None,
    }
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
