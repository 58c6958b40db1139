use mythline_protocol::{DialogueLine, Fact};

use serde::{Deserialize, Serialize};

use crate::text::Pronoun;

/// Somebody in the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Character {
    /// As the notes write it, titles too: `Old Teague`.
    pub name: String,
    /// Where it is known.
    pub pronoun: Option<Pronoun>,
}

/// In which person the story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Voice {
    /// I, we.
    First,
    /// You.
    Second,
    /// He, she, they.
    #[default]
    Third,
}

/// How the story is told: third person and past tense unless the wish says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Style {
    /// In which person.
    pub voice: Voice,
    /// Whether in the present tense.
    pub present: bool,
}

impl Style {
    /// Third person and past tense.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// What a step was asked to be.
#[derive(Debug, Clone, Default)]
pub struct Brief {
    /// Words asked for; 0 when any length will do.
    pub words: u32,
    /// The facts given to it, as they stand in its prompt.
    pub facts: Vec<Fact>,
    /// Whether it is what the notes have people say: then the main character need not speak.
    pub quoted: bool,
    /// How it is told.
    pub style: Style,
}

/// What was written for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepText {
    /// Prose; paragraphs stand apart by an empty line.
    Narration(String),
    /// Lines spoken.
    Dialogue(Vec<DialogueLine>),
}

impl StepText {
    /// The words as one text: of dialogue what is spoken, a paragraph a line.
    #[must_use]
    pub fn prose(&self) -> String {
        match self {
            Self::Narration(text) => text.clone(),
            Self::Dialogue(lines) => {
                lines.iter().map(|line| line.line.as_str()).collect::<Vec<_>>().join("\n\n")
            }
        }
    }
}
