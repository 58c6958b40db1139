use rust_stemmers::{Algorithm, Stemmer};

use super::{
    Form, is_stop_word,
    lexicon::verb,
    numbers::{counts, number_of},
    passage::Passage,
    words::fold,
};

/// What a word is compared by: `came`, `comes` and `coming` are one, `lamps` and `lamp` are one,
/// `twelve` and `12` are one.
#[must_use]
pub fn stem(word: &str) -> String {
    let folded = fold(word);
    if let Some(number) = number_of(&folded) {
        return number.to_string();
    }
    let base = irregular_base(&folded).or_else(|| irregular_singular(&folded)).unwrap_or(&folded);
    Stemmer::create(Algorithm::English).stem(base).into_owned()
}

/// The stems of the words that say something, in order, with repeats. A number is one of them,
/// however many words it is.
#[must_use]
pub fn content_stems(text: &str) -> Vec<String> {
    let words = Passage::new(text).words;
    let numbers = counts(&words);
    let mut stems = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(count) = numbers.iter().find(|count| count.at == at) {
            stems.push(count.number.to_string());
            at += count.words;
            continue;
        }
        if !is_stop_word(words[at].folded()) {
            stems.push(stem(words[at].text));
        }
        at += 1;
    }
    stems
}

/// The base of an irregular verb's past or participle, unless the word is the base of another; and of `goes`,
/// which the stemmer would leave an `e`.
fn irregular_base(folded: &str) -> Option<&'static str> {
    let bent = |form| match form {
        Form::Past | Form::Participle => true,
        Form::Third => folded.ends_with("oes"),
        _ => false,
    };
    verb(folded).find(|(form, _)| bent(*form)).map(|(_, verb)| verb.base.as_str())
}

fn irregular_singular(folded: &str) -> Option<&'static str> {
    Some(match folded {
        "men" => "man",
        "women" => "woman",
        "children" => "child",
        "feet" => "foot",
        "teeth" => "tooth",
        "mice" => "mouse",
        "geese" => "goose",
        "wives" => "wife",
        "knives" => "knife",
        "lives" => "life",
        "wolves" => "wolf",
        "thieves" => "thief",
        "shelves" => "shelf",
        "halves" => "half",
        "loaves" => "loaf",
        "leaves" => "leave",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in [
            ("came", "comes"),
            ("went", "goes"),
            ("lamps", "lamp"),
            ("gave", "given"),
            ("12", "twelve"),
            ("Teague’s", "Teague"),
            ("children", "child"),
            ("sold", "sells"),
            ("opened", "opens"),
            ("held", "holding"),
            ("feet", "foot"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("lamp"), stem("lamb"));
    }

    #[test]
    fn only_words_that_say_something_have_content() {
        assert_eq!(content_stems("He came to the wall with a basket."), ["come", "wall", "basket"]);
    }
}
