use mythline_protocol::{Finding, Rule};

use crate::{
    review::{
        Source,
        look::{Look, finding},
    },
    text::{Passage, lower},
};

/// Phrases by which a text speaks of itself, or a model of its work, wherever they stand outside speech.
const ANYWHERE: &[&str] = &[
    "as an ai",
    "ai language model",
    "language model",
    "ai assistant",
    "in this scene",
    "in this story",
    "in the story",
    "of this story",
    "of the story",
    "our story",
    "this story is",
    "the story begins",
    "the story ends",
    "the story continues",
    "the next scene",
    "in the next chapter",
    "this passage",
    "the passage describes",
    "the text above",
    "the above text",
    "the user",
    "the reader",
    "the narrator",
    "the protagonist",
    "the main character",
    "the prompt",
    "word count",
    "the assistant",
    "past tense",
    "present tense",
    "third person",
    "first person",
    "the following sentence",
    "let me know",
    "i hope this helps",
    "feel free to",
    "revised version",
    "rewritten version",
    "rewritten sentence",
    "to be continued",
    "the moral of",
    "fictional character",
    "the given text",
    "the given sentence",
    "the original sentence",
    "the original text",
    "the notes say",
    "according to the notes",
    "i cannot assist",
    "i can't assist",
    "i cannot help with",
    "i cannot fulfill",
    "i cannot provide",
    "i cannot write",
    "one fact",
    "retelling",
    "the writer's",
];

/// Phrases that do so at the beginning of a sentence.
const OPENING: &[&str] = &[
    "as a writer",
    "i cannot",
    "i'm sorry, but",
    "sure,",
    "sure!",
    "certainly!",
    "certainly,",
    "of course!",
    "here is the",
    "here's the",
    "here is a",
    "here's a",
    "here are",
    "in summary",
    "in conclusion",
    "note:",
    "notes:",
    "scene:",
    "title:",
    "fact:",
    "facts:",
    "story:",
    "answer:",
    "summary:",
    "example:",
    "output:",
    "input:",
    "response:",
    "rewrite:",
    "sentence:",
    "retold:",
    "text:",
    "question:",
    "the end.",
    "rewritten",
    "this story",
    "this scene",
    "this sentence",
    "the sentence",
    "the story",
    "note that",
    "assistant:",
    "user:",
    "system:",
];

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    about_itself(&look.passage, look.source)
        .map(|quote| finding(Rule::AboutItself, quote, format!("The text speaks about itself: \"{quote}\".")))
        .into_iter()
        .collect()
}

/// The words by which a text speaks about itself, unless the notes have them.
pub(crate) fn about_itself<'t>(passage: &Passage<'t>, source: &Source) -> Option<&'t str> {
    passage.sentences.iter().find_map(|sentence| {
        let words = passage.words_of(sentence);
        let low = lower(sentence.text);
        let spoken = words.iter().any(|word| word.quoted);
        // Lower case may change lengths; then the whole sentence is the quotation.
        let same = low.len() == sentence.text.len();
        let quote = |at: usize, phrase: &str| {
            if same {
                sentence.text.get(at..at + phrase.len()).unwrap_or(sentence.text)
            } else {
                sentence.text
            }
        };
        let opening = OPENING
            .iter()
            .find(|phrase| !spoken && low.starts_with(*phrase) && ends_there(&low, phrase.len()))
            .map(|phrase| (0, *phrase));
        let anywhere = || {
            ANYWHERE.iter().find_map(|phrase| {
                let places = low.match_indices(phrase).map(|(at, _)| at);
                let mut free =
                    places.filter(|&at| begins_there(&low, at) && ends_there(&low, at + phrase.len()));
                free.find(|&at| !same || !is_spoken(words, sentence.span.start + at)).map(|at| (at, *phrase))
            })
        };
        opening
            .or_else(anywhere)
            .filter(|(_, phrase)| !source.low.contains(*phrase))
            .map(|(at, phrase)| quote(at, phrase))
    })
}

fn is_spoken(words: &[crate::text::Word<'_>], at: usize) -> bool {
    words.iter().any(|word| word.quoted && word.span.contains(&at))
}

fn begins_there(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

fn ends_there(text: &str, at: usize) -> bool {
    let mark = text[..at].ends_with(|c: char| !c.is_alphanumeric());
    mark || !text[at..].chars().next().is_some_and(char::is_alphanumeric)
}
