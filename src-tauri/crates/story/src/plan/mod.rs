//! From notes to steps: which fact is told where, by whom, and at what length.

mod deeds;
mod layout;
mod length;
mod more;
mod outlook;
mod parts;
mod player;
mod quests;
mod recast;
mod refer;
mod scenes;
mod titles;
mod told;

use mythline_protocol::{CommandError, ErrorCode, StepSubType, StepType};

use crate::{notes::Notes, text::Pronoun};

pub(crate) use deeds::short_order;
pub(crate) use layout::{Layout, Repairs, put_right};
pub(crate) use length::{spoken, words_of};
pub(crate) use more::{More, more, scene_of};
pub use outlook::outlook;
pub use player::Player;
pub(crate) use recast::capital;
pub(crate) use refer::is_object;
pub(crate) use refer::{Form, Reference, references};
pub(crate) use scenes::{Scene, Shape};
pub use told::told;

/// What is wished of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes<'a> {
    /// The subject, which is the title when the notes have none.
    pub subject: &'a str,
    /// The main character's name.
    pub player: Option<&'a str>,
    /// Their pronoun, where the notes do not know them.
    pub pronoun: Option<Pronoun>,
    /// How many scenes; `None` for as many as the notes carry.
    pub scenes: Option<u32>,
    /// Whether the steps are composed by a model that can be let go, and not retold fact by fact: then they
    /// are longer.
    pub composed: bool,
}

/// A story before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The story's title.
    pub title: String,
    /// The main character.
    pub player: Player,
    /// Scenes, without introduction and conclusion.
    pub scenes: u32,
    /// Every step, in order.
    pub steps: Vec<PlannedStep>,
    /// Every fact as a sentence to tell, by index into the notes' facts.
    pub told: Vec<String>,
}

/// A step before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// Stays the same while the notes have the same scenes: `introduction`, `scene-2-dialogue`.
    pub id: String,
    /// What it is.
    pub step_type: StepType,
    /// Which part of a scene.
    pub sub_type: Option<StepSubType>,
    /// Its heading.
    pub title: String,
    /// The facts to tell, by index into the notes' facts.
    pub facts: Vec<usize>,
    /// Words that these facts carry, told as the plan means them to be.
    pub words_asked: u32,
}

/// Plans a story. Every fact of the notes that can be told is given to exactly one step.
///
/// # Errors
/// [`ErrorCode::NotesTooShort`], and [`ErrorCode::LengthNotCarried`] when more scenes are wished for
/// than the notes carry.
pub fn plan(notes: &Notes, wishes: &Wishes<'_>) -> Result<Plan, CommandError> {
    notes.check()?;
    let title =
        notes.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| wishes.subject.to_owned());
    let player = Player::choose(notes, &title, wishes.player, wishes.pronoun);
    let told = told(notes, &player);
    let mut shape = scenes::shape(notes);
    let carried = u32::try_from(shape.scenes.len()).unwrap_or(u32::MAX).max(1);
    match wishes.scenes {
        Some(0) => return Err(CommandError::new(ErrorCode::BadOption, "A story needs at least one scene.")),
        Some(asked) if asked > carried => return Err(not_carried(asked, carried)),
        Some(asked) => scenes::fewer(&mut shape.scenes, asked as usize),
        None => {}
    }
    let plan = Plan { title, player, scenes: 0, steps: Vec::new(), told };
    Ok(plan.shaped(notes, shape, wishes.composed))
}

fn not_carried(asked: u32, carried: u32) -> CommandError {
    let scenes = if carried == 1 { "scene" } else { "scenes" };
    CommandError::new(
        ErrorCode::LengthNotCarried,
        format!(
            "These notes carry {carried} {scenes}, and {asked} were asked for. Ask for {carried} or fewer, or write \
             down more of what happens: the story is never longer than what the notes tell."
        ),
    )
}

impl Plan {
    /// The same story with its facts in another shape.
    pub(crate) fn shaped(self, notes: &Notes, shape: Shape, composed: bool) -> Self {
        let scenes = u32::try_from(shape.scenes.len()).unwrap_or(u32::MAX);
        let mut steps = parts::steps(notes, &self.player, shape);
        for step in &mut steps {
            step.words_asked = words_of(notes, step, &self.told, composed);
        }
        Self { scenes, steps, ..self }
    }

    /// Words that the notes carry in all.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.steps.iter().map(|step| step.words_asked).sum()
    }
}

#[cfg(test)]
mod tests;
