use super::{is_stop_word, words::fold, words::words};

/// Whether a text is English, by the share of its words that are English words of grammar. Short
/// texts are given the benefit of the doubt when their letters are Latin.
#[must_use]
pub fn is_english(text: &str) -> bool {
    let (mut all, mut grammar, mut foreign, mut capital) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (_, word) in words(text).take(400) {
        all += 1;
        grammar += usize::from(is_stop_word(&fold(word)));
        foreign += usize::from(word.chars().any(|c| !c.is_ascii() && c.is_alphabetic()));
        capital += usize::from(word.chars().next().is_some_and(char::is_uppercase));
    }
    if all < 8 {
        return foreign * 3 <= all;
    }
    let plain = all - capital.min(all / 2);
    foreign * 3 <= all && grammar * 100 >= plain * 18
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_told_from_other_languages() {
        for (text, english) in [
            ("Old Teague came to the wall at noon with a basket in his hands, and he said nothing.", true),
            (
                "Der alte Teague kam mittags mit einem Korb zur Mauer und sagte lange kein einziges Wort.",
                false,
            ),
            ("Le vieux Teague est venu au mur à midi avec un panier dans les mains, sans rien dire.", false),
            ("灯台守は三十年も島に住んでいた。", false),
            ("Fog rolled in.", true),
            ("", true),
            ("Ο γέρος ήρθε στον τοίχο το μεσημέρι με ένα καλάθι.", false),
        ] {
            assert_eq!(is_english(text), english, "{text}");
        }
    }
}
