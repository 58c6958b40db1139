//! The facts as sentences that can be told: whole, about the story's own people.

use mythline_protocol::PlayerPlace;

use super::{
    deeds,
    player::Player,
    quests::parts,
    recast::{Recast, capital, recast},
};
use crate::{
    notes::{NoteFact, Notes, Part, is_occupation, pronoun_of_noun},
    text::{Pronoun, fold, is_present, is_stop_word, is_title, past, past_before, unmet, verb},
};

/// Every fact of the notes as a sentence to tell, by index: of places and people that are listed
/// (`The mill: two rooms`) a sentence is made, it is put into the past where a rule is sure how, and where
/// the player takes somebody's place they stand in it.
#[must_use]
pub fn told(notes: &Notes, player: &Player) -> Vec<String> {
    let mut whole: Vec<String> = notes
        .facts
        .iter()
        .enumerate()
        .map(|(at, fact)| of_quest(at, notes, player).unwrap_or_else(|| whole(fact, at, notes)))
        .enumerate()
        .map(|(at, sentence)| in_past(at, notes, &sentence).filter(|_| notes.english).unwrap_or(sentence))
        .collect();
    by_pronoun(&mut whole, notes, player);
    match (player.place, player.of) {
        (PlayerPlace::TakesPlace, Some(of)) => {
            let texts: Vec<&str> = whole.iter().map(String::as_str).collect();
            recast(&texts, &notes.people, &Recast { of, name: &player.name, pronoun: player.pronoun })
        }
        _ => whole,
    }
}

/// A fact in the past, as what stands around it shows: what lies before that, and what was expected and is not so.
fn in_past(at: usize, notes: &Notes, sentence: &str) -> Option<String> {
    let beside = |at: Option<usize>| at.and_then(|at| notes.facts.get(at));
    let fact = &notes.facts[at];
    let before = beside(at.checked_sub(1)).filter(|before| before.section == fact.section);
    let after = beside(Some(at + 1)).filter(|after| after.paragraph == fact.paragraph);
    if after.is_some_and(|after| DENIES.iter().any(|word| after.text.starts_with(word)))
        && let Some(sentence) = unmet(sentence)
    {
        return Some(past(&sentence).unwrap_or(sentence));
    }
    let among_present = before.is_some_and(|before| is_present(&before.text));
    past_before(sentence).filter(|_| among_present).or_else(|| past(sentence))
}

/// How a sentence begins that says what is so instead of what should be.
const DENIES: &[&str] = &["It ", "But ", "Instead", "Yet "];

/// Of two sentences of a quest that follow each other and begin with the main character, the second begins with
/// the pronoun, unless it could stand for somebody else.
fn by_pronoun(told: &mut [String], notes: &Notes, player: &Player) {
    if player.pronoun == Pronoun::They || !notes.english {
        return;
    }
    let name = format!("{} ", capital(&player.name));
    let other = |text: &str| {
        notes.people.iter().enumerate().any(|(at, person)| {
            let could = person.pronoun.is_none_or(|pronoun| pronoun == player.pronoun);
            player.of != Some(at) && could && person.first_in(text).is_some()
        })
    };
    for quest in notes.quests.iter().filter(|quest| !quest.tale) {
        let facts: Vec<usize> = (0..told.len())
            .filter(|at| notes.facts[*at].section == quest.section && notes.facts[*at].is_story())
            .collect();
        for (_, part) in parts(notes, &facts) {
            for pair in part.windows(2) {
                let (before, at) = (&told[pair[0]], pair[1]);
                if before.starts_with(&name) && told[at].starts_with(&name) && !other(before) {
                    told[at] = format!("{} {}", capital(player.pronoun.subject()), &told[at][name.len()..]);
                }
            }
        }
    }
}

/// A fact of a quest as a sentence about the main character.
fn of_quest(at: usize, notes: &Notes, player: &Player) -> Option<String> {
    let fact = &notes.facts[at];
    fact.quest?;
    let told = notes.quest_of(at).filter(|_| notes.english).and_then(|quest| {
        let before = notes.quests.iter().take_while(|other| *other != quest);
        let again = before.flat_map(|other| [&other.giver, &other.turn_in]).any(|met| *met == quest.giver);
        deeds::told(fact, quest, player, again)
    });
    Some(deeds::with_name(told.as_deref().unwrap_or(&fact.text), player))
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
    let acts = verb(&begins).any(|(form, _)| form == crate::text::Form::Third)
        || matches!(begins.as_str(), "is" | "has" | "was");
    if acts { format!("{name} {rest}") } else { format!("{name} is {}", listed(rest)) }
}

/// `fifty, patient, watch dealer in Hallin` as `fifty, patient and a watch dealer in Hallin`.
fn listed(rest: &str) -> String {
    let (body, end) = rest.strip_suffix('.').map_or((rest, ""), |body| (body, "."));
    let parts = with_age(body.split(", ").collect());
    let clauses = body.contains([';', ':', '.'])
        || parts.iter().any(|part| begins_clause(part))
        || body.contains(" and ");
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() && !clauses => {
            format!("{} and {last}{end}", before.join(", "))
        }
        _ => format!("{}{end}", parts.join(", ")),
    }
}

/// What somebody is, with articles. An age does not stand last: `botanist, 41` is `a botanist of 41`.
fn with_age(mut parts: Vec<&str>) -> Vec<String> {
    let is_age = |part: &&str| part.parse::<u8>().is_ok() || crate::text::number_of(&fold(part)).is_some();
    let Some(at) = parts.iter().position(is_age).filter(|at| *at > 0) else {
        return parts.into_iter().map(article).collect();
    };
    let age = parts.remove(at);
    if let [one] = parts[..]
        && article(one) != one
        && !one.split_whitespace().any(|word| is_stop_word(&fold(word)))
    {
        return vec![format!("{} of {age}", article(one))];
    }
    std::iter::once(age.to_owned()).chain(parts.into_iter().map(article)).collect()
}

/// Whether a part of a list is more than what somebody is: `who sings`, `has a limp`.
fn begins_clause(part: &str) -> bool {
    let first = part.split_whitespace().next().map(fold).unwrap_or_default();
    matches!(
        first.as_str(),
        "who" | "which" | "that" | "but" | "and" | "where" | "when" | "he" | "she" | "it" | "they"
    ) || verb(&first).any(|(form, verb)| form == crate::text::Form::Third && !verb.noun_too)
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
        || name
            .split_whitespace()
            .all(|word| word.chars().next().is_some_and(char::is_uppercase) || is_title(&fold(word)));
    (!name.is_empty() && !rest.is_empty() && names_only && name.split_whitespace().count() <= 6)
        .then_some((name, rest))
}

/// `ferryman in Skarn` wants an article, and so does `owner of the mill`; `nineteen`, `the ferryman`,
/// `his sister` and `old` do not.
fn article(part: &str) -> String {
    let all: Vec<String> = part.split_whitespace().map(|word| fold(word.trim_end_matches(','))).collect();
    let Some(first) = all.first() else { return String::new() };
    let number =
        first.chars().next().is_some_and(|c| c.is_ascii_digit()) || crate::text::number_of(first).is_some();
    let end = all.iter().position(|word| is_stop_word(word)).unwrap_or(all.len());
    let Some(noun) = all[..end].last().filter(|_| end <= 4) else { return part.to_owned() };
    let is_noun = is_occupation(noun) || pronoun_of_noun(noun).is_some();
    if number || !is_noun {
        return part.to_owned();
    }
    if all.get(end).is_some_and(|word| word == "of") {
        return format!("the {part}");
    }
    let an = first.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {part}", if an { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let notes = Notes::read(text);
        told(&notes, &Player::choose(&notes, "", None, None))
    }

    #[test]
    fn what_stands_around_a_fact_shows_when_it_was() {
        let told = all(
            "## People\n- Bo Tull keeps the lamps. He broke his leg at midsummer.\n## One\nThe beam should hang level. It tips. \
             Bo should sleep. He wakes. Bo was ill in March. He was well in May.",
        );
        assert_eq!(
            told[1..],
            [
                "He had broken his leg at midsummer.",
                "The beam should have hung level.",
                "It tipped.",
                "Bo should sleep.",
                "He woke.",
                "Bo had been ill in March.",
                "He was well in May."
            ]
        );
    }

    #[test]
    fn entries_become_sentences() {
        assert_eq!(
            all(
                "## Places\n- The mill: two rooms and a wheel.\n## People\n- Ann Moss, widow\n- Bo: nineteen\n- Cay is old\n- Dan owns it.\n- Eve: fifty, patient, watch dealer in Ulm\n- Fay, owner of the mill\n- Gil: botanist, 41.\n- Hal: patient, 50, watch dealer in Ulm"
            ),
            [
                "The mill was two rooms and a wheel.",
                "Ann Moss was a widow.",
                "Bo was nineteen.",
                "Cay was old.",
                "Dan owned it.",
                "Eve was fifty, patient and a watch dealer in Ulm.",
                "Fay was the owner of the mill.",
                "Gil was a botanist of 41.",
                "Hal was 50, patient and a watch dealer in Ulm."
            ]
        );
    }
}
