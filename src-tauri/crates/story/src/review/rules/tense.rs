use mythline_protocol::{Finding, Rule};

use crate::{
    review::look::{Look, finding},
    text::present_verbs,
};

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    if !look.narration() || look.brief.style.present {
        return Vec::new();
    }
    let present = present_verbs(&look.passage);
    let Some(&first) = present.first() else { return Vec::new() };
    let quote = look.words_around(first);
    let message = match present.len() {
        1 => format!("The story is told in the past; here: \"{quote}\"."),
        n => format!("The story is told in the past; {n} verbs are in the present, as in \"{quote}\"."),
    };
    vec![finding(Rule::Tense, quote, message)]
}
