use mythline_protocol::{Finding, Rule};

use crate::{
    review::{
        Voice,
        look::{Look, finding},
    },
    text::first_or_second,
};

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    if !look.narration() || look.brief.style.voice != Voice::Third {
        return Vec::new();
    }
    first_or_second(&look.passage)
        .first()
        .map(|&at| {
            let (word, quote) = (look.passage.words[at].text, look.words_around(at));
            finding(
                Rule::Person,
                quote,
                format!("The story is told in the third person; here: \"{quote}\" (\"{word}\")."),
            )
        })
        .into_iter()
        .collect()
}
