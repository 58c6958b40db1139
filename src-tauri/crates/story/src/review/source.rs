use std::collections::HashSet;

use super::Character;
use crate::notes::without_orders;
use crate::text::{Grams, Names, content_stems, is_english, lower};

/// What a story rests on: the notes with their names and words, the people, and the worked examples
/// of the prompts, of which nothing may appear. Made once for a story.
#[derive(Debug, Clone)]
pub struct Source {
    /// Whether the notes are English; most rules need that.
    pub(super) english: bool,
    /// The notes in lower case.
    pub(super) low: String,
    /// Names and words of the notes, and of the player.
    pub(super) names: Names,
    /// Runs of eight words of the notes.
    pub(super) notes: Grams<8>,
    /// Runs of four words of the notes: what the notes say themselves was not leaked.
    pub(super) phrases: Grams<4>,
    /// Runs of four words of the worked examples.
    pub(super) examples: Grams<4>,
    /// Stems of the words of the worked examples that say something.
    pub(super) example_words: HashSet<String>,
    /// The main character.
    pub(super) player: Character,
    /// Everybody else.
    pub(super) cast: Vec<Character>,
}

impl Source {
    /// Reads the notes. `player` and `cast` are taken as known whether the notes name them or not.
    #[must_use]
    pub fn new(notes: &str, player: Character, cast: Vec<Character>) -> Self {
        let english = is_english(notes);
        let notes = &without_orders(notes);
        let mut names = Names::of(notes);
        for person in cast.iter().chain([&player]) {
            names.add_name(&person.name);
        }
        Self {
            english,
            low: lower(notes),
            names,
            notes: Grams::of(notes),
            phrases: Grams::of(notes),
            examples: Grams::saying(2),
            example_words: HashSet::new(),
            player,
            cast,
        }
    }

    /// Adds a worked example of the prompts.
    #[must_use]
    pub fn with_example(mut self, example: &str) -> Self {
        self.examples.add(example);
        self.example_words.extend(content_stems(example));
        self
    }

    /// Everybody, the main character first.
    pub(super) fn people(&self) -> impl Iterator<Item = &Character> {
        std::iter::once(&self.player).chain(self.cast.iter().filter(|person| person.name != self.player.name))
    }
}
