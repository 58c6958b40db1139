#![allow(clippy::unwrap_used)]

use super::*;

const SAMPLE: &str = include_str!("../../samples/The Weigh-House at Hallin.md");

#[test]
fn the_sample_is_understood() {
    let notes = Notes::read(SAMPLE);
    assert_eq!(notes.title.as_deref(), Some("The Weigh-House at Hallin"));
    let people: Vec<_> =
        notes.people.iter().map(|p| (p.name.as_str(), p.pronoun.map(|p| p.subject()))).collect();
    assert_eq!(
        people,
        [
            ("Nell Harker", Some("she")),
            ("Josef Brandt", Some("he")),
            ("Silas Crake", Some("he")),
            ("Ada Moss", Some("she")),
            ("Tom", Some("he")),
        ]
    );
    assert_eq!(notes.places, ["the weigh-house", "the chapel", "Hallin", "Sarn"]);
    assert_eq!(notes.questions.len(), 2);
    let told = notes.facts.iter().filter(|fact| fact.is_story()).count();
    assert!((60..=80).contains(&told), "{told}");
}

#[test]
fn people_without_names_are_found_by_what_they_are() {
    let notes = Notes::read(
        "The tailor sews at night. He is poor. The tailor opens the window. The miller laughs. The miller goes home. \
         The tailor sews on.",
    );
    let people: Vec<_> =
        notes.people.iter().map(|p| (p.name.as_str(), p.pronoun.map(|p| p.subject()))).collect();
    assert_eq!(people, [("the tailor", Some("he")), ("the miller", None)]);
}

/// Notes of a megabyte that ask for quadratic work are read in one go: with it this test would not end.
#[test]
fn long_runs_of_marks_are_text() {
    assert_eq!(Notes::read(&"<!-- x -->".repeat(100_000)).facts, []);
    assert_eq!(Notes::read(&format!("## People\n{}", "- Ann Moss\n".repeat(30_000))).people.len(), 1);
    assert_eq!(Notes::read(&"[".repeat(500_000)).people, []);
    assert_eq!(Notes::read(&"<a ".repeat(300_000)).people, []);
}

#[test]
fn the_people_of_other_notes_are_understood() {
    let people = |text: &str| -> Vec<String> {
        let pronoun = |person: &Person| person.pronoun.map_or("?", |pronoun| pronoun.subject());
        Notes::read(text)
            .people
            .iter()
            .map(|p| format!("{}, {} ({})", p.name, p.short(), pronoun(p)))
            .collect()
    };
    assert_eq!(
        people(include_str!("../../tests/fixtures/notes/detective.md")),
        [
            "Inspector Tomas Vell, Vell (he)",
            "Mrs Orla Finch, Mrs Finch (she)",
            "Daniel Reyes, Daniel Reyes (he)",
            "Hugo Lind, Hugo Lind (he)",
            "Clara Lind, Clara Lind (she)",
        ]
    );
    assert_eq!(
        people(include_str!("../../tests/fixtures/notes/tailor.txt")),
        ["Matti, Matti (he)", "Liisa, Liisa (she)", "North Wind, North Wind (he)"]
    );
}
