use std::collections::{HashMap, HashSet};

use crate::{
    review::{Around, rules},
    text::{Form, Passage, Word, content_stems, is_stop_word, sentences, stem, verb, word_count},
};

/// Words that no sentence ends with.
const OPEN_ENDS: &[&str] = &[
    "of", "the", "a", "an", "and", "or", "but", "his", "their", "its", "into", "at", "than", "as", "until",
    "because", "if",
];

/// Verbs that are in no list of verbs.
const HELPING: &[&str] = &[
    "is", "are", "am", "was", "were", "be", "been", "can", "could", "will", "would", "may", "might", "must",
    "shall", "should", "cannot",
];

/// Too short to say anything, far longer than the fact, not ended, or with a sentence without a verb.
pub(super) fn wrong_length(meant: &Passage<'_>, said: &Passage<'_>) -> Option<String> {
    let (asked, words) = (word_count(meant.text), word_count(said.text));
    let marked = said.text.trim_end().ends_with(['.', '!', '?', '"', '”', '’', '…', '。', '！', '？', '」']);
    let cut = said
        .sentences
        .iter()
        .filter_map(|sentence| said.words_of(sentence).last())
        .any(|word| OPEN_ENDS.contains(&word.low.as_str()));
    let broken = said.sentences.len() > 1
        && said.sentences.iter().any(|sentence| is_fragment(said.words_of(sentence)));
    (words < 2 || words > 2 * asked + 14 || !marked || cut || broken).then(|| said.text.trim().to_owned())
}

/// Whether a sentence has nothing that could be its verb: `One field, three children.`
fn is_fragment(words: &[Word<'_>]) -> bool {
    let acts = |word: &Word<'_>| {
        let form = verb(&word.low).any(|(form, verb)| {
            matches!(form, Form::Past | Form::Third) || (form == Form::Base && !verb.noun_too)
        });
        word.quoted
            || form
            || word.low.ends_with("ed")
            || word.low.contains('\'')
            || HELPING.contains(&word.low.as_str())
    };
    !words.iter().any(acts)
}

/// Words that say what the try, or the story before it, has said: a sentence that adds nothing, or
/// things named more often than the fact names them.
pub(super) fn repeated(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> Option<String> {
    let twice = || rules::twice(said.text).map(str::to_owned);
    let told = || {
        sentences(said.text)
            .into_iter()
            .map(|span| &said.text[span])
            .find(|sentence| around.told.has(sentence))
            .map(str::to_owned)
    };
    padding(said).or_else(twice).or_else(told).or_else(|| again(meant, said, around))
}

/// A sentence after the first without one word of content that is new.
fn padding(said: &Passage<'_>) -> Option<String> {
    let mut before: HashSet<String> = HashSet::new();
    for (at, sentence) in said.sentences.iter().enumerate() {
        let stems = content_stems(sentence.text);
        if at > 0 && stems.iter().all(|stem| before.contains(stem)) {
            return Some(sentence.text.to_owned());
        }
        before.extend(stems);
    }
    None
}

/// Two words of content, people's names apart, that come again where the fact has them once.
fn again(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> Option<String> {
    let mut left: HashMap<String, usize> = HashMap::new();
    for stem in things(meant, around) {
        *left.entry(stem).or_default() += 1;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut more = HashSet::new();
    for stem in things(said, around) {
        let times = seen.entry(stem.clone()).or_default();
        *times += 1;
        if *times > left.get(&stem).copied().unwrap_or(0).max(1) {
            more.insert(stem);
        }
    }
    (more.len() > 1).then(|| said.text.trim().to_owned())
}

/// The stems of the words of content that are no names.
fn things<'p>(passage: &'p Passage<'_>, around: &'p Around<'_>) -> impl Iterator<Item = String> + 'p {
    let is_name = |word: &Word<'_>| word.is_capital() && around.source.names.is_part(word.folded());
    passage
        .words
        .iter()
        .filter(move |word| !is_stop_word(word.folded()) && !is_name(word))
        .map(|word| stem(word.text))
}

/// A thing out of the worked examples that nothing here has.
pub(super) fn leaked_word(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> Option<String> {
    let near: HashSet<String> =
        content_stems(around.near).into_iter().chain(content_stems(meant.text)).collect();
    said.words
        .iter()
        .filter(|word| !is_stop_word(word.folded()) && around.source.example_words.contains(&stem(word.text)))
        .filter(|word| !verb(word.folded()).any(|(form, _)| form != Form::Ing))
        .find(|word| !near.contains(&stem(word.text)) && !around.source.names.has_word(word.text))
        .map(|word| word.text.to_owned())
}
