use mythline_protocol::{Finding, Rule};

use crate::review::look::{Look, finding};

/// More than this share of a step in runs of eight words from the notes is copying.
const COPIED: f32 = 0.75;
/// A step shorter than this cannot help it.
const WORDS: usize = 40;

/// Long runs out of the notes.
pub(super) fn copied(look: &Look<'_>) -> Vec<Finding> {
    let runs = look.source.notes.shared(look.passage.text);
    let Some(longest) = runs.longest.clone().filter(|_| runs.total >= WORDS && runs.share() > COPIED) else {
        return Vec::new();
    };
    let quote = &look.passage.text[longest];
    let message = format!("{} of {} words stand in long runs taken from the notes.", runs.words, runs.total);
    vec![finding(Rule::Copied, quote, message)]
}

/// Words of the worked examples in the prompts.
pub(super) fn leaked(look: &Look<'_>) -> Vec<Finding> {
    leak(look.passage.text, look.source)
        .map(|quote| {
            finding(
                Rule::Leaked,
                quote,
                format!("These words come from the program's own examples: \"{quote}\"."),
            )
        })
        .into_iter()
        .collect()
}

/// The longest run of words that a text has from the worked examples and not from the notes.
pub(crate) fn leak<'t>(text: &'t str, source: &crate::review::Source) -> Option<&'t str> {
    let runs = source.examples.shared(text);
    let quote = &text[runs.longest?];
    (source.phrases.shared(quote).words < runs.words).then_some(quote)
}
