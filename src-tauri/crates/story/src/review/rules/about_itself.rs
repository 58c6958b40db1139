use mythline_protocol::{Finding, Rule};

use crate::{
    review::look::{Look, finding},
    text::lower,
};

/// Phrases by which a text speaks of itself, or a model of its work. Lower case, between word ends.
const PHRASES: &[&str] = &[
    "as an ai",
    "an ai language model",
    "language model",
    "i cannot",
    "i can't assist",
    "i'm sorry, but",
    "as a writer",
    "this story",
    "the story begins",
    "the story ends",
    "in this scene",
    "in this story",
    "this scene",
    "the next scene",
    "this passage",
    "the passage",
    "the text above",
    "the text below",
    "the above text",
    "this chapter",
    "the user",
    "the reader",
    "the narrator",
    "the protagonist",
    "the main character",
    "the notes",
    "the prompt",
    "word count",
    "the assistant",
    "here is the",
    "here's the",
    "here is a",
    "here's a",
    "rewritten",
    "rewrite",
    "in summary",
    "in conclusion",
    "to be continued",
    "the end.",
    "the moral of",
    "note:",
    "scene:",
    "title:",
    "fact:",
    "story:",
    "answer:",
    "summary:",
    "past tense",
    "third person",
    "first person",
    "the following sentence",
    "the sentence",
    "let me know",
    "i hope this",
    "feel free to",
    "sure,",
    "certainly!",
    "of course!",
    "revised version",
    "the plot",
    "the author",
    "fictional",
    "the given",
];

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    let text = look.passage.text;
    about_itself(text, &|phrase| look.source.phrases.shared(phrase).grams > 0)
        .map(|quote| finding(Rule::AboutItself, quote, format!("The text speaks about itself: \"{quote}\".")))
        .into_iter()
        .collect()
}

/// The sentence's words in which a text speaks about itself, unless the notes have that sentence.
pub(crate) fn about_itself<'t>(text: &'t str, in_notes: &dyn Fn(&str) -> bool) -> Option<&'t str> {
    let low = lower(text);
    // Lower case may change lengths; a quotation is only given where it does not.
    let same = low.len() == text.len();
    PHRASES.iter().find_map(|phrase| {
        let at = low
            .match_indices(phrase)
            .map(|(at, _)| at)
            .find(|&at| stands_alone(&low, at, at + phrase.len()))?;
        let quote = if same { text.get(at..at + phrase.len()).unwrap_or(text) } else { text };
        (!in_notes(quote)).then_some(quote)
    })
}

fn stands_alone(text: &str, from: usize, to: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let open = text[..to].ends_with(|c: char| !c.is_alphanumeric());
    !letter(text[..from].chars().next_back()) && (open || !letter(text[to..].chars().next()))
}
