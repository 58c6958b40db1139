use std::collections::HashSet;

use crate::text::{Passage, content_stems, counts, negations};

/// The share of a fact's content words that a text must have to say it.
const KEPT: f32 = 0.6;

/// Whether a text says a fact: most of its content words stand close together there, its numbers are
/// there, and what it denies is not affirmed.
#[must_use]
pub fn found(fact: &str, text: &str) -> bool {
    let stems: HashSet<String> = content_stems(fact).into_iter().collect();
    if stems.is_empty() {
        return true;
    }
    let denied = !negations(&Passage::new(fact)).is_empty();
    let numbers: Vec<u64> = counts(&Passage::new(fact).words).into_iter().map(|count| count.number).collect();
    let passage = Passage::new(text);
    (0..passage.sentences.len()).any(|at| {
        let last = (at + 2).min(passage.sentences.len()) - 1;
        let window = &text[passage.sentences[at].span.start..passage.sentences[last].span.end];
        let has: HashSet<String> = content_stems(window).into_iter().collect();
        let near = Passage::new(window);
        let counted: Vec<u64> = counts(&near.words).into_iter().map(|count| count.number).collect();
        crate::text::share(stems.intersection(&has).count(), stems.len()) >= KEPT
            && numbers.iter().all(|number| counted.contains(number))
            && (!denied || !negations(&near).is_empty())
    })
}
