//! What a story must be better than: the notes copied out, and their sentences in any order.

use crate::{labels::Set, pen::Story, score::Score, text::sentences};

/// The figures of what is no story.
pub(crate) struct Controls {
    /// The notes, as they are.
    pub(crate) copied: Score,
    /// Their sentences, shuffled.
    pub(crate) shuffled: Score,
}

impl Controls {
    /// Of the notes' part that the story tells.
    pub(crate) fn of(set: &Set, story: &Story) -> Self {
        let plain = |text: &str| {
            text.lines()
                .map(|line| line.trim_start_matches(['#', '-', '>', ' ', '*']))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let notes = plain(&set.notes);
        let mut sentences: Vec<String> =
            sentences(&notes).into_iter().map(|sentence| sentence.text).collect();
        shuffle(&mut sentences);
        let score = |text: String| {
            Score::of(set, &Story { written: vec![text], lengths: Vec::new(), untold: story.untold.clone() })
        };
        Self { copied: score(notes), shuffled: score(sentences.join(" ")) }
    }
}

/// The same order every time: Fisher and Yates with a xorshift.
fn shuffle(sentences: &mut [String]) {
    let mut dice = crate::long::Dice::new(7);
    for at in (1..sentences.len()).rev() {
        sentences.swap(at, dice.below(at + 1));
    }
}
