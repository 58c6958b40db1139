use super::{
    Form, Verb,
    auxiliaries::{past_of_auxiliary, past_of_contraction, takes_bare_verb},
    is_stop_word,
    lexicon::{base_of, regular_past, verb},
    parts::{Part, is_past, is_plural, part},
    passage::Word,
};

/// A verb in the present that stands for sure as the verb of its clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Present {
    /// Its place among the words of the sentence.
    pub(super) at: usize,
    /// How many words it is: 2 of `must not`.
    pub(super) words: usize,
    /// The same in the past.
    pub(super) past: String,
}

/// The verbs of one sentence outside speech.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Present ones, in order.
    pub(super) present: Vec<Present>,
    /// Whether a clause that stands by itself has a verb, in whatever tense.
    pub(super) main: bool,
    /// Words that may be a present verb or may be none.
    pub(super) doubts: Vec<usize>,
}

/// Reads the words of one sentence from left to right, keeping who acts in the clause at hand.
pub(super) fn read(words: &[Word<'_>]) -> Reading {
    let mut reader = Reader {
        words,
        parts: words.iter().map(part).collect(),
        clause: Clause::default(),
        last: None,
        reading: Reading::default(),
    };
    let mut at = 0;
    while at < words.len() {
        at += reader.step(at);
    }
    reader.reading
}

/// The clause at hand.
#[derive(Debug, Clone, Copy, Default)]
struct Clause {
    /// Who acts: whether they are many.
    subject: Option<bool>,
    /// Whether its verb was met.
    verb: bool,
    /// Whether the words at hand belong to a phrase with a preposition.
    phrase: bool,
    /// Whether `and` has joined another to who acts.
    pair: bool,
    /// Whether it leans on another clause.
    leans: bool,
    /// Whether its verb may be a participle: `a boy called Tom fishes`.
    vague: bool,
}

struct Reader<'r, 't> {
    words: &'r [Word<'t>],
    parts: Vec<Part>,
    clause: Clause,
    /// Whether the last present verb was one of many who act.
    last: Option<bool>,
    reading: Reading,
}

/// What a word is found to be.
enum Found {
    Present { past: String, words: usize, many: bool },
    Past,
    Doubt,
    NoVerb,
}

impl Reader<'_, '_> {
    /// Reads one word; answers how many were used.
    fn step(&mut self, at: usize) -> usize {
        if self.words[at].quoted {
            self.clause = Clause::default();
            return 1;
        }
        match self.verb_at(at) {
            Found::Present { past, words, many } => {
                self.reading.present.push(Present { at, words, past });
                self.reading.main |= !self.clause.leans || self.clause.verb;
                self.last = Some(many);
                self.clause = Clause { verb: true, phrase: false, vague: false, ..self.clause };
                words
            }
            Found::Past => {
                self.reading.main |= !self.clause.leans || self.clause.verb;
                let vague = verb(&self.words[at].low).any(|(form, _)| form == Form::Participle);
                self.clause = Clause { verb: true, phrase: false, vague, ..self.clause };
                1
            }
            Found::Doubt => {
                self.reading.doubts.push(at);
                1
            }
            Found::NoVerb => {
                self.take(at);
                1
            }
        }
    }

    /// Lets a word that is no verb change the clause.
    fn take(&mut self, at: usize) {
        let plural = is_plural(&self.words[at]);
        let after_break = at > 0 && self.words[at - 1].breaks();
        match self.parts[at] {
            Part::OneWhoActs | Part::ManyWhoAct if !self.after_preposition(at) => {
                let many = self.parts[at] == Part::ManyWhoAct;
                self.clause = Clause {
                    subject: Some(many),
                    leans: self.clause.leans && !self.clause.verb,
                    ..Clause::default()
                };
            }
            Part::BeginsClause if self.compares(at) => self.clause.phrase = true,
            Part::BeginsClause => self.clause = Clause { leans: true, ..Clause::default() },
            Part::Relative => {
                self.clause = Clause {
                    subject: Some(at > 0 && is_plural(&self.words[at - 1])),
                    leans: at > 0,
                    ..Clause::default()
                }
            }
            Part::Joins => {
                let pair = self.clause.subject.is_some() && !self.clause.verb && !self.clause.phrase;
                self.clause = if pair {
                    Clause { subject: Some(true), pair, ..self.clause }
                } else {
                    Clause { subject: None, ..self.clause }
                };
                self.clause.verb =
                    !pair && self.words[at].low != "but" && self.clause.verb && !self.begins_new_clause(at);
            }
            Part::Preposition => self.clause.phrase = true,
            Part::Determiner if !self.after_preposition(at) => {
                self.clause.phrase = false;
                if after_break && self.clause.verb {
                    self.clause = Clause::default();
                }
            }
            Part::Name if !self.after_preposition(at) && !self.clause.verb => self.subject(plural),
            Part::Other if !self.clause.phrase && !self.clause.verb => self.subject(plural),
            _ => {}
        }
    }

    fn subject(&mut self, plural: bool) {
        self.clause.subject = Some(plural || self.clause.pair);
        self.clause.phrase = false;
    }

    /// Whether a thing is likened to another: `as big as a door`, `bigger than a door`.
    fn compares(&self, at: usize) -> bool {
        let is_as = |n: Option<usize>| n.and_then(|n| self.words.get(n)).is_some_and(|word| word.low == "as");
        self.words[at].low == "than" || (is_as(Some(at)) && (is_as(Some(at + 2)) || is_as(at.checked_sub(2))))
    }

    /// Whether somebody who acts, and then a verb, come after the word that joins.
    fn begins_new_clause(&self, at: usize) -> bool {
        matches!(
            self.parts.get(at + 1),
            Some(Part::Determiner | Part::Name | Part::OneWhoActs | Part::ManyWhoAct)
        )
    }

    fn verb_at(&self, at: usize) -> Found {
        let low = self.words[at].low.as_str();
        let next = self.words.get(at + 1).map_or("", |word| word.low.as_str());
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

    /// The word before, past adverbs.
    fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|&b| self.parts[b] != Part::Adverb)
    }

    /// Whether the word before makes a noun of this one: `the walks`, `of watches`, `old fires`.
    fn blocked(&self, at: usize) -> bool {
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

    fn after_preposition(&self, at: usize) -> bool {
        at > 0 && self.parts[at - 1] == Part::Preposition && !self.words[at - 1].breaks()
    }

    /// Whether it goes on after `and`, `then` or a comma.
    fn joined(&self, at: usize) -> bool {
        self.before(at)
            .is_some_and(|b| self.parts[b] == Part::Joins || self.words[b..at].iter().any(Word::breaks))
    }

    /// Whether it may be the last thing of a list: `boats and sails.`
    fn lists(&self, at: usize) -> bool {
        let ends = at + 1 == self.words.len() || self.words[at].breaks();
        ends && self
            .before(at)
            .and_then(|join| join.checked_sub(1))
            .filter(|b| !self.reading.present.iter().any(|verb| verb.at == *b))
            .is_some_and(|b| self.parts[b] == Part::Other && is_plural(&self.words[b]))
    }

    /// `faster than`
    fn compared(&self, at: usize) -> bool {
        self.words[at].low.ends_with("er") && self.next_is(at, &["than"])
    }

    fn next_is(&self, at: usize, lows: &[&str]) -> bool {
        self.words.get(at + 1).is_some_and(|next| lows.contains(&next.low.as_str()))
    }

    /// Whether what follows is what follows a verb.
    fn complement(&self, at: usize) -> Complement {
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

    /// Whether the very next word, past adverbs, is a verb in its own right.
    fn finite_next(&self, at: usize) -> bool {
        let next = (at + 1..self.words.len()).find(|&n| self.parts[n] != Part::Adverb);
        next.is_some_and(|n| {
            let low = self.words[n].low.as_str();
            past_of_auxiliary(low).is_some()
                || is_past(low)
                || verb(low).any(|(form, _)| matches!(form, Form::Base | Form::Third))
        })
    }

    fn after_plural(&self, at: usize) -> bool {
        self.before(at).is_some_and(|b| self.parts[b] == Part::Other && is_plural(&self.words[b]))
    }

    /// Whether the clause has another verb further on.
    fn finite_later(&self, at: usize) -> bool {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Complement {
    Clear,
    Likely,
    None,
}
