mod earlier;
mod evidence;
mod verbs;

use super::{
    Form,
    lexicon::verb,
    parts::{Part, is_plural, part},
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

/// A verb in the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Earlier {
    /// Its place among the words of the sentence.
    pub(super) at: usize,
    /// The same of what lies before the moment that is told: `had caught`.
    pub(super) perfect: String,
    /// Whether it stands in a clause that says what is known, said, or true of somebody, and not what happens.
    pub(super) reported: bool,
}

/// The verbs of one sentence outside speech.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Present ones, in order.
    pub(super) present: Vec<Present>,
    /// Past ones that can lie before others, in order.
    pub(super) earlier: Vec<Earlier>,
    /// Whether something happens in the present, outside of what is reported.
    pub(super) happens: bool,
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
    /// Whether it says what is known, said, or true of somebody: `that he slept`, `who slept`.
    reports: bool,
    /// Whether its verb may be a participle: `a boy called Tom fishes`.
    vague: bool,
}

/// Words after which a clause says what is known, or why something is so.
const REPORTS: &[&str] = &["what", "why", "how", "where", "whether", "because"];

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
            Found::Present { words, .. } if self.is_always_so(at) => {
                self.clause = Clause { verb: true, phrase: false, vague: false, ..self.clause };
                words
            }
            Found::Present { past, words, many } => {
                self.reading.happens |= !self.clause.reports || self.clause.verb;
                if self.clause.vague {
                    self.take_back(at);
                }
                self.reading.present.push(Present { at, words, past });
                self.reading.main |= !self.clause.leans || self.clause.verb;
                self.last = Some(many);
                self.clause = Clause { vague: false, ..self.with_verb() };
                words
            }
            Found::Past => {
                self.earlier(at);
                self.reading.main |= !self.clause.leans || self.clause.verb;
                let vague = !self.follows_pronoun(at)
                    && verb(&self.words[at].low).any(|(form, _)| form == Form::Participle);
                self.clause = Clause { vague, ..self.with_verb() };
                1
            }
            Found::Doubt => {
                self.reading.doubts.push(at);
                1
            }
            Found::NoVerb => {
                self.earlier_too(at);
                self.take(at);
                1
            }
        }
    }

    /// The clause at hand once its verb is met. A second one is that of the clause around it.
    fn with_verb(&self) -> Clause {
        let reports = self.clause.reports && !self.clause.verb;
        Clause { verb: true, phrase: false, reports, ..self.clause }
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
                    reports: self.clause.reports && !self.clause.verb,
                    ..Clause::default()
                };
            }
            Part::BeginsClause if self.compares(at) => self.clause.phrase = true,
            Part::BeginsClause => {
                let reports = REPORTS.contains(&self.words[at].low.as_str());
                self.clause = Clause { leans: true, reports, ..Clause::default() };
            }
            Part::Relative => {
                self.clause = Clause {
                    subject: Some(at > 0 && is_plural(&self.words[at - 1])),
                    leans: at > 0,
                    reports: at > 0,
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
                self.clause.reports &= !self.begins_new_clause(at);
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
            // The clause that leans on another has ended: `After the curtain falls, Ida runs`.
            Part::Name if after_break && self.clause.leans && self.clause.verb => {
                self.clause = Clause::default();
                self.subject(plural);
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
}
