use super::Reader;
use crate::text::{
    Form,
    auxiliaries::past_of_auxiliary,
    lexicon::verb,
    parts::{Part, is_past, is_plural},
    passage::Word,
};

/// Words from `as` to its verb at most: `as an old guest goes`.
const LIKENESS: usize = 4;

/// What comes of a thing that happens.
const RESULTS: &[&str] =
    &["shut", "open", "loose", "solid", "tight", "level", "flat", "clean", "empty", "dry"];

/// Verbs of where somebody or something is.
const POSITIONS: &[&str] =
    &["lie", "stand", "sit", "hang", "live", "wait", "sleep", "grow", "rise", "run", "begin"];

/// What the word after may be to a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Complement {
    /// Follows verbs alone: `the`, `him`.
    Clear,
    /// Follows verbs, and nouns too: `of`, `and`.
    Likely,
    /// Does not tell.
    None,
}

/// Whether two words are forms of one verb: `go` and `goes`.
fn is_same_verb(one: &Word<'_>, other: &Word<'_>) -> bool {
    verb(&one.low).any(|(_, one)| verb(&other.low).any(|(_, other)| one.base == other.base))
}

/// What stands around a word and tells a verb from a noun.
impl Reader<'_, '_> {
    /// Whether a thing is likened to another: `as big as a door`, `bigger than a door`.
    pub(super) fn compares(&self, at: usize) -> bool {
        let is_as = |n: Option<usize>| n.and_then(|n| self.words.get(n)).is_some_and(|word| word.low == "as");
        self.words[at].low == "than" || (is_as(Some(at)) && (is_as(Some(at + 2)) || is_as(at.checked_sub(2))))
    }

    /// Whether a verb says what any such thing always does, to which what happens is likened: `goes around
    /// it as a guest goes around a dog`, `works as an ox does`. That is so in a story of the past too.
    pub(super) fn is_always_so(&self, at: usize) -> bool {
        let words = self.words;
        let Some(like) = (at.saturating_sub(LIKENESS)..at).rev().find(|&b| words[b].low == "as") else {
            return false;
        };
        let any = like + 1 < at && matches!(words[like + 1].low.as_str(), "a" | "an");
        let whole = !words[like..at].iter().any(Word::breaks);
        let stands_for = words[at].low == "does" && (at + 1 == words.len() || words[at].breaks());
        let again = || words[..like].iter().any(|word| is_same_verb(word, &words[at]));
        any && whole && like > 0 && (stands_for || again())
    }

    /// Whether somebody who acts, and then a verb, come after the word that joins.
    pub(super) fn begins_new_clause(&self, at: usize) -> bool {
        matches!(
            self.parts.get(at + 1),
            Some(Part::Determiner | Part::Name | Part::OneWhoActs | Part::ManyWhoAct)
        )
    }

    /// The word before, past adverbs.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|&b| self.parts[b] != Part::Adverb)
    }

    /// Whether the word before makes a noun of this one: `the walks`, `of watches`, `old fires`.
    pub(super) fn blocked(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        if before == 0
            && matches!(
                self.words[0].low.as_str(),
                "inside" | "outside" | "beneath" | "below" | "above" | "behind" | "beyond"
            )
        {
            return false;
        }
        let broken = self.words[before..at].iter().any(Word::breaks);
        !broken
            && (matches!(self.parts[before], Part::Determiner | Part::Preposition | Part::Adjective)
                || self.words[before].is_possessive())
    }

    pub(super) fn after_preposition(&self, at: usize) -> bool {
        at > 0 && self.parts[at - 1] == Part::Preposition && !self.words[at - 1].breaks()
    }

    /// Whether it goes on after `and`, `then` or a comma.
    pub(super) fn joined(&self, at: usize) -> bool {
        self.before(at)
            .is_some_and(|b| self.parts[b] == Part::Joins || self.words[b..at].iter().any(Word::breaks))
    }

    /// Whether it may be the last thing of a list: `boats and sails.`
    pub(super) fn lists(&self, at: usize) -> bool {
        let ends = at + 1 == self.words.len() || self.words[at].breaks();
        ends && self
            .before(at)
            .and_then(|join| join.checked_sub(1))
            .filter(|b| !self.reading.present.iter().any(|verb| verb.at == *b))
            .is_some_and(|b| self.parts[b] == Part::Other && is_plural(&self.words[b]))
    }

    /// `faster than`
    pub(super) fn compared(&self, at: usize) -> bool {
        self.words[at].low.ends_with("er") && self.next_is(at, &["than"])
    }

    pub(super) fn next_is(&self, at: usize, lows: &[&str]) -> bool {
        self.words.get(at + 1).is_some_and(|next| lows.contains(&next.low.as_str()))
    }

    /// Whether what follows is what follows a verb.
    pub(super) fn complement(&self, at: usize) -> Complement {
        let word = &self.words[at];
        if word.breaks() {
            return Complement::Likely;
        }
        match self.parts.get(at + 1) {
            None => Complement::None,
            Some(Part::Determiner | Part::OneWhoActs | Part::ManyWhoAct | Part::Object | Part::Name) => {
                Complement::Clear
            }
            Some(
                Part::Preposition
                | Part::Adverb
                | Part::Joins
                | Part::BeginsClause
                | Part::Relative
                | Part::Adjective,
            ) => Complement::Likely,
            Some(Part::Other) if self.compared(at + 1) => Complement::Likely,
            Some(Part::Other) => Complement::None,
        }
    }

    /// Whether the word after it says what comes of it: `freezes shut`.
    pub(super) fn results(&self, at: usize) -> bool {
        let follows = matches!(self.parts.get(at + 2), None | Some(Part::Preposition | Part::Joins));
        let ends = follows || self.words.get(at + 1).is_some_and(Word::breaks);
        ends && !self.words[at].breaks() && self.next_is(at, RESULTS)
    }

    /// Whether it says where somebody or something is who is named after it: `Under the ice lies a bell`.
    pub(super) fn places(&self, at: usize, base: &str) -> bool {
        let whole = !self.words[..at].iter().any(Word::breaks);
        let begins = self.parts[0] == Part::Preposition && self.clause.phrase;
        begins && whole && POSITIONS.contains(&base) && self.complement(at) == Complement::Clear
    }

    /// Whether the very next word, past adverbs, is a verb in its own right.
    pub(super) fn finite_next(&self, at: usize) -> bool {
        let next = (at + 1..self.words.len()).find(|&n| self.parts[n] != Part::Adverb);
        next.is_some_and(|n| {
            let low = self.words[n].low.as_str();
            past_of_auxiliary(low).is_some()
                || is_past(low)
                || verb(low).any(|(form, verb)| !verb.noun_too && matches!(form, Form::Base | Form::Third))
        })
    }

    pub(super) fn after_plural(&self, at: usize) -> bool {
        self.before(at).is_some_and(|b| self.parts[b] == Part::Other && is_plural(&self.words[b]))
    }

    /// Whether the clause has another verb further on.
    pub(super) fn finite_later(&self, at: usize) -> bool {
        if self.words[at].breaks() {
            return false;
        }
        for n in at + 1..self.words.len() {
            let low = self.words[n].low.as_str();
            if matches!(self.parts[n], Part::Joins | Part::BeginsClause | Part::Relative) {
                return false;
            }
            let own = past_of_auxiliary(low).is_some()
                || is_past(low)
                || verb(low).any(|(form, verb)| {
                    !verb.noun_too && (form == Form::Third || (form == Form::Base && self.after_plural(n)))
                });
            if own && !self.blocked(n) {
                return true;
            }
            if self.words[n].breaks() {
                return false;
            }
        }
        false
    }
}
