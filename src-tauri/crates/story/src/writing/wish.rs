use crate::review::{Style, Voice};

/// What a wish says of person and tense; of the rest it is told to the model in the user's words.
pub(crate) fn style_of(wish: &str) -> Style {
    let low = wish.to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| wished(&low, phrase));
    let voice = if says(FIRST) {
        Voice::First
    } else if says(SECOND) {
        Voice::Second
    } else {
        Voice::Third
    };
    Style { voice, present: says(PRESENT) }
}

const FIRST: &[&str] = &["first person", "first-person", "i-narrator", "ich-form", "ersten person"];
const SECOND: &[&str] = &["second person", "second-person", "zweiten person"];
const PRESENT: &[&str] = &["present tense", "in the present", "präsens", "gegenwart"];

/// Words to ask for when a text of so many is written again by a wish; `asked` were asked for before.
pub(crate) fn words_of(wish: &str, words: u32, asked: u32) -> u32 {
    let low = wish.to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| wished(&low, phrase));
    let words = words.max(1);
    if says(SHORTER) {
        (words * 3 / 5).max(1)
    } else if says(LONGER) {
        words * 3 / 2
    } else {
        asked
    }
}

const SHORTER: &[&str] = &["shorter", "briefer", "half as long", "kürzer", "knapper"];
const LONGER: &[&str] = &["longer", "more detail", "twice as long", "länger", "ausführlicher"];

/// Whether a phrase stands in a wish and is not turned down there: `not in the first person`.
fn wished(low: &str, phrase: &str) -> bool {
    low.match_indices(phrase).any(|(at, _)| {
        let clause = low[..at].rsplit([',', ';', '.', '!', '?']).next().unwrap_or_default();
        !clause.split_whitespace().any(|word| TURNED_DOWN.contains(&word))
    })
}

const TURNED_DOWN: &[&str] =
    &["not", "no", "never", "without", "don't", "instead", "nicht", "kein", "keine", "nie"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_says_how_long() {
        assert_eq!(words_of("shorter, and she should be afraid", 100, 120), 60);
        assert_eq!(words_of("Not shorter. Colder.", 100, 120), 120);
        assert_eq!(words_of("a little longer", 100, 120), 150);
        assert_eq!(words_of("", 100, 120), 120);
    }

    #[test]
    fn person_and_tense_are_read_out_of_a_wish() {
        let style = |voice, present| Style { voice, present };
        for (wish, expected) in [
            ("", Style::default()),
            ("Dry and short, like a case file.", Style::default()),
            ("First person, please.", style(Voice::First, false)),
            ("Write it in the first person and the present tense", style(Voice::First, true)),
            ("second person; gloomy", style(Voice::Second, false)),
            ("Not in the first person. Present tense.", style(Voice::Third, true)),
            ("In der Ich-Form, im Präsens", style(Voice::First, true)),
        ] {
            assert_eq!(style_of(wish), expected, "{wish}");
        }
    }
}
