use super::{Earlier, Reader};
use crate::text::{
    Form,
    lexicon::verb,
    parts::{Part, is_past},
};

/// What a verb in the past is of what lies before the moment that is told.
impl Reader<'_, '_> {
    /// Keeps a verb in the past. What could lie before already, or may be no verb, is left alone.
    pub(super) fn earlier(&mut self, at: usize) {
        let low = self.words[at].low.as_str();
        let Some(participle) = participle(low) else { return };
        let because = self.clause.reports && self.begun_with(at, "because");
        let maybe_none = !self.follows_pronoun(at)
            && verb(low).any(|(form, _)| form == Form::Participle)
            && self.finite_later(at);
        if maybe_none || (because && participle == "been") {
            return;
        }
        let reported = self.clause.reports && !self.clause.verb;
        self.reading.earlier.push(Earlier { at, perfect: format!("had {participle}"), reported });
    }

    /// Whether it can only be a verb: `she found`.
    pub(super) fn follows_pronoun(&self, at: usize) -> bool {
        self.before(at).is_some_and(|b| matches!(self.parts[b], Part::OneWhoActs | Part::ManyWhoAct))
    }

    /// Keeps a verb that goes on after one that is kept: `that he came and took it`.
    pub(super) fn earlier_too(&mut self, at: usize) {
        let low = self.words[at].low.as_str();
        let goes_on =
            self.clause.verb && self.clause.subject.is_none() && self.joined(at) && !self.blocked(at);
        if !goes_on || !is_past(low) || self.parts[at] == Part::Name {
            return;
        }
        let Some(reported) = self.reading.earlier.last().map(|last| last.reported) else { return };
        if let Some(participle) = participle(low).filter(|_| reported == self.clause.reports) {
            self.reading.earlier.push(Earlier { at, perfect: participle.to_owned(), reported });
        }
    }

    /// Takes back what was a participle, as the verb of its clause shows: `the boy called Tom fishes`.
    pub(super) fn take_back(&mut self, at: usize) {
        let joins = |part: &Part| matches!(part, Part::Joins | Part::BeginsClause | Part::Relative);
        let parts = &self.parts;
        self.reading.earlier.pop_if(|last| !parts[last.at + 1..at].iter().any(joins));
    }

    /// Whether the clause at hand began with this word.
    fn begun_with(&self, at: usize, word: &str) -> bool {
        let begins = |b: &usize| matches!(self.parts[*b], Part::BeginsClause | Part::Relative);
        (0..at).rev().find(begins).is_some_and(|b| self.words[b].low == word)
    }
}

/// `been` of `was`, `taken` of `took`; none of what takes another verb after it, and of `had`.
fn participle(low: &str) -> Option<&str> {
    match low {
        "was" | "were" => Some("been"),
        "had" | "did" | "would" | "could" | "should" | "might" | "must" => None,
        // `Lied` is of another verb than `lay`.
        "lied" => Some(low),
        _ => verb(low).find(|(form, _)| *form == Form::Past).map(|(_, verb)| verb.participle.as_str()),
    }
}
