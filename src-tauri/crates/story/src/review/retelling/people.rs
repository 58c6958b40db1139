use std::collections::HashSet;

use crate::{
    review::{Around, Character, Source, rules},
    text::{Passage, Pronoun, Word, counts, is_title, names},
};

/// A name that nobody has: unknown, written otherwise, or put together from two people's.
pub(super) fn unknown(said: &Passage<'_>, source: &Source) -> Option<String> {
    let mixed = || {
        names(said, &source.names).into_iter().find(|name| {
            let words: Vec<&Word<'_>> =
                said.words[name.words.clone()].iter().filter(|word| !is_title(word.folded())).collect();
            let whose = |word: &Word<'_>| {
                source
                    .people()
                    .filter(|person| rules::is_name_word(word.text, person))
                    .map(|person| person.name.clone())
                    .collect::<HashSet<_>>()
            };
            let owners: Vec<HashSet<String>> = words.iter().map(|word| whose(word)).collect();
            owners.len() > 1
                && owners
                    .windows(2)
                    .any(|pair| !pair[0].is_empty() && !pair[1].is_empty() && pair[0].is_disjoint(&pair[1]))
        })
    };
    let recast = || said.words.iter().find(|word| !word.first && source.names.is_recast(word.text));
    rules::unknown_names(said, source)
        .into_iter()
        .next()
        .or_else(|| mixed().map(|name| name.text))
        .or_else(|| recast().map(|word| word.text.to_owned()))
}

/// `he` or `she` where neither the fact nor anybody in either text goes by it.
pub(super) fn wrong_pronoun(meant: &Passage<'_>, said: &Passage<'_>, source: &Source) -> Option<String> {
    let in_fact = |pronoun: Pronoun| meant.words.iter().any(|word| gendered(word) == Some(pronoun));
    if let Some(wrong) = rules::wrong_pronoun(said, source) {
        let word = &said.words[wrong.at];
        if !gendered(word).is_some_and(in_fact) {
            return Some(word.text.to_owned());
        }
    }
    let both = || meant.words.iter().chain(&said.words);
    let anybody = both().any(|word| who(word, source).is_some())
        || meant.words.iter().any(|word| gendered(word).is_some());
    said.narrated().find_map(|word| {
        let pronoun = gendered(word)?;
        let unnamed = [meant, said].iter().any(|passage| has_somebody(passage, pronoun));
        let named = both()
            .any(|word| who(word, source).is_some_and(|person| person.pronoun.is_none_or(|p| p == pronoun)));
        (anybody && !in_fact(pronoun) && !unnamed && !named).then(|| word.text.to_owned())
    })
}

/// A name or a number that neither the fact nor what stands around it has.
pub(super) fn stranger(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> Option<String> {
    let near = Passage::new(around.near);
    let known: HashSet<&str> = meant.words.iter().chain(&near.words).map(Word::folded).collect();
    let name = names(said, &around.source.names)
        .into_iter()
        .find(|name| !said.words[name.words.clone()].iter().any(|word| known.contains(word.folded())));
    let numbers: Vec<u64> =
        counts(&meant.words).into_iter().chain(counts(&near.words)).map(|count| count.number).collect();
    let number =
        || counts(&said.words).into_iter().find(|count| count.number > 1 && !numbers.contains(&count.number));
    name.map(|name| name.text).or_else(|| number().map(|count| said.quote(count.at, count.to).to_owned()))
}

/// Somebody in the fact for whom nothing stands in the try: neither a name nor a pronoun. One `she`
/// alone may go (`The pound was hung up`); of two people neither may.
pub(super) fn lost(meant: &Passage<'_>, said: &Passage<'_>, source: &Source) -> Option<String> {
    let stands_for = |pronoun: Option<Pronoun>| {
        said.words.iter().any(|word| {
            let same =
                Pronoun::of(&word.low).is_some_and(|other| pronoun.is_none_or(|pronoun| pronoun == other));
            same || who(word, source).is_some_and(|person| pronoun.is_some() && person.pronoun == pronoun)
        }) || pronoun.is_some_and(|pronoun| has_somebody(said, pronoun))
    };
    let named = |person: &Character| said.words.iter().any(|word| rules::is_name_word(word.text, person));
    let person = source.people().find(|person| {
        let in_fact = meant.words.iter().any(|word| rules::is_name_word(word.text, person));
        in_fact && !named(person) && !stands_for(person.pronoun)
    });
    let pronoun =
        || meant.words.iter().find(|word| gendered(word).is_some_and(|pronoun| !stands_for(Some(pronoun))));
    let people: HashSet<Pronoun> =
        meant.words.iter().filter_map(|word| gendered(word).or_else(|| who(word, source)?.pronoun)).collect();
    let pronoun = || pronoun().filter(|_| people.len() > 1);
    person.map(|person| person.name.clone()).or_else(|| pronoun().map(|word| word.text.to_owned()))
}

/// Whether a text speaks of somebody, without a name, who may go by the pronoun.
fn has_somebody(passage: &Passage<'_>, pronoun: Pronoun) -> bool {
    (0..passage.words.len()).any(|at| rules::is_somebody(&passage.words, at, pronoun))
}

/// `he` and `she` in every form; `they` may be many.
pub(super) fn gendered(word: &Word<'_>) -> Option<Pronoun> {
    Pronoun::of(&word.low).filter(|pronoun| *pronoun != Pronoun::They)
}

/// Who is named by a word.
pub(super) fn who<'s>(word: &Word<'_>, source: &'s Source) -> Option<&'s Character> {
    source.people().find(|person| rules::is_name_word(word.text, person))
}
