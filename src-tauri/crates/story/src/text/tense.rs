use super::{Form, Passage, verb};
/// x
pub fn present_verbs(passage: &Passage<'_>) -> Vec<usize> {
    let words = &passage.words;
    (0..words.len())
        .filter(|&at| {
            !words[at].quoted
                && (matches!(words[at].low.as_str(), "is" | "are" | "has" | "does" | "am")
                    || verb(&words[at].low).any(|(form, verb)| form == Form::Third && !verb.noun_too))
        })
        .collect()
}
