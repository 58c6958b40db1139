use super::people::who;
use crate::{
    review::Source,
    text::{Form, Passage, Pronoun, Word, stem, verb},
};

/// Who acts, as far as a pronoun tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agent {
    He,
    She,
    It,
}

impl Agent {
    fn of(pronoun: Pronoun) -> Option<Self> {
        match pronoun {
            Pronoun::He => Some(Self::He),
            Pronoun::She => Some(Self::She),
            Pronoun::They => None,
        }
    }
}

/// A verb that somebody else does than in the fact: `she held out the key` where he did.
pub(super) fn changed(meant: &Passage<'_>, said: &Passage<'_>, source: &Source) -> Option<String> {
    let (fact, text) = (agents(meant, source), agents(said, source));
    text.iter()
        .find(|(who, does, _)| {
            let mut same = fact.iter().filter(|(_, other, _)| other == does).peekable();
            same.peek().is_some() && same.all(|(other, ..)| other != who)
        })
        .map(|(_, _, at)| said.quote(at.saturating_sub(1), *at).to_owned())
}

/// Who does what outside speech, as far as it is sure: the one who acts, the stem of
/// the verb, and the verb's place.
fn agents(passage: &Passage<'_>, source: &Source) -> Vec<(Agent, String, usize)> {
    let mut found = Vec::new();
    for sentence in &passage.sentences {
        let words = passage.words_of(sentence);
        let mut acts: Option<Agent> = None;
        let mut verb_met = false;
        for (at, word) in words.iter().enumerate() {
            if word.quoted {
                (acts, verb_met) = (None, false);
                continue;
            }
            match (word.low.as_str(), who(word, source)) {
                ("he", _) => (acts, verb_met) = (Some(Agent::He), false),
                ("she", _) => (acts, verb_met) = (Some(Agent::She), false),
                (_, Some(person)) if !verb_met && !word.is_possessive() && !after_preposition(words, at) => {
                    acts = person.pronoun.and_then(Agent::of);
                }
                ("it", _) if !verb_met => acts = Some(Agent::It),
                ("and" | "or", _) if !verb_met => acts = None,
                (
                    "and" | "or" | "but" | "then" | "while" | "when" | "because" | "until" | "that" | "so"
                    | "if",
                    _,
                ) => verb_met = false,
                (
                    "a" | "an" | "the" | "they" | "his" | "their" | "every" | "nobody" | "no" | "who"
                    | "which" | "what",
                    _,
                ) if !verb_met => acts = None,
                _ if is_deed(words, at) => {
                    found.extend(acts.map(|acts| (acts, stem(word.text), sentence.words.start + at)));
                    verb_met = true;
                }
                _ => {}
            }
            if word.breaks() {
                verb_met = false;
            }
        }
    }
    found
}

/// A verb that its subject does itself: in the present or the past, no participle, no infinitive.
fn is_deed(words: &[Word<'_>], at: usize) -> bool {
    let low = words[at].low.as_str();
    let before = at.checked_sub(1).map_or("", |b| words[b].low.as_str());
    let acts = verb(low).any(|(form, _)| matches!(form, Form::Past | Form::Third));
    let noun = matches!(
        before,
        "a" | "an"
            | "the"
            | "his"
            | "her"
            | "their"
            | "its"
            | "of"
            | "in"
            | "on"
            | "with"
            | "by"
            | "to"
            | "for"
    );
    let passive = words[at.saturating_sub(2)..at]
        .iter()
        .any(|word| matches!(word.low.as_str(), "was" | "were" | "been" | "being" | "is" | "are" | "be"));
    acts && !noun && !passive && !matches!(low, "had" | "has" | "did" | "does")
}

fn after_preposition(words: &[Word<'_>], at: usize) -> bool {
    at > 0
        && matches!(
            words[at - 1].low.as_str(),
            "to" | "of"
                | "with"
                | "for"
                | "by"
                | "from"
                | "at"
                | "on"
                | "in"
                | "near"
                | "behind"
                | "beside"
                | "after"
                | "before"
                | "than"
                | "like"
        )
}
