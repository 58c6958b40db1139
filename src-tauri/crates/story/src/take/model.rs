use mythline_protocol::{
    DialogueLine, Fact, FactUse, Finding, PlayerPlace, StepState, StepSubType, StepType, StepView, TakeView,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    review::{StepText, Style},
    text::word_count,
};

/// Stands in [`Step::by`] where somebody wrote the text, and no job.
pub(crate) const BY_HAND: &str = "hand";
/// The number that stands in new files.
pub(crate) const SCHEMA: u32 = 1;

/// The one truth of a job's writing: `output/{subject}/takes/{task_id}/take.json`.
///
/// What is done follows from what is there: a step with text or lines is written. Fields that we do not
/// know are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Take {
    /// The number of this file's form.
    pub schema: u32,
    /// The job that writes it.
    pub task_id: String,
    /// The story's title.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The main character.
    pub player: TakePlayer,
    /// The model that writes it, by name.
    pub model: String,
    /// What was asked.
    pub request: Value,
    /// How it is told, where that is not as usual.
    #[serde(default, skip_serializing_if = "Style::is_usual")]
    pub style: Style,
    /// How far its plan is, where the model made it or its author reads it before anything is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanStage>,
    /// What the notes say, with their lines.
    pub facts: Vec<Fact>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// SHA-256 of what this take put at the top of the subject's folder, by file name: so a file that
    /// was edited since can be told.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub published: Map<String, Value>,
    /// What other programs put there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// How far a plan is that was not made by rule, or that its author reads first. From then on the steps do not
/// follow the notes any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PlanStage {
    /// The model made it, and it is followed.
    Made,
    /// It is written down, and waits.
    Waits,
    /// It was read, and is followed.
    Approved,
}

/// The main character as the take keeps them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakePlayer {
    /// As the story names them.
    pub name: String,
    /// `he`, `she` or `they`.
    pub pronoun: String,
    /// How they stand to the notes.
    pub place: PlayerPlace,
    /// Whose place they take, or beside whom they stand.
    pub of: Option<String>,
    /// The same in a sentence, when the notes do not know them.
    pub note: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// Stays the same for the life of the take.
    pub id: String,
    /// What it is.
    #[serde(rename = "type")]
    pub step_type: StepType,
    /// Which part of a scene, if it is one.
    pub sub_type: Option<StepSubType>,
    /// Its heading.
    pub title: String,
    /// Ids of the facts given to it, with whether the text says them.
    pub facts: Vec<FactUse>,
    /// Words asked for.
    pub words_asked: u32,
    /// Tries made at its sentences, those refused included.
    pub attempts: u32,
    /// Whether it stays as it is.
    pub lock: bool,
    /// Narration; empty where it is dialogue or unwritten.
    pub text: String,
    /// Dialogue; empty where it is narration or unwritten.
    pub lines: Vec<DialogueLine>,
    /// What the review says of it.
    pub review: Vec<Finding>,
    /// Tries at the whole step that were not chosen.
    pub tries: Vec<Draft>,
    /// What was wished of the text in hand alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wish: String,
    /// The job that wrote the text in hand, where it is not the take's own; `hand` where no job did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Whether somebody has read what the review says of it, and leaves it as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
    /// What other programs put there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A try at a step that was not chosen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Draft {
    /// Narration; empty where it is dialogue.
    pub text: String,
    /// Dialogue; empty where it is narration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<DialogueLine>,
    /// What the review says of it.
    pub review: Vec<Finding>,
    /// As in [`Step::wish`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wish: String,
    /// As in [`Step::by`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Words asked for; 0 for as many as of the step.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub words_asked: u32,
    /// The facts given to it, with whether it says them; empty for those of the step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactUse>,
}

impl Draft {
    /// What is written, as the review takes it.
    #[must_use]
    pub fn written(&self) -> StepText {
        written(&self.text, &self.lines)
    }
}

fn written(text: &str, lines: &[DialogueLine]) -> StepText {
    if lines.is_empty() { StepText::Narration(text.to_owned()) } else { StepText::Dialogue(lines.to_vec()) }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Step {
    /// Whether there is anything of it.
    #[must_use]
    pub fn is_written(&self) -> bool {
        !self.text.trim().is_empty() || !self.lines.is_empty()
    }

    /// What is written, as the review takes it.
    #[must_use]
    pub fn written(&self) -> StepText {
        written(&self.text, &self.lines)
    }

    /// How far it is: follows from its text, its review, and whether somebody leaves it so.
    #[must_use]
    pub fn state(&self) -> StepState {
        match (self.is_written(), self.review.is_empty() || self.left) {
            (false, _) => StepState::Planned,
            (true, true) => StepState::Done,
            (true, false) => StepState::LookAt,
        }
    }

    /// Words written.
    #[must_use]
    pub fn words(&self) -> u32 {
        word_count(&self.text) + self.lines.iter().map(|line| word_count(&line.line)).sum::<u32>()
    }

    fn view(&self) -> StepView {
        StepView {
            id: self.id.clone(),
            step_type: self.step_type,
            sub_type: self.sub_type,
            title: self.title.clone(),
            state: self.state(),
            tries: if self.is_written() { u32::try_from(self.tries.len()).unwrap_or(0) + 1 } else { 0 },
            words_asked: self.words_asked,
            words: self.words(),
            text: self.text.clone(),
            lines: self.lines.clone(),
            facts: self.facts.clone(),
            findings: self.review.clone(),
            lock: self.lock,
            wish: self.wish.clone(),
            by_hand: self.by == BY_HAND,
        }
    }
}

impl Take {
    /// Words written in all.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.steps.iter().map(Step::words).sum()
    }

    /// Whether every step is written.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        !self.steps.is_empty() && self.steps.iter().all(Step::is_written)
    }

    /// Ids of the facts that no step was given.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let given = |id: &str| self.steps.iter().any(|step| step.facts.iter().any(|fact| fact.fact == id));
        self.facts.iter().filter(|fact| !given(&fact.id)).map(|fact| fact.id.clone()).collect()
    }

    /// The take as the window shows it.
    #[must_use]
    pub fn view(&self) -> TakeView {
        TakeView {
            id: self.task_id.clone(),
            title: self.title.clone(),
            subject: self.subject.clone(),
            player: self.player.name.clone(),
            player_note: self.player.note.clone(),
            model: self.model.clone(),
            words: self.words(),
            steps: self.steps.iter().map(Step::view).collect(),
            facts: self.facts.clone(),
            unused: self.unused(),
            plan_waits: self.plan == Some(PlanStage::Waits),
            again: None,
        }
    }
}
