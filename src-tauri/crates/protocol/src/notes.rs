use serde::{Deserialize, Serialize};

use crate::CommandError;

/// Notes of a subject, as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NotesInfo {
    /// The subject.
    pub subject: String,
    /// Words in the notes.
    pub words: u32,
    /// When they were last changed; milliseconds since the epoch.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub changed_at: i64,
    /// Whether a story of them is finished.
    pub has_story: bool,
    /// Why they cannot be read, if so.
    pub problem: Option<String>,
}

/// What to look ahead for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OutlookParams {
    /// The subject.
    pub subject: String,
    /// The main character asked for; null or empty for the person whom the notes follow.
    pub player: Option<String>,
    /// The model; null for the default.
    pub model: Option<String>,
    /// Scenes asked for; null for as many as the notes carry.
    pub scenes: Option<u32>,
}

/// How the main character stands to the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PlayerPlace {
    /// The notes know them.
    InNotes,
    /// They take the place of someone in the notes.
    TakesPlace,
    /// They stand beside the person whom the notes follow.
    Beside,
}

/// A quest of the notes: told in four parts, from who gives it to how it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QuestFound {
    /// What it is called.
    pub title: String,
    /// Who gives it; null where the notes name nobody.
    pub giver: Option<String>,
}

/// What a story of these notes would be, said before it is begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Outlook {
    /// The title the story would have.
    pub title: String,
    /// Words in the notes.
    pub notes_words: u32,
    /// People found.
    pub people: Vec<String>,
    /// Places found.
    pub places: Vec<String>,
    /// How many facts, in order.
    pub facts: u32,
    /// What was understood as a quest, in order.
    pub quests: Vec<QuestFound>,
    /// Questions that the notes leave open, as they say them.
    pub questions: Vec<String>,
    /// The main character.
    pub player: String,
    /// The main character's pronoun: `he`, `she` or `they`.
    pub pronoun: String,
    /// How they stand to the notes.
    pub player_place: PlayerPlace,
    /// Whose place they take, or beside whom they stand.
    pub player_of: Option<String>,
    /// Scenes the notes carry with this model.
    pub scenes: u32,
    /// Words the notes carry with this model, about.
    pub words: u32,
    /// About how long it takes on this computer, in seconds; null when nothing was measured yet.
    pub seconds: Option<u32>,
    /// The model that would write it, by id.
    pub model: String,
    /// Takes of this subject that are there already.
    pub takes: u32,
}

/// What became of files that were to be taken in as notes: what could not be does not keep the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Arrived {
    /// The notes that they are now.
    pub notes: Vec<NotesInfo>,
    /// The others, each with its reason.
    pub refused: Vec<RefusedFile>,
}

/// A file that could not be taken in as notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RefusedFile {
    /// Its name, without the folders that it lies in.
    pub name: String,
    /// Why.
    pub error: CommandError,
}
