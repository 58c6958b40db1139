//! What models are asked, as files with a template engine: the program's own, and the user's in their
//! place.

mod chat;
mod outline;
mod talk;

use std::sync::{Arc, LazyLock};

use mythline_files::{FileFault, Folder, RelPath};
use mythline_models::Turn;
use mythline_protocol::{CommandError, ErrorCode};
use serde::Serialize;

pub use chat::{Chat, ChatFault};
pub use outline::{Outline, OutlineFact, OutlinePart};
pub use talk::Talk;

/// The folder of the user's prompts in their configuration.
const FOLDER: &str = "prompts";
/// The file in it by which passages are written.
const SCENE: &str = "scene.jinja";
/// That by which plans are made.
const PLAN: &str = "plan.jinja";
/// That by which lines are written.
const LINES: &str = "lines.jinja";
/// More than a prompt needs.
const LIMIT: u64 = 64 * 1024;

/// Every prompt that the user may change.
#[derive(Debug, Clone)]
pub struct Prompts {
    /// By which a model that can be let go writes a passage.
    scene: Chat,
    /// By which it makes a plan.
    plan: Chat,
    /// By which it writes the lines of a quest.
    lines: Chat,
}

impl Prompts {
    /// The chat that asks for a passage.
    ///
    /// # Errors
    /// [`ErrorCode::BadOption`] where the user's prompt cannot be used with it, with its line.
    pub fn scene(&self, scene: &Scene) -> Result<Vec<Turn>, CommandError> {
        checked(SCENE, self.scene.render(scene))
    }

    /// The chat that asks for a plan.
    ///
    /// # Errors
    /// As [`Prompts::scene`].
    pub fn plan(&self, outline: &Outline) -> Result<Vec<Turn>, CommandError> {
        checked(PLAN, self.plan.render(outline))
    }

    /// The chat that asks for lines.
    ///
    /// # Errors
    /// As [`Prompts::scene`].
    pub fn lines(&self, talk: &Talk) -> Result<Vec<Turn>, CommandError> {
        checked(LINES, self.lines.render(talk))
    }
}

/// What the prompt of a passage may speak of.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scene {
    /// The story's title.
    pub title: String,
    /// What is written: `the introduction`, `the scene “The well”`.
    pub part: String,
    /// The main character, and their pronoun.
    pub player: String,
    /// `he`, `she` or `they`.
    pub pronoun: String,
    /// Whether no fact of the step speaks of the main character.
    pub absent: bool,
    /// Who is in it.
    pub people: Vec<ScenePerson>,
    /// Facts told before that bear on it, in order.
    pub memory: Vec<String>,
    /// How much each of them bears on it.
    #[serde(skip)]
    pub bears: Vec<usize>,
    /// How the story so far ends.
    pub before: String,
    /// The facts to tell, in order.
    pub facts: Vec<String>,
    /// Whether the notes are English.
    pub english: bool,
    /// Words asked for.
    pub words: u32,
    /// `in the third person`.
    pub voice: &'static str,
    /// `past` or `present`.
    pub tense: &'static str,
    /// What the user wishes, in their words.
    pub wish: String,
    /// The text that its author wants otherwise; empty where there is none.
    pub tried: String,
    /// What the author says of it, or the review of the try before.
    pub remarks: Vec<String>,
}

/// Somebody in a passage.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ScenePerson {
    /// As the story names them.
    pub name: String,
    /// Empty where it is not known.
    pub pronoun: String,
    /// What the notes say they are; often empty.
    pub role: String,
}

/// Where the prompts of the user come from.
#[derive(Debug, Clone, Default)]
pub struct PromptFolder(Option<Arc<std::path::PathBuf>>);

static OWN_SCENE: LazyLock<Result<Chat, ChatFault>> =
    LazyLock::new(|| Chat::read(include_str!("../../prompts/scene.jinja")));
static OWN_LINES: LazyLock<Result<Chat, ChatFault>> =
    LazyLock::new(|| Chat::read(include_str!("../../prompts/lines.jinja")));
static OWN_PLAN: LazyLock<Result<Chat, ChatFault>> =
    LazyLock::new(|| Chat::read(include_str!("../../prompts/plan.jinja")));

impl PromptFolder {
    /// Prompts in this folder of the user's configuration stand in place of the program's own.
    #[must_use]
    pub fn of(config: &std::path::Path) -> Self {
        Self(Some(Arc::new(config.to_owned())))
    }

    /// The prompts as they are now.
    ///
    /// # Errors
    /// [`ErrorCode::BadOption`] for a file of the user's that cannot be used, with its line.
    pub fn read(&self) -> Result<Prompts, CommandError> {
        let scene = self.chat(SCENE, &OWN_SCENE)?;
        checked(SCENE, scene.render(&Scene::sample()))?;
        checked(SCENE, scene.render(&Scene::default()))?;
        let plan = self.chat(PLAN, &OWN_PLAN)?;
        checked(PLAN, plan.render(&Outline::sample()))?;
        checked(PLAN, plan.render(&Outline::default()))?;
        let lines = self.chat(LINES, &OWN_LINES)?;
        checked(LINES, lines.render(&Talk::sample()))?;
        checked(LINES, lines.render(&Talk::default()))?;
        Ok(Prompts { scene, plan, lines })
    }

    /// The user's file of this name, or the program's own.
    fn chat(&self, name: &str, own: &Result<Chat, ChatFault>) -> Result<Chat, CommandError> {
        checked(name, self.text(name)?.map_or_else(|| own.clone(), |text| Chat::read(&text)))
    }

    fn text(&self, name: &str) -> Result<Option<String>, CommandError> {
        let Some(config) = &self.0 else { return Ok(None) };
        let Ok(folder) = Folder::open(config) else { return Ok(None) };
        let told = |error: &mythline_files::FileError| {
            CommandError::new(ErrorCode::BadOption, format!("The prompt file {name} {}.", error.reason()))
        };
        let path = RelPath::new([FOLDER, name]).map_err(|error| told(&error))?;
        match folder.read_text(&path, LIMIT) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.fault == FileFault::Missing => Ok(None),
            Err(error) => Err(told(&error)),
        }
    }
}

fn checked<T>(name: &str, read: Result<T, ChatFault>) -> Result<T, CommandError> {
    read.map_err(|fault| {
        let message = format!(
            "The prompt file {name} has a mistake in line {}: {}. Mend it, or remove the file to use the \
             program's own.",
            fault.line, fault.reason
        );
        CommandError::new(ErrorCode::BadOption, message)
    })
}

impl Scene {
    /// One in which everything is there, to try a prompt with.
    fn sample() -> Self {
        let some = || "Some words.".to_owned();
        Self {
            title: some(),
            part: some(),
            player: some(),
            pronoun: "she".to_owned(),
            absent: true,
            people: vec![ScenePerson { name: some(), pronoun: some(), role: some() }],
            memory: vec![some()],
            bears: vec![1],
            before: some(),
            facts: vec![some(), some()],
            english: false,
            words: 120,
            voice: "in the third person",
            tense: "past",
            wish: some(),
            tried: some(),
            remarks: vec![some()],
        }
    }
}

#[cfg(test)]
mod tests;
