use super::{Found, Reader, evidence::Complement};
use crate::text::{
    Form, Verb,
    auxiliaries::{past_of_auxiliary, past_of_contraction, takes_bare_verb},
    is_stop_word,
    lexicon::{base_of, regular_past, verb},
    parts::{Part, is_past, is_plural},
};

/// What a word is where it stands: a verb in the present for sure, one in the past, or neither.
impl Reader<'_, '_> {
    pub(super) fn verb_at(&self, at: usize) -> Found {
        let low = self.words[at].low.as_str();
        let next = self.words.get(at + 1).map_or("", |word| word.low.as_str());
        // Somebody may be called Drew or Rose.
        if self.parts[at] == Part::Name {
            return Found::NoVerb;
        }
        if let Some(past) = past_of_contraction(low, next) {
            return Found::Present { past, words: 1, many: false };
        }
        if let Some(past) = past_of_auxiliary(low) {
            return self.auxiliary(at, past);
        }
        if is_past(low) {
            let acts = self.clause.subject.is_some() && !self.clause.verb && !self.blocked(at);
            return if acts || matches!(low, "was" | "were" | "had" | "did" | "would" | "could") {
                Found::Past
            } else {
                Found::NoVerb
            };
        }
        let third = verb(low).find(|(form, _)| *form == Form::Third);
        let base = verb(low).find(|(form, _)| *form == Form::Base);
        match (third, base) {
            (Some((_, verb)), _) => self.third(at, verb),
            (None, Some((_, verb))) => self.base(at, verb),
            _ => {
                self.unknown(at).map_or(Found::NoVerb, |past| Found::Present { past, words: 1, many: false })
            }
        }
    }

    fn auxiliary(&self, at: usize, past: &str) -> Found {
        let low = self.words[at].low.as_str();
        let before = self.before(at);
        let present = |past: &str, words| Found::Present {
            past: past.to_owned(),
            words,
            many: matches!(low, "are" | "have" | "do"),
        };
        match low {
            "can" | "will" | "may" | "must"
                if self.blocked(at) || (self.words[at].is_capital() && at > 0) =>
            {
                Found::NoVerb
            }
            "must"
                if self
                    .words
                    .get(at + 1)
                    .is_some_and(|next| matches!(next.low.as_str(), "not" | "never")) =>
            {
                present(if self.clause.subject == Some(true) { "were not to" } else { "was not to" }, 2)
            }
            "must" if self.words.get(at + 1).is_some_and(|next| next.low == "have") => Found::Past,
            "have" | "do" | "haven't" | "don't" => match before {
                Some(b) if takes_bare_verb(&self.words[b].low) => Found::NoVerb,
                Some(b)
                    if matches!(self.parts[b], Part::ManyWhoAct | Part::Object | Part::Relative)
                        || is_plural(&self.words[b])
                        || self.clause.subject == Some(true) =>
                {
                    present(past, 1)
                }
                _ => Found::Doubt,
            },
            _ => present(past, 1),
        }
    }

    fn third(&self, at: usize, verb: &Verb) -> Found {
        let told = if verb.base == "lie" && self.next_is(at, &["about", "to"]) { "lied" } else { &verb.past };
        let present = || Found::Present { past: told.to_owned(), words: 1, many: false };
        if self.blocked(at) {
            return Found::NoVerb;
        }
        let carries_speech = at > 0 && self.words[at - 1].quoted;
        if !verb.noun_too || carries_speech {
            return present();
        }
        let before = self.before(at);
        let after_there = at > 0 && self.words[at - 1].low == "there";
        match before.map(|b| self.parts[b]) {
            _ if self.results(at) && self.clause.subject.is_some() && !self.clause.verb => present(),
            _ if self.clause.subject.is_none() && !self.clause.verb && self.places(at, &verb.base) => {
                present()
            }
            _ if after_there && self.complement(at) == Complement::Clear => present(),
            Some(Part::OneWhoActs | Part::Relative) => present(),
            _ if self.joined(at) && (self.clause.verb || self.last.is_some()) => {
                match (self.last, self.complement(at)) {
                    (Some(false), Complement::Likely) if self.lists(at) => Found::Doubt,
                    (Some(false), Complement::Clear | Complement::Likely) => present(),
                    (Some(false), Complement::None) => Found::Doubt,
                    _ => Found::NoVerb,
                }
            }
            None | Some(Part::Preposition) if at > 0 && self.complement(at) == Complement::Clear => present(),
            _ if self.clause.vague && self.complement(at) == Complement::Clear => present(),
            _ if self.clause.subject.is_none() || self.clause.verb => Found::NoVerb,
            _ => match self.complement(at) {
                Complement::Clear => present(),
                Complement::Likely if self.finite_later(at) => Found::NoVerb,
                Complement::Likely => present(),
                Complement::None if self.finite_next(at) => Found::NoVerb,
                Complement::None if before.is_some_and(|b| self.parts[b] == Part::Name) => present(),
                Complement::None => Found::Doubt,
            },
        }
    }

    /// The past of a verb that the lexicon lacks: what ends in -s after `he` or `who` is one.
    fn unknown(&self, at: usize) -> Option<String> {
        let low = self.words[at].low.as_str();
        let acts = self.before(at).is_some_and(|b| {
            let who = matches!(
                self.words[b].low.as_str(),
                "he" | "she" | "it" | "who" | "nobody" | "everyone" | "everybody" | "someone" | "somebody"
            );
            who && !self.after_preposition(b) && !self.words[b].breaks()
        });
        let ends = low.len() > 3
            && low.ends_with('s')
            && !["ss", "us", "is", "'s"].iter().any(|end| low.ends_with(end));
        let lone = acts && ends && self.clause.subject == Some(false) && !self.clause.verb;
        (lone && self.parts[at] == Part::Other && !is_stop_word(low)).then(|| regular_past(&base_of(low)))
    }

    fn base(&self, at: usize, verb: &Verb) -> Found {
        let present = || Found::Present { past: verb.past.clone(), words: 1, many: true };
        let Some(before) = self.before(at) else { return Found::NoVerb };
        if self.blocked(at) || takes_bare_verb(&self.words[before].low) {
            return Found::NoVerb;
        }
        if self.parts[at] == Part::Preposition && self.parts[before] != Part::ManyWhoAct {
            return Found::NoVerb;
        }
        let complement = self.complement(at);
        let clear = !verb.noun_too || complement == Complement::Clear;
        let likely = clear || complement == Complement::Likely;
        let many = self.clause.subject == Some(true);
        let sure = |sure: bool| if sure { present() } else { Found::Doubt };
        match self.parts[before] {
            Part::ManyWhoAct => present(),
            Part::Name if self.clause.pair => present(),
            Part::Relative if many => sure(clear),
            _ if self.joined(at) && self.last == Some(true) => sure(clear || (likely && !self.lists(at))),
            Part::Other | Part::Name if many && !self.clause.verb && !self.joined(at) => sure(likely),
            Part::Other
                if self.clause.subject.is_none() && !self.clause.verb && is_plural(&self.words[before]) =>
            {
                Found::Doubt
            }
            _ => Found::NoVerb,
        }
    }
}
