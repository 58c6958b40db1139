//! The facts as sentences that can be told: whole, about the story's own people.

use mythline_protocol::PlayerPlace;

use super::{
    player::Player,
    recast::{Recast, recast},
};
use crate::{
    notes::{NoteFact, Notes, Part},
    text::{fold, is_title, verb},
};

/// Every fact of the notes as a sentence to tell, by index: of places and people that are listed
/// (`The mill: two rooms`) a sentence is made, and where the player takes somebody's place they stand
/// in it.
#[must_use]
pub fn told(notes: &Notes, player: &Player) -> Vec<String> {
    let whole: Vec<String> = notes.facts.iter().enumerate().map(|(at, fact)| whole(fact, at, notes)).collect();
    match (player.place, player.of) {
        (PlayerPlace::TakesPlace, Some(of)) => {
            let texts: Vec<&str> = whole.iter().map(String::as_str).collect();
            recast(&texts, &notes.people, &Recast { of, name: &player.name, pronoun: player.pronoun })
        }
        _ => whole,
    }
}

/// A fact as a whole sentence.
fn whole(fact: &NoteFact, at: usize, notes: &Notes) -> String {
    let first = at == 0 || notes.facts[at - 1].paragraph != fact.paragraph;
    let text = fact.text.trim();
    if !first || !matches!(fact.part, Part::People | Part::Places) {
        return text.to_owned();
    }
    let Some((name, rest)) = split_entry(text, fact.part) else { return text.to_owned() };
    let begins = rest.split_whitespace().next().map(fold).unwrap_or_default();
    let acts = verb(&begins).any(|(form, _)| form == crate::text::Form::Third) || matches!(begins.as_str(), "is" | "has" | "was");
    if acts { format!("{name} {rest}") } else { format!("{name} is {}", article(rest)) }
}

/// The name and what is said of it, where a colon, a dash or a comma stands between.
fn split_entry(text: &str, part: Part) -> Option<(&str, &str)> {
    let at = match part {
        Part::Places => text.find([':', '–', '—']).or_else(|| text.find(" - ")),
        _ => text.find([':', '–', '—', ',']).or_else(|| text.find(" - ")),
    }?;
    let name = text[..at].trim();
    let rest = text[at..].trim_start_matches([':', '–', '—', ',', '-', ' ']).trim();
    let names_only = part == Part::Places
        || name.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase) || is_title(&fold(word)));
    (!name.is_empty() && !rest.is_empty() && names_only && name.split_whitespace().count() <= 6).then_some((name, rest))
}

/// `ferryman of Skarn` wants an article; `nineteen`, `the ferryman` and `old` do not.
fn article(rest: &str) -> String {
    let low = fold(rest.split([' ', ',', '.']).next().unwrap_or(""));
    let has = matches!(low.as_str(), "a" | "an" | "the" | "one" | "his" | "her" | "their" | "in" | "at" | "on" | "by" | "about");
    let number = low.chars().next().is_some_and(|c| c.is_ascii_digit()) || crate::text::number_of(&low).is_some();
    let of = rest.split([',', '.', ';']).next().unwrap_or("").split_whitespace().count();
    let noun = NOUN_ENDINGS.iter().any(|end| low.ends_with(end)) || crate::notes::pronoun_of_noun(&low).is_some();
    if has || number || !noun || of > 6 {
        return rest.to_owned();
    }
    let an = low.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {rest}", if an { "an" } else { "a" })
}

/// Endings of nouns for what people do.
const NOUN_ENDINGS: &[&str] = &["er", "or", "man", "woman", "ist", "ian", "smith", "wright", "clerk", "monk", "nurse", "cook"];

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let notes = Notes::read(text);
        told(&notes, &Player::choose(&notes, "", None, None))
    }

    #[test]
    fn entries_become_sentences() {
        assert_eq!(
            all("## Places\n- The mill: two rooms and a wheel.\n## People\n- Ann Moss, widow\n- Bo: nineteen\n- Cay is old\n- Dan owns it."),
            ["The mill is two rooms and a wheel.", "Ann Moss is a widow.", "Bo is nineteen.", "Cay is old.", "Dan owns it."]
        );
    }
}
