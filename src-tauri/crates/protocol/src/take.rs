use serde::{Deserialize, Serialize};

/// What a step is in the story; the page's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StepType {
    /// Opens the story.
    Introduction,
    /// A scene.
    Quest,
    /// Ends the story.
    Conclusion,
}

/// Which part of a scene a step is; the page's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StepSubType {
    /// Narration that brings a scene on.
    QuestIntroduction,
    /// Lines spoken.
    QuestDialogue,
    /// Narration of what is done.
    QuestExecution,
    /// How the scene ends.
    QuestConclusion,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StepState {
    /// Nothing yet.
    Planned,
    /// Written and good enough.
    Done,
    /// Written, still below the bar after every try, and left so by nobody: wants a look.
    LookAt,
}

/// One thing that the notes say, with where they say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fact {
    /// `f1`, `f2`, … in the order of the notes.
    pub id: String,
    /// The line of the notes it begins on, from 1.
    pub line: u32,
    /// As the notes say it.
    pub text: String,
}

/// A fact in a step: given to it, and found in it or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactUse {
    /// The fact's id.
    pub fact: String,
    /// Whether the text says it.
    pub found: bool,
}

/// What a rule of the review looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rule {
    /// Too short or too long for what was asked.
    Length,
    /// The main character does nothing here.
    Player,
    /// First or second person where third is asked.
    Person,
    /// Present tense where past is asked.
    Tense,
    /// A name that the notes do not know.
    UnknownName,
    /// A pronoun that the notes contradict.
    Pronoun,
    /// A fact that was given and is not there.
    MissingFact,
    /// A number or a relation that the notes contradict.
    Contradiction,
    /// The same words again.
    Repetition,
    /// The text talks about itself, or the model about being one.
    AboutItself,
    /// Tokens of a chat template, or markup.
    Markup,
    /// Long runs copied from the notes.
    Copied,
    /// Words of the worked examples.
    Leaked,
}

/// One remark of the review, with the words it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// One sentence for people.
    pub message: String,
    /// The words of the step it is about; empty where something is missing.
    pub quote: String,
    /// The fact of the notes that stands against it.
    pub fact: Option<String>,
}

/// One spoken line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DialogueLine {
    /// Who speaks.
    pub actor: String,
    /// Only the words spoken.
    pub line: String,
}

/// One step as the window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StepView {
    /// Stays the same for the life of the take.
    pub id: String,
    /// What it is.
    pub step_type: StepType,
    /// Which part of a scene, if it is one.
    pub sub_type: Option<StepSubType>,
    /// Its heading.
    pub title: String,
    /// How far it is.
    pub state: StepState,
    /// Which try was kept, from 1; 0 while unwritten.
    pub tries: u32,
    /// Words asked for.
    pub words_asked: u32,
    /// Words written.
    pub words: u32,
    /// Narration; paragraphs stand apart by an empty line. Empty where it is dialogue or unwritten.
    pub text: String,
    /// Dialogue; empty where it is narration or unwritten.
    pub lines: Vec<DialogueLine>,
    /// The facts given to it.
    pub facts: Vec<FactUse>,
    /// What the review says of it.
    pub findings: Vec<Finding>,
    /// Whether it stays as it is.
    pub lock: bool,
    /// What was wished of the text in hand alone; empty for nothing.
    pub wish: String,
    /// Whether somebody wrote the text in hand.
    pub by_hand: bool,
}

/// A take as the window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TakeView {
    /// The job that writes it.
    pub id: String,
    /// The story's title.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The main character's name.
    pub player: String,
    /// Where the main character stands in the story when the notes do not know them, in a sentence.
    pub player_note: Option<String>,
    /// The model that wrote it, by name.
    pub model: String,
    /// Words in all.
    pub words: u32,
    /// Every step, in order.
    pub steps: Vec<StepView>,
    /// Every fact of the notes.
    pub facts: Vec<Fact>,
    /// Ids of the facts that no step was given.
    pub unused: Vec<String>,
    /// Whether nothing is written before somebody has read the plan, and has gone on with the job.
    pub plan_waits: bool,
    /// The id of the one step that the job is about, where it writes that again; null where it writes all.
    pub again: Option<String>,
}
