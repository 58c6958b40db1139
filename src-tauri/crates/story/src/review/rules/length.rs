use mythline_protocol::{Finding, Rule};

use crate::{
    review::look::{Look, finding},
    text::word_count,
};

/// Too short below this share of what was asked, and too long above it.
const BOUNDS: (f32, f32) = (0.6, 1.6);

#[expect(clippy::cast_precision_loss, reason = "word counts are far below what a float holds exactly")]
pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    let (words, asked) = (word_count(look.passage.text), look.brief.words);
    let share = words as f32 / asked.max(1) as f32;
    if words == 0 {
        return vec![finding(Rule::Length, "", "Nothing was written.".to_owned())];
    }
    if asked == 0 || (BOUNDS.0..=BOUNDS.1).contains(&share) {
        return Vec::new();
    }
    let side = if share < 1.0 { "Too short" } else { "Too long" };
    vec![finding(Rule::Length, "", format!("{side}: {words} words where about {asked} were asked for."))]
}
