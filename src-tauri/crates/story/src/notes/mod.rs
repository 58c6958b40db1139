//! The writer's notes: any Markdown or plain text, read into people, places and facts in order.

mod blocks;
mod capitals;
mod decode;
mod facts;
mod hostile;
mod people;
mod person;
mod pronoun;
mod quests;
mod research;
mod sections;
mod speech;
mod tally;

use mythline_protocol::{CommandError, ErrorCode};

use crate::text::{is_english, word_count};

pub use decode::{MOST_BYTES, decode};
pub use facts::{NoteFact, Section};
pub use hostile::Untold;
pub use person::Person;
pub(crate) use person::find_word;
pub(crate) use quests::name_and_rest;
pub use quests::{Phase, Quest, QuestRole};
pub use research::{RESEARCH, from_research};

pub(crate) use pronoun::{is_occupation, pronoun_of, pronoun_of_noun};
pub use sections::Part;
pub use speech::Speech;
pub(crate) use speech::{is_saying, speech as speech_of};

/// What stands for the main character in notes of quests, whose name they do not know.
pub(crate) const PLAYER: &str = "$N";

/// The notes without what speaks to a writer or is code: what a story may draw on.
pub(crate) fn without_orders(text: &str) -> String {
    let notes = Notes::read(text);
    let drawn = |fact: &&NoteFact| !matches!(fact.untold, Some(Untold::Instruction | Untold::Code));
    let headings =
        notes.title.iter().chain(notes.sections.iter().filter_map(|section| section.name.as_ref()));
    let facts = notes.facts.iter().filter(drawn).map(|fact| &fact.text);
    headings.chain(facts).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Facts that a story needs at least: an introduction, a scene and a conclusion of two sentences each.
const FEWEST_FACTS: usize = 6;

/// Notes as they were understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The title, where the notes have one.
    pub title: Option<String>,
    /// How many words they have.
    pub words: u32,
    /// Whether they are in English: of other languages the rules know the sentences and the names only.
    pub english: bool,
    /// Who is in them, in the order of first mention.
    pub people: Vec<Person>,
    /// Where it happens, in the order of first mention.
    pub places: Vec<String>,
    /// The parts of the notes.
    pub sections: Vec<Section>,
    /// What they say, in order.
    pub facts: Vec<NoteFact>,
    /// What they ask.
    pub questions: Vec<String>,
    /// What the writing should mind: tone, themes, rules.
    pub guidance: Vec<String>,
    /// The quests, in order.
    pub quests: Vec<Quest>,
    /// In which order their parts happen, as indexes into the quests; empty for one quest after another.
    pub order: Vec<(usize, Phase)>,
}

impl Notes {
    /// Reads notes. Any text can be read; whether it carries a story is asked by [`Notes::check`].
    #[must_use]
    pub fn read(text: &str) -> Self {
        let facts::Read { title, sections, facts, quests, order } = facts::read(blocks::blocks(text));
        let (people, places) = people::people_and_places(&facts);
        let asked = |fact: &&NoteFact| fact.part == Part::Questions || fact.untold == Some(Untold::Question);
        let questions = facts.iter().filter(asked).map(|fact| fact.text.clone()).collect();
        let guides = |fact: &&NoteFact| fact.part == Part::Guidance && fact.untold.is_none();
        let guidance = facts.iter().filter(guides).map(|fact| fact.text.clone()).collect();
        Self {
            title,
            words: word_count(text),
            english: is_english(text),
            people,
            places,
            sections,
            facts,
            questions,
            guidance,
            quests,
            order,
        }
    }

    /// The quest that a fact belongs to.
    #[must_use]
    pub fn quest_of(&self, fact: usize) -> Option<&Quest> {
        let section = self.facts[fact].section;
        self.quests.iter().find(|quest| quest.section == section)
    }

    /// Whether there is enough for a story.
    ///
    /// # Errors
    /// [`ErrorCode::NotesTooShort`], with what to do.
    pub fn check(&self) -> Result<(), CommandError> {
        let told = self.facts.iter().filter(|fact| fact.is_story()).count();
        if told >= FEWEST_FACTS {
            return Ok(());
        }
        let message = match told {
            0 => "The notes hold nothing to tell yet. Write who is in it and what happens, one thing a sentence.".to_owned(),
            _ => format!(
                "The notes hold too little for a story: {told} {} where at least {FEWEST_FACTS} are needed. \
                 Write down more of what happens, one thing a sentence.",
                if told == 1 { "sentence" } else { "sentences" }
            ),
        };
        Err(CommandError::new(ErrorCode::NotesTooShort, message))
    }
}

impl NoteFact {
    /// Whether it says something of the story, told or not: what the notes ask, and advice to the writer,
    /// does not.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        !matches!(self.part, Part::Questions | Part::Guidance)
            && !matches!(self.untold, Some(Untold::Question | Untold::Scrap))
    }

    /// Whether it is told in a story.
    #[must_use]
    pub fn is_story(&self) -> bool {
        self.untold.is_none() && !matches!(self.part, Part::Questions | Part::Guidance)
    }
}

#[cfg(test)]
mod tests;
