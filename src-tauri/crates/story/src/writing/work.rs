use std::sync::Arc;

use async_trait::async_trait;
use mythline_files::{Folder, Player, RelPath, Subject};
use mythline_jobs::{JobHandle, Outcome, Prepared, Standing, Work, WorkEnd, WorkRequest};
use mythline_models::{Model, ModelError};
use mythline_protocol::{Capabilities, CommandError, ErrorCode, JobId, Outlook, OutlookParams, TakeView};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::{effort, held::Held, report::Report, run::Run, waiting::Waiting};
use crate::{
    notes::Notes,
    plan::{self, Plan, Wishes},
    prompts::PromptFolder,
    take::{Shelf, TakeFault},
    text::Pronoun,
};

/// Where models come from.
#[async_trait]
pub trait ModelSource: Send + Sync + 'static {
    /// A model by its id, or the default one.
    ///
    /// # Errors
    /// [`ErrorCode::MissingModel`] when there is none.
    fn model(&self, id: Option<&str>) -> Result<Arc<dyn Model>, CommandError>;

    /// What a model was seen to do, where that was measured before. Cheap.
    fn seen(&self, _: &str) -> Option<Capabilities> {
        None
    }

    /// The same, measured by a short request where it was not; none where nobody measures.
    ///
    /// # Errors
    /// Whatever keeps the model from writing.
    async fn capabilities(&self, _: &str, _: CancellationToken) -> Result<Option<Capabilities>, ModelError> {
        Ok(None)
    }
}

/// The kind of job that writes a story.
pub struct StoryWork {
    pub(super) workspace: Folder,
    pub(super) models: Arc<dyn ModelSource>,
    pub(super) prompts: PromptFolder,
    held: Held,
}

/// What was asked, read and checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Asked {
    pub player: Option<String>,
    pub pronoun: Option<Pronoun>,
    pub model: Option<String>,
    pub scenes: Option<u32>,
    pub seed: Option<u32>,
    /// What is wished of the writing; empty for nothing.
    pub wish: String,
    /// Whether the plan is to be read before anything is written.
    pub plan_first: bool,
}

impl StoryWork {
    /// Stories in a workspace, by these models, asked by these prompts.
    #[must_use]
    pub fn new(workspace: Folder, models: Arc<dyn ModelSource>, prompts: PromptFolder) -> Self {
        Self { workspace, models, prompts, held: Held::default() }
    }

    /// What a story would be. Cheap: the notes are read, nothing is written and no model is loaded.
    ///
    /// # Errors
    /// As [`Work::prepare`].
    pub async fn outlook(&self, params: OutlookParams) -> Result<Outlook, CommandError> {
        let shelf = self.shelf(&params.subject)?;
        let model = self.models.model(params.model.as_deref())?;
        let player = checked_player(params.player.as_deref())?;
        let notes = Notes::read(&shelf.notes()?);
        let params = OutlookParams { subject: shelf.subject().as_str().to_owned(), player, ..params };
        let takes = u32::try_from(shelf.takes().len()).unwrap_or(u32::MAX);
        plan::outlook(&notes, &params, model.id(), self.composes(model.id()), takes)
    }

    /// Whether a model was seen to read notes: then it is let write whole steps.
    pub(super) fn composes(&self, model: &str) -> bool {
        self.models.seen(model).is_some_and(|seen| seen.reads_notes)
    }

    /// What a job has written so far.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownJob`] for an id that is none of ours, [`ErrorCode::MissingFile`] when nothing
    /// is written yet, [`ErrorCode::DamagedFile`] for a take that cannot be read.
    pub async fn take(&self, subject: &str, id: &str) -> Result<TakeView, CommandError> {
        let id: JobId = id.parse().map_err(|_| {
            CommandError::new(ErrorCode::UnknownJob, "Only stories of this program can be read here.")
        })?;
        let take = self.shelf(subject)?.take(id).map_err(|fault| told(&fault))?;
        Ok(take.view())
    }

    /// Writes a story, or what is left of it: [`Work::run`], told to anybody.
    ///
    /// # Errors
    /// As [`Work::run`].
    pub async fn write(
        &self,
        id: JobId,
        request: &WorkRequest,
        model: &str,
        stop: CancellationToken,
        report: &dyn Report,
    ) -> Result<Outcome, WorkEnd> {
        let failed = |error: CommandError| WorkEnd::Failed(error.clone(), error.into());
        let shelf = self.shelf(&request.subject).map_err(failed)?;
        let asked = Asked::read(request).map_err(failed)?;
        let model = self.models.model(Some(model)).map_err(failed)?;
        let request = request_value(request);
        let waiting = Waiting::new(report);
        let waits = model.waits();
        let run = Run {
            id,
            shelf,
            models: &*self.models,
            model,
            prompts: &self.prompts,
            asked,
            request,
            stop,
            report: &waiting,
            held: &self.held,
        };
        waiting.during(waits, Box::pin(run.to_the_end())).await
    }

    /// The shelf of a subject, in the spelling that stands on disk where there is one.
    pub(crate) fn shelf(&self, subject: &str) -> Result<Shelf, CommandError> {
        let subject = Subject::parse(subject)?;
        let output = RelPath::segment("output").map_err(|error| error.command_error("The folder"))?;
        let names = self.workspace.names(Some(&output)).unwrap_or_default();
        let mut same = names
            .iter()
            .filter_map(|name| Subject::parse(name).ok())
            .filter(|known| known.key() == subject.key());
        let subject = same.next().unwrap_or(subject);
        Ok(Shelf::new(self.workspace.clone(), subject))
    }
}

#[async_trait]
impl Work for StoryWork {
    fn kind(&self) -> &'static str {
        "story"
    }

    async fn prepare(&self, request: &WorkRequest) -> Result<Prepared, CommandError> {
        let shelf = self.shelf(&request.subject)?;
        let asked = Asked::read(request)?;
        let model = self.models.model(asked.model.as_deref())?;
        let notes = Notes::read(&shelf.notes()?);
        let composed = self.composes(model.id());
        if composed {
            self.prompts.read()?;
        }
        let plan = asked.plan(&notes, shelf.subject().as_str(), composed)?;
        Ok(Prepared {
            efforts: effort::of_plan(&plan, &notes, composed),
            subject: shelf.subject().as_str().to_owned(),
            title: plan.title,
            total: u32::try_from(plan.steps.len()).unwrap_or(u32::MAX),
            lane: model.id().to_owned(),
        })
    }

    async fn run(&self, job: JobHandle) -> Result<Outcome, WorkEnd> {
        self.write(job.id, &job.request, &job.lane, job.stop.clone(), &job).await
    }

    async fn change(&self, request: &WorkRequest) -> Result<Value, CommandError> {
        self.change_take(request)
    }

    async fn standing(&self, request: &WorkRequest) -> Option<Standing> {
        // A run that writes a take tells of it as it goes.
        request.options.get("do")?;
        self.take_stands(request)
    }
}

impl Asked {
    /// Reads a request.
    ///
    /// # Errors
    /// [`ErrorCode::BadPlayer`] and [`ErrorCode::BadOption`], with what to change.
    pub(crate) fn read(request: &WorkRequest) -> Result<Self, CommandError> {
        let option = |name: &str| request.options.get(name).filter(|value| !value.is_null());
        let bad = |message: &str| CommandError::new(ErrorCode::BadOption, message);
        let text = |name: &str| option(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        let number = |name: &str, message: &str| {
            option(name)
                .map(|value| value.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or_else(|| bad(message)))
                .transpose()
        };
        let pronoun = text("pronoun")
            .map(|word| Pronoun::named(word).ok_or_else(|| bad("A pronoun is he, she or they.")))
            .transpose()?;
        Ok(Self {
            player: checked_player(request.player.as_deref())?,
            pronoun,
            model: text("model").map(str::to_owned),
            wish: text("wish").map(|wish| wish.trim().to_owned()).unwrap_or_default(),
            plan_first: option("plan_first").and_then(Value::as_bool).unwrap_or(false),
            scenes: number("scenes", "The number of scenes is a whole number from 1 on.")?,
            seed: number("seed", "A seed is a whole number from 0 to 4294967295.")?,
        })
    }

    /// Plans what was asked.
    pub(crate) fn plan(&self, notes: &Notes, subject: &str, composed: bool) -> Result<Plan, CommandError> {
        let player = self.player.as_deref();
        let wishes = Wishes { subject, player, pronoun: self.pronoun, scenes: self.scenes, composed };
        plan::plan(notes, &wishes)
    }
}

fn checked_player(name: Option<&str>) -> Result<Option<String>, CommandError> {
    let name = name.filter(|name| !name.trim().is_empty());
    name.map(|name| Ok(Player::parse(name)?.as_str().to_owned())).transpose()
}

fn request_value(request: &WorkRequest) -> Value {
    let mut value = Value::Object(request.options.clone());
    value["player"] = Value::from(request.player.clone());
    value
}

pub(super) fn told(fault: &TakeFault) -> CommandError {
    if let TakeFault::Disk(error) = fault {
        tracing::warn!(?error, "a take could not be read");
    }
    fault.command_error()
}
