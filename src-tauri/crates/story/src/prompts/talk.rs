use mythline_protocol::DialogueLine;
use serde::Serialize;

use super::ScenePerson;

/// What the prompt of lines may speak of.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Talk {
    /// The story's title.
    pub title: String,
    /// What is written: `the acceptance of the quest “The well”`.
    pub part: String,
    /// The main character.
    pub player: String,
    /// `he`, `she` or `they`.
    pub pronoun: String,
    /// Who may speak.
    pub people: Vec<ScenePerson>,
    /// Facts told before that bear on it.
    pub memory: Vec<String>,
    /// What the notes have people say, in order.
    pub said: Vec<DialogueLine>,
    /// Lines at least.
    pub least: usize,
    /// Lines at most.
    pub most: usize,
    /// Whether the notes are English.
    pub english: bool,
    /// What the user wishes, in their words.
    pub wish: String,
    /// What there is to say against the try before.
    pub remarks: Vec<String>,
}

impl Talk {
    /// One in which everything is there, to try a prompt with.
    pub(super) fn sample() -> Self {
        let some = || "Some words.".to_owned();
        Self {
            title: some(),
            part: some(),
            player: some(),
            pronoun: "she".to_owned(),
            people: vec![ScenePerson { name: some(), pronoun: some(), role: some() }],
            memory: vec![some()],
            said: vec![DialogueLine { actor: some(), line: some() }],
            least: 4,
            most: 6,
            english: false,
            wish: some(),
            remarks: vec![some()],
        }
    }
}
