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
