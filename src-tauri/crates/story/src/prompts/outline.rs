use serde::Serialize;

/// What the prompt of a plan may speak of.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Outline {
    /// The story's title.
    pub title: String,
    /// The main character.
    pub player: String,
    /// `he`, `she` or `they`.
    pub pronoun: String,
    /// The facts, in the parts of the notes.
    pub parts: Vec<OutlinePart>,
    /// How many facts they are.
    pub count: usize,
    /// How many scenes are asked for; 0 for as many as fit.
    pub scenes: u32,
    /// Whether the notes are English.
    pub english: bool,
    /// What the user wishes, in their words.
    pub wish: String,
    /// Why the try before could not be used.
    pub remarks: Vec<String>,
}

/// Facts that stand together in the notes.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct OutlinePart {
    /// The heading over them, or what they are.
    pub title: String,
    /// In the order of the notes.
    pub facts: Vec<OutlineFact>,
}

/// A fact that can be told.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct OutlineFact {
    /// Its id in the take.
    pub id: String,
    /// As it would be told.
    pub text: String,
}

impl Outline {
    /// One in which everything is there, to try a prompt with.
    pub(super) fn sample() -> Self {
        let some = || "Some words.".to_owned();
        let fact = OutlineFact { id: "f1".to_owned(), text: some() };
        Self {
            title: some(),
            player: some(),
            pronoun: "she".to_owned(),
            parts: vec![OutlinePart { title: some(), facts: vec![fact.clone(), fact] }],
            count: 2,
            scenes: 3,
            english: false,
            wish: some(),
            remarks: vec![some()],
        }
    }
}
