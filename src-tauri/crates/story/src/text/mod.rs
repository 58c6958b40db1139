//! What a text is made of: sentences, words, stems, names, numbers, person and tense.
//!
//! Plain rules over plain data, the same answer every time, and no judgement of a model. The rules
//! know English; of other languages they know the words and the sentences, and [`is_english`] tells
//! the two apart. Nothing here panics on any text, and every span lies on character boundaries.

mod ahead;
mod auxiliaries;
mod finite;
mod grams;
mod language;
mod lexicon;
mod names;
mod negation;
mod numbers;
mod parts;
mod passage;
mod past;
mod person;
mod quotes;
mod sentences;
mod since;
mod stems;
mod tense;
mod unmet;
mod words;

pub use grams::{Grams, Runs, repeated_share};
pub use language::is_english;
pub use lexicon::{Form, Verb, is_stop_word, verb};
pub use names::{Name, Names, is_title, names};
pub use negation::{Negation, negations};
pub use numbers::{Count, counts, number_of};
pub use passage::{Passage, Sentence, Word};
pub use past::{is_present, past, past_before};
pub use person::{Pronoun, first_or_second};
pub use quotes::quoted;
pub use sentences::sentences;
pub use stems::{content_stems, stem};
pub use tense::present_verbs;
pub use unmet::unmet;
pub use words::{fold, word_count, words};

pub(crate) use ahead::Ahead;
pub(crate) use grams::share;
pub(crate) use words::lower;
