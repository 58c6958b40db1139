use std::collections::HashSet;

use mythline_protocol::Rule;

use super::{Around, Voice, rules};
use crate::text::{Passage, content_stems, first_or_second, present_verbs, share, word_count};

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

/// Scores a try at retelling one fact in a sentence or two.
#[must_use]
pub fn score_retelling(fact: &str, candidate: &str, around: &Around<'_>) -> Score {
    let passage = Passage::new(candidate);
    let (has, wanted) = (stems(candidate), stems(fact));
    let near = stems(around.near);
    let kept = share(wanted.intersection(&has).count(), wanted.len());
    let grounded =
        share(has.iter().filter(|stem| wanted.contains(*stem) || near.contains(*stem)).count(), has.len());
    let copied = around.source.notes.shared(candidate).share();
    let refusal = refusal(fact, candidate, &passage, around);
    let present = if around.style.present { 0 } else { present_verbs(&passage).len() };
    let penalty = 0.25 * present as f32 + 0.2 * copied;
    Score {
        value: kept + grounded - penalty,
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

fn refusal(
    fact: &str,
    candidate: &str,
    passage: &Passage<'_>,
    around: &Around<'_>,
) -> Option<(Rule, String)> {
    let source = around.source;
    if word_count(candidate) < 3 {
        return Some((Rule::Length, candidate.to_owned()));
    }
    if let Some(at) = rules::markup(candidate) {
        return Some((Rule::Markup, candidate[at..].chars().take(20).collect()));
    }
    if let Some(words) = rules::about_itself(candidate, &|phrase| source.phrases.shared(phrase).grams > 0) {
        return Some((Rule::AboutItself, words.to_owned()));
    }
    if let Some(name) = rules::unknown_names(passage, source).into_iter().next() {
        return Some((Rule::UnknownName, name));
    }
    if around.style.voice == Voice::Third
        && let Some(&at) = first_or_second(passage).first()
    {
        return Some((Rule::Person, passage.words[at].text.to_owned()));
    }
    if let Some(wrong) = rules::wrong_pronoun(passage, source) {
        return Some((Rule::Pronoun, passage.words[wrong.at].text.to_owned()));
    }
    rules::contradicts(fact, passage).map(|against| (Rule::Contradiction, against.quote))
}
