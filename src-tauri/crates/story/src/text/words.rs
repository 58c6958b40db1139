use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of a text with their places in it, by the Unicode rules: `don't` and `3.5` are one word,
/// `sea-wall` is two.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.unicode_word_indices().map(|(start, word)| (start..start + word.len(), word))
}

/// How many words a text has, as people count them: what stands between spaces and holds a letter
/// or a digit. Scripts without spaces are counted by the Unicode rules.
#[must_use]
pub fn word_count(text: &str) -> u32 {
    let spaced: usize = text
        .split_whitespace()
        .map(|piece| {
            if is_spaceless(piece) {
                words(piece).count()
            } else {
                usize::from(piece.chars().any(char::is_alphanumeric))
            }
        })
        .sum();
    u32::try_from(spaced).unwrap_or(u32::MAX)
}

/// Whether the text is in a script that puts no spaces between words (Chinese, Japanese, Thai and
/// their neighbours).
fn is_spaceless(text: &str) -> bool {
    text.chars().any(|c| matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF))
}

/// A word for comparing: lower case, straight apostrophe, without the possessive ending.
#[must_use]
pub fn fold(word: &str) -> String {
    let mut low = lower(word);
    if low.ends_with("'s") || low.ends_with("s'") {
        let keep = low.len() - if low.ends_with("'s") { 2 } else { 1 };
        low.truncate(keep);
    }
    low
}

/// Lower case with straight apostrophes; the possessive ending stays.
pub(crate) fn lower(word: &str) -> String {
    word.chars()
        .map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_as_people_count_them() {
        for (text, count) in [
            ("", 0),
            ("—", 0),
            ("The sea-wall is 3.5 feet high.", 6),
            ("Don't go — not yet.", 4),
            ("灯台守は", 4),
            ("  one\ttwo\nthree  ", 3),
        ] {
            assert_eq!(word_count(text), count, "{text}");
        }
    }

    #[test]
    fn folding_takes_the_possessive_off() {
        for (word, folded) in
            [("Teague’s", "teague"), ("boats'", "boats"), ("Don't", "don't"), ("ÉTÉ", "été")]
        {
            assert_eq!(fold(word), folded);
        }
    }

    #[test]
    fn spans_point_at_their_words() {
        let text = "Old Teague’s “basket”, 3.5 kg";
        assert!(words(text).all(|(span, word)| &text[span] == word));
    }
}
