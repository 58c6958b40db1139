use std::collections::HashSet;

use mythline_protocol::Rule;

use super::{Around, Source, Voice, rules};
use crate::text::{
    Passage, Pronoun, content_stems, counts, first_or_second, is_english, names, present_verbs, share,
    word_count,
};

/// How good a retelling of one fact is.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// For ranking: 2 at best; higher is better.
    pub value: f32,
    /// Why it must not be used at all.
    pub refused: Option<Rule>,
    /// The words it is refused for.
    pub because: String,
    /// Share of the fact's content words that it keeps.
    pub kept: f32,
    /// Share of its content words that the fact, or what stands around it, has.
    pub grounded: f32,
    /// Share of its words in runs of eight taken from the notes.
    pub copied: f32,
}

/// Taken off for each verb in the present.
const PRESENT: f32 = 0.25;
/// Taken off for each number of the fact that is gone.
const NUMBER_LOST: f32 = 0.3;
/// Taken off for speech where the fact has none.
const SPEECH: f32 = 0.2;
/// Taken off when every word is copied, and so much less for a share: of two faithful tries the fresher wins.
const COPIED: f32 = 0.2;

/// Scores a try at retelling one fact in a sentence or two.
#[must_use]
pub fn score_retelling(fact: &str, candidate: &str, around: &Around<'_>) -> Score {
    let (meant, said) = (Passage::new(fact), Passage::new(candidate));
    let (wanted, has, near) = (stems(fact), stems(candidate), stems(around.near));
    let kept = share(wanted.intersection(&has).count(), wanted.len());
    let grounded =
        share(has.iter().filter(|stem| wanted.contains(*stem) || near.contains(*stem)).count(), has.len());
    let copied = around.source.notes.shared(candidate).share();
    let refusal = refusal(&meant, &said, around);
    Score {
        value: kept + grounded - faults(&meant, &said, around) - COPIED * copied,
        because: refusal.as_ref().map(|(_, words)| words.clone()).unwrap_or_default(),
        refused: refusal.map(|(rule, _)| rule),
        kept,
        grounded,
        copied,
    }
}

fn stems(text: &str) -> HashSet<String> {
    content_stems(text).into_iter().collect()
}

/// What is taken off for things that are wrong without making the try useless.
#[expect(clippy::cast_precision_loss, reason = "a sentence or two have few words")]
fn faults(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> f32 {
    let present = if around.style.present { 0 } else { present_verbs(said).len() };
    let numbers: Vec<u64> = counts(&said.words).into_iter().map(|count| count.number).collect();
    let lost = counts(&meant.words).into_iter().filter(|count| !numbers.contains(&count.number)).count();
    let speaks = |passage: &Passage<'_>| passage.words.iter().any(|word| word.quoted);
    let invented = speaks(said) && !speaks(meant);
    PRESENT * present as f32 + NUMBER_LOST * lost as f32 + if invented { SPEECH } else { 0.0 }
}

/// Why a try must not be used, with the words.
fn refusal(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> Option<(Rule, String)> {
    let (source, text) = (around.source, said.text);
    let about = |rule: Rule| move |words: String| (rule, words);
    let any = rules::markup(text)
        .map(|at| text[at..].chars().take(20).collect())
        .map(about(Rule::Markup))
        .or_else(|| rules::about_itself(said, source).map(str::to_owned).map(about(Rule::AboutItself)))
        .or_else(|| rules::leak(text, source).map(str::to_owned).map(about(Rule::Leaked)))
        .or_else(|| wrong_length(meant, said).map(about(Rule::Length)))
        .or_else(|| repeated(text, around).map(about(Rule::Repetition)));
    if any.is_some() || !source.english || !is_english(meant.text) {
        return any;
    }
    rules::unknown_names(said, source)
        .into_iter()
        .next()
        .map(about(Rule::UnknownName))
        .or_else(|| wrong_person(said, around).map(about(Rule::Person)))
        .or_else(|| wrong_pronoun(meant, said, source).map(about(Rule::Pronoun)))
        .or_else(|| stranger(meant, said, around).map(about(Rule::Contradiction)))
        .or_else(|| {
            rules::contradicts(meant.text, said, source).map(|against| (Rule::Contradiction, against.quote))
        })
}

/// Too short to say anything, far longer than the fact, or not ended.
fn wrong_length(meant: &Passage<'_>, said: &Passage<'_>) -> Option<String> {
    let (asked, words) = (word_count(meant.text), word_count(said.text));
    let ends = said.text.trim_end().ends_with(['.', '!', '?', '"', '”', '’', '…', '。', '！', '？', '」']);
    (words < 2 || words > 2 * asked + 14 || !ends).then(|| said.text.trim().to_owned())
}

/// A sentence that says what it, or the story before it, has said.
fn repeated(text: &str, around: &Around<'_>) -> Option<String> {
    let again = crate::text::sentences(text)
        .into_iter()
        .map(|span| &text[span])
        .find(|sentence| around.told.has(sentence));
    rules::twice(text).or(again).map(str::to_owned)
}

fn wrong_person(said: &Passage<'_>, around: &Around<'_>) -> Option<String> {
    let at = first_or_second(said).into_iter().next().filter(|_| around.style.voice == Voice::Third)?;
    Some(said.words[at].text.to_owned())
}

/// `he` or `she` where neither the fact nor anybody in either text goes by it.
fn wrong_pronoun(meant: &Passage<'_>, said: &Passage<'_>, source: &Source) -> Option<String> {
    if let Some(wrong) = rules::wrong_pronoun(said, source) {
        return Some(said.words[wrong.at].text.to_owned());
    }
    let both = || meant.words.iter().chain(&said.words);
    said.narrated().find_map(|word| {
        let pronoun = Pronoun::of(&word.low).filter(|pronoun| *pronoun != Pronoun::They)?;
        let in_fact = meant.words.iter().any(|word| Pronoun::of(&word.low) == Some(pronoun));
        let unnamed = both().any(|word| rules::is_somebody(word, pronoun));
        let goes_by = |word: &&crate::text::Word<'_>| {
            source.people().any(|person| {
                rules::is_name_word(word.text, person) && person.pronoun.is_none_or(|p| p == pronoun)
            })
        };
        let named = both().any(|word| goes_by(&word));
        let somebody = both()
            .any(|word| source.people().any(|person| rules::is_name_word(word.text, person)))
            || meant.words.iter().any(|word| Pronoun::of(&word.low).is_some());
        (somebody && !in_fact && !unnamed && !named).then(|| word.text.to_owned())
    })
}

/// A name or a number that neither the fact nor what stands around it has.
fn stranger(meant: &Passage<'_>, said: &Passage<'_>, around: &Around<'_>) -> Option<String> {
    let near = Passage::new(around.near);
    let known: HashSet<&str> = meant.words.iter().chain(&near.words).map(crate::text::Word::folded).collect();
    let name = names(said, &around.source.names)
        .into_iter()
        .find(|name| !said.words[name.words.clone()].iter().any(|word| known.contains(word.folded())));
    let numbers: Vec<u64> =
        counts(&meant.words).into_iter().chain(counts(&near.words)).map(|count| count.number).collect();
    let number =
        || counts(&said.words).into_iter().find(|count| count.number > 1 && !numbers.contains(&count.number));
    name.map(|name| name.text).or_else(|| number().map(|count| said.quote(count.at, count.to).to_owned()))
}
