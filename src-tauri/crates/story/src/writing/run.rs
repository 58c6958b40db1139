use std::sync::Arc;

use mythline_jobs::{Effort, Efforts, Outcome, StepProgress, WorkEnd};
use mythline_models::{Model, ModelError};
use mythline_protocol::{CommandError, ErrorCode, JobId, StepState, StepSubType, StepType};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use super::{
    amount::Amount,
    effort,
    held::Held,
    plan_first,
    planning::Planner,
    report::Report,
    retell::Seeds,
    step::{Hand, StepToWrite},
    telling::Telling,
    wish::style_of,
    work::{Asked, ModelSource},
};
use crate::{
    notes::Notes,
    prompts::PromptFolder,
    review::Style,
    take::{PLAN, PlanStage, SCHEMA, Shelf, Step, Take, TakeFault, TakePlayer, adopt},
};

/// One run of a job: writes the steps of a take that are not there yet, in order, each saved before the
/// next is begun.
pub(crate) struct Run<'a> {
    pub id: JobId,
    pub shelf: Shelf,
    pub models: &'a dyn ModelSource,
    pub model: Arc<dyn Model>,
    pub prompts: &'a PromptFolder,
    pub asked: Asked,
    pub request: Value,
    pub stop: CancellationToken,
    pub report: &'a dyn Report,
    pub held: &'a Held,
}

/// Why a step, or the whole run, did not come to its end.
pub(crate) enum Halt {
    Stopped,
    Take(TakeFault),
    Refused(CommandError),
    /// It waits for its user, who is told why.
    Waits(CommandError),
    Model(CommandError, anyhow::Error),
}

impl From<ModelError> for Halt {
    fn from(error: ModelError) -> Self {
        match error {
            ModelError::Stopped => Self::Stopped,
            ModelError::Failed { told, cause } => Self::Model(told, cause),
        }
    }
}

impl From<TakeFault> for Halt {
    fn from(fault: TakeFault) -> Self {
        Self::Take(fault)
    }
}

impl From<Halt> for WorkEnd {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Stopped => Self::Stopped,
            Halt::Take(TakeFault::Disk(error)) if error.is_saving_trouble() => {
                Self::NotSaved(error.command_error("The story"))
            }
            Halt::Take(fault) => Self::Failed(fault.command_error(), anyhow::anyhow!("{fault:?}")),
            Halt::Refused(error) => Self::Failed(error.clone(), error.into()),
            Halt::Waits(why) => Self::Waits(why),
            Halt::Model(told, cause) => Self::Failed(told, cause),
        }
    }
}

impl Run<'_> {
    /// Writes what is left, and puts the finished story at the top of the subject's folder.
    pub(crate) async fn to_the_end(&self) -> Result<Outcome, WorkEnd> {
        let take = self.write_all().await?;
        let together = effort::putting_together();
        self.tell(&take, next(&take), 0.0, "Putting the story together", together, Efforts::default());
        let (take, kept) = self.shelf.publish(self.id).map_err(Halt::from)?;
        Ok(self.outcome(&take, &kept))
    }

    async fn write_all(&self) -> Result<Take, Halt> {
        let mut take = self.open()?;
        let mut text = self.shelf.notes().map_err(Halt::Refused)?;
        let mut composed = self.models.seen(self.model.id()).is_some_and(|seen| seen.reads_notes);
        let mut telling = self.plan(&mut take, &text, composed)?;
        if let Some(step) = self.held.take(self.id)
            && take.steps.iter().any(|left| left.id == step.id && is_left(left))
        {
            take = self.held.save(&self.shelf, self.id, step)?;
        }
        let first = next(&take);
        let ahead = self.ahead(&telling, &take, first, composed);
        self.tell(&take, first, 0.0, "Getting the model ready", effort::getting_ready(), ahead);
        self.unless_stopped(async { self.model.ready().await.map_err(Halt::from) }).await?;
        if let Some(who) = self.model.computed_by() {
            self.report.log(&who);
        }
        let seen = self.models.capabilities(self.model.id(), self.stop.clone()).await?;
        if seen.is_some_and(|seen| seen.reads_notes) != composed {
            composed = !composed;
            telling = self.plan(&mut take, &text, composed)?;
        }
        if seen.is_some_and(|seen| seen.keeps_form && seen.reads_notes) {
            take = self.planned(take, &telling).await?;
        }
        if self.asked.plan_first {
            take = self.approved(take, &telling, composed)?;
        }
        let hand = self.hand(composed)?;
        loop {
            self.check()?;
            // Notes that were edited meanwhile are used from here on; notes that cannot be read just
            // now are used as they were.
            if let Ok(newer) = self.shelf.notes()
                && newer != text
                && let Ok(planned) = self.plan(&mut take, &newer, composed)
            {
                (text, telling) = (newer, planned);
                self.report.log("The notes were changed; the next steps are written from the new ones.");
            }
            let Some(at) = take.steps.iter().position(is_left) else { break };
            let written = self.step(&hand, &telling, &take, at).await?;
            if !written.is_written() {
                return Err(nothing_to_tell(&written));
            }
            take = self.held.save(&self.shelf, self.id, written)?;
        }
        Ok(take)
    }

    /// The take with the plan that the model makes of it, before anything of it is written. Quests have their own.
    async fn planned(&self, take: Take, telling: &Telling) -> Result<Take, Halt> {
        let is_begun = take.steps.iter().any(|step| !is_left(step));
        if is_begun || take.plan.is_some() || !telling.notes.quests.is_empty() {
            return Ok(take);
        }
        self.tell(&take, 0, 0.0, "Planning", effort::planning(), self.ahead(telling, &take, 0, true));
        let planner = Planner {
            model: &*self.model,
            prompts: &self.prompts.read().map_err(Halt::Refused)?,
            telling,
            wish: &self.asked.wish,
            scenes: self.asked.scenes,
            seeds: Seeds::new(self.seed(), "plan"),
            stop: &self.stop,
            report: self.report,
        };
        let Some(shape) = planner.shape().await? else { return Ok(take) };
        let plan = telling.plan.clone().shaped(&telling.notes, shape, true);
        Ok(self.shelf.change(self.id, |take| {
            adopt(take, &telling.notes, &plan);
            take.plan = Some(PlanStage::Made);
        })?)
    }

    /// The take once its author has read its plan: the first time the plan is written down and the run ends
    /// there; to go on with the job is to agree with what stands in the file then.
    fn approved(&self, take: Take, telling: &Telling, composed: bool) -> Result<Take, Halt> {
        if take.plan == Some(PlanStage::Approved) {
            return Ok(take);
        }
        let path = self.shelf.take_path(self.id, PLAN).map_err(TakeFault::Disk)?;
        let text = self.shelf.plan(self.id)?.filter(|_| take.plan == Some(PlanStage::Waits));
        let Some(text) = text else {
            let take = self.shelf.change(self.id, |take| take.plan = Some(PlanStage::Waits))?;
            self.shelf.put_plan(self.id, &plan_first::written(&take))?;
            return Err(Halt::Waits(plan_first::waits(path.as_str(), take.steps.len())));
        };
        let steps = plan_first::steps(&text, &take, telling, composed)
            .map_err(|fault| Halt::Waits(plan_first::refused(path.as_str(), &fault)))?;
        let left = plan_first::left_out(&take, &steps);
        self.report.log(&format!("The plan is followed: {} steps, {left} facts left out.", steps.len()));
        Ok(self.shelf.change(self.id, |take| {
            take.steps.clone_from(&steps);
            take.plan = Some(PlanStage::Approved);
        })?)
    }

    /// How the steps are written.
    fn hand(&self, composed: bool) -> Result<Hand, Halt> {
        if composed {
            return Ok(Hand::Composing(self.prompts.read().map_err(Halt::Refused)?));
        }
        if !self.asked.wish.is_empty() {
            self.report.log(
                "The wish is kept with the story. A retelling follows the notes, so it changes nothing.",
            );
        }
        Ok(Hand::Retelling)
    }

    /// The take as it lies on disk, or a new one.
    fn open(&self) -> Result<Take, Halt> {
        match self.shelf.take(self.id) {
            Ok(take) => Ok(take),
            Err(TakeFault::Missing) => Ok(Take {
                schema: SCHEMA,
                task_id: self.id.to_string(),
                title: String::new(),
                subject: self.shelf.subject().as_str().to_owned(),
                player: TakePlayer {
                    name: String::new(),
                    pronoun: String::new(),
                    place: mythline_protocol::PlayerPlace::InNotes,
                    of: None,
                    note: None,
                },
                model: self.model.name().to_owned(),
                request: self.request.clone(),
                style: Style::default(),
                plan: None,
                facts: Vec::new(),
                steps: Vec::new(),
                published: Map::new(),
                other: Map::new(),
            }),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Reads and plans the notes, and brings the take in line with them; saved when it changed.
    fn plan(&self, take: &mut Take, text: &str, composed: bool) -> Result<Telling, Halt> {
        let notes = Notes::read(text);
        let subject = self.shelf.subject().as_str();
        let plan = self.asked.plan(&notes, subject, composed).map_err(Halt::Refused)?;
        let mut ids = Vec::new();
        let mut bring = |take: &mut Take| {
            take.title.clone_from(&plan.title);
            take.style = if composed { style_of(&self.asked.wish) } else { Style::default() };
            ids = adopt(take, &notes, &plan);
        };
        match self.shelf.change(self.id, &mut bring) {
            Ok(brought) => *take = brought,
            Err(TakeFault::Missing) => {
                bring(take);
                self.shelf.put(self.id, take)?;
            }
            Err(fault) => return Err(fault.into()),
        }
        Ok(Telling::new(text, notes, plan, ids, take.style))
    }

    /// Writes one step. Nothing is saved here.
    async fn step(&self, hand: &Hand, telling: &Telling, take: &Take, at: usize) -> Result<Step, Halt> {
        self.say_at(hand, telling, take, at, 0.0);
        let step = StepToWrite {
            hand,
            telling,
            take,
            at,
            model: &*self.model,
            wish: &self.asked.wish,
            again: None,
            seeds: Seeds::new(self.seed(), &take.steps[at].id),
            stop: &self.stop,
            report: self.report,
            fraction: &|fraction| self.say_at(hand, telling, take, at, fraction),
        };
        step.write().await
    }

    /// The seed that was asked for, else one that belongs to the job.
    fn seed(&self) -> u32 {
        self.asked.seed.unwrap_or_else(|| Seeds::of_text(&self.id.to_string()))
    }

    fn check(&self) -> Result<(), Halt> {
        if self.stop.is_cancelled() { Err(Halt::Stopped) } else { Ok(()) }
    }

    async fn unless_stopped<T>(&self, work: impl Future<Output = Result<T, Halt>>) -> Result<T, Halt> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Halt::Stopped),
            done = work => done,
        }
    }

    fn say_at(&self, hand: &Hand, telling: &Telling, take: &Take, at: usize, fraction: f32) {
        let composed = hand.composes();
        let effort = effort::of_step(telling, &take.steps[at], composed);
        let ahead = self.ahead(telling, take, at + 1, composed);
        self.tell(take, at, fraction, &message(take, at), effort, ahead);
    }

    /// What the steps from one on take that are left.
    fn ahead(&self, telling: &Telling, take: &Take, from: usize, composed: bool) -> Efforts {
        let left = take.steps.iter().skip(from).filter(|step| is_left(step));
        left.map(|step| effort::of_step(telling, step, composed)).collect()
    }

    fn tell(&self, take: &Take, at: usize, fraction: f32, message: &str, effort: Effort, ahead: Efforts) {
        let count = |state: StepState| number(take.steps.iter().filter(|step| step.state() == state).count());
        let done = number(take.steps.iter().filter(|step| step.is_written()).count());
        self.report.progress(StepProgress {
            done,
            total: number(take.steps.len()),
            number: number(at + 1),
            name: take.steps.get(at).map(|step| step.title.clone()).unwrap_or_default(),
            message: message.to_owned(),
            fraction,
            words: take.words(),
            to_look_at: count(StepState::LookAt),
            effort: Some(effort),
            ahead,
        });
    }

    fn outcome(&self, take: &Take, kept: &[String]) -> Outcome {
        let path = |name: &str| {
            self.shelf.take_path(self.id, name).map(|path| path.as_str().to_owned()).unwrap_or_default()
        };
        let Amount { mut message, mut result, .. } = Amount::of(take);
        if !kept.is_empty() {
            message.push_str(&format!(" You edited {}, so this take stays beside it.", kept.join(" and ")));
        }
        for (name, value) in
            [("take", json!(path("take.json"))), ("story", json!(path("story.md"))), ("kept", json!(kept))]
        {
            result.insert(name.to_owned(), value);
        }
        Outcome { message, result: Value::Object(result) }
    }
}

/// Whether a step is still to be written.
fn is_left(step: &Step) -> bool {
    !step.is_written() && !step.lock
}

/// The step that is written next; the last one when none is.
fn next(take: &Take) -> usize {
    let unwritten = take.steps.iter().position(|step| !step.is_written());
    unwritten.unwrap_or(take.steps.len().saturating_sub(1))
}

/// A step that comes back empty would be begun again for ever.
fn nothing_to_tell(step: &Step) -> Halt {
    let told = CommandError::new(
        ErrorCode::Internal,
        format!(
            "Nothing could be written for \u{201C}{}\u{201D}. What was finished before is kept.",
            step.title
        ),
    );
    Halt::Model(told, anyhow::anyhow!("step {} has {} facts and came back empty", step.id, step.facts.len()))
}

/// What the step is, for people.
fn message(take: &Take, at: usize) -> String {
    let Some(step) = take.steps.get(at) else { return "Writing".to_owned() };
    match (step.step_type, step.sub_type) {
        (StepType::Introduction, _) => "Introduction".to_owned(),
        (StepType::Conclusion, _) => format!("Conclusion: {}", step.title),
        (_, Some(StepSubType::QuestDialogue)) => format!("Dialogue: {}", step.title),
        _ => format!("Scene: {}", step.title),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
