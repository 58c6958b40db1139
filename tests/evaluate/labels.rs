use std::{fs, path::Path};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{long, pattern::Pattern, text::sentences};

/// Notes with what people wrote down of them.
pub(crate) struct Set {
    /// Its folder under `tests/fixtures/evaluate`.
    pub(crate) name: String,
    pub(crate) notes: String,
    pub(crate) labels: Labels,
    /// How many scenes are written of it at most.
    pub(crate) scenes: Option<usize>,
}

#[derive(Deserialize)]
pub(crate) struct Labels {
    /// What kind of notes they are.
    pub(crate) kind: String,
    /// `en` or another; the bars hold for English.
    pub(crate) language: String,
    /// The notes' file from the top of the repository, where it lies elsewhere already.
    notes: Option<String>,
    /// Everybody by their full name, whom the story follows first, each with their pronoun and the nouns that
    /// stand for them.
    pub(crate) people: Map<String, Value>,
    /// Other names that a story may write.
    pub(crate) names: String,
    /// What the notes say, in their order, each with the words by which it is recognised.
    pub(crate) facts: Map<String, Value>,
    /// Sentences that would contradict, each with the words of one that does.
    pub(crate) contradictions: Map<String, Value>,
    /// Sentences for the review, each with what it must catch.
    pub(crate) rules: Vec<Labelled>,
}

/// A sentence or two that might stand in a story, as a person judged them.
#[derive(Deserialize)]
pub(crate) struct Labelled {
    pub(crate) text: String,
    /// The sentence of the notes that it tells, if it tells one.
    pub(crate) fact: Option<String>,
    /// The rules that must speak; none where it is to be left alone.
    pub(crate) catch: Vec<String>,
}

/// A statement with the words by which it is recognised.
pub(crate) struct Recognised<'l> {
    pub(crate) says: &'l str,
    pub(crate) by: Pattern,
}

impl Set {
    /// Every set, by name.
    pub(crate) fn all() -> Vec<Self> {
        let folder = top().join("tests/fixtures/evaluate");
        let mut names: Vec<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let mut sets: Vec<Self> = names.iter().map(|name| Self::read(&folder.join(name), name)).collect();
        sets.push(long::set());
        sets
    }

    fn read(folder: &Path, name: &str) -> Self {
        let text = fs::read_to_string(folder.join("labels.json")).unwrap();
        let labels: Labels = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let notes = labels.notes.as_ref().map_or_else(|| folder.join("notes.md"), |path| top().join(path));
        let notes = fs::read_to_string(notes).unwrap();
        Self { name: name.to_owned(), notes, labels, scenes: None }
    }

    pub(crate) fn is_english(&self) -> bool {
        self.labels.language == "en"
    }

    pub(crate) fn facts(&self) -> impl Iterator<Item = Recognised<'_>> {
        recognised(&self.labels.facts)
    }

    pub(crate) fn contradictions(&self) -> impl Iterator<Item = Recognised<'_>> {
        recognised(&self.labels.contradictions)
    }
}

fn recognised(labels: &Map<String, Value>) -> impl Iterator<Item = Recognised<'_>> {
    labels.iter().map(|(says, by)| Recognised { says, by: Pattern::read(by.as_str().unwrap()) })
}

/// The top of the repository.
pub(crate) fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn the_labels_are_true_of_their_notes() {
    let mut faults = Vec::new();
    for set in Set::all() {
        let notes = sentences(&set.notes);
        let mut must = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{}: {what}", set.name));
            }
        };
        for fact in set.facts() {
            must(fact.by.is_said_in(&notes), &format!("the notes do not say: {}", fact.says));
        }
        for against in set.contradictions() {
            must(against.by.is_said_by_one_of(&sentences(against.says)), against.says);
            // Hostile notes say themselves what no story may say.
            let quiet = set.name == "hostile" || !against.by.is_said_by_one_of(&notes);
            must(quiet, &format!("the notes say: {}", against.says));
        }
        for fact in set.labels.rules.iter().filter_map(|label| label.fact.as_ref()) {
            must(set.notes.contains(fact), &format!("not in the notes: {fact}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
