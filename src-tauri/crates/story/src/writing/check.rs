use std::cmp::Reverse;

use mythline_files::RelPath;
use mythline_jobs::WorkRequest;
use mythline_protocol::{CommandError, ErrorCode, JobId, TakeView};

use super::{
    changed::{ChangedNote, changed},
    telling::Telling,
    work::{Asked, StoryWork, told},
};
use crate::{
    notes::Notes,
    review::{StepFigures, StepText, StoryFigures, Told, step_figures, story_figures},
    take::{Shelf, Step, Take, adopt},
};

/// A take held against the notes as they are now.
#[derive(Debug, Clone)]
pub struct CheckedTake {
    /// The take.
    pub view: TakeView,
    /// The figures of each written step, with its place among the steps.
    pub steps: Vec<(usize, StepFigures)>,
    /// The notes that each of them rests on and that have changed since, with its place among the steps.
    pub changed: Vec<(usize, Vec<ChangedNote>)>,
    /// The figures of the whole.
    pub story: StoryFigures,
}

impl StoryWork {
    /// Reviews what a take holds. `take` is the beginning of the id of the job that wrote it; without it
    /// the take that was written to last is meant.
    ///
    /// # Errors
    /// When the notes or the take are missing or cannot be read, or several takes begin so.
    pub async fn check(&self, subject: &str, take: Option<&str>) -> Result<CheckedTake, CommandError> {
        let shelf = self.shelf(subject)?;
        let text = shelf.notes()?;
        let id = self.meant(&shelf, take)?;
        let take = shelf.take(id).map_err(|fault| told(&fault))?;
        let notes = Notes::read(&text);
        let written = take.steps.iter().enumerate().filter(|(_, step)| step.is_written());
        let changed = written.map(|(at, step)| (at, changed(&take, step, &notes)));
        let changed = changed.filter(|(_, notes)| !notes.is_empty()).collect();
        let telling = held_to(&shelf, &take)?;
        let mut heard = Told::new();
        let mut steps = Vec::new();
        let mut texts = Vec::new();
        for (at, step) in take.steps.iter().enumerate().filter(|(_, step)| step.is_written()) {
            let facts: Vec<usize> = step
                .facts
                .iter()
                .filter_map(|used| telling.ids.iter().position(|id| *id == used.fact))
                .collect();
            let written = text_of(step);
            steps.push((at, step_figures(&telling.brief(step, &facts), &written, &telling.source, &heard)));
            heard.add(&written);
            texts.push(written);
        }
        Ok(CheckedTake { view: take.view(), steps, changed, story: story_figures(&texts, &text) })
    }

    /// The id of the take of a subject that was written to last.
    ///
    /// # Errors
    /// [`ErrorCode::MissingFile`] when there is none.
    pub fn newest(&self, subject: &str) -> Result<String, CommandError> {
        Ok(self.meant(&self.shelf(subject)?, None)?.to_string())
    }

    /// The take that is meant by the beginning of its id; without it the one written to last.
    pub(super) fn meant(&self, shelf: &Shelf, start: Option<&str>) -> Result<JobId, CommandError> {
        let subject = shelf.subject().as_str();
        let mut takes = shelf.takes();
        let Some(start) = start else {
            takes.sort_by_key(|id| Reverse(self.changed_at(shelf, *id)));
            return takes.into_iter().next().ok_or_else(|| {
                let sentence = format!("There is no story of “{subject}” yet. Write one first.");
                CommandError::new(ErrorCode::MissingFile, sentence)
            });
        };
        takes.retain(|id| !start.is_empty() && id.to_string().starts_with(start));
        match takes.as_slice() {
            [one] => Ok(*one),
            [] => Err(CommandError::new(
                ErrorCode::UnknownJob,
                format!("There is no such take of “{subject}”."),
            )),
            _ => Err(CommandError::new(
                ErrorCode::AmbiguousJob,
                format!("More than one take of “{subject}” begins so. Give more of the id."),
            )),
        }
    }

    /// When a take was written to last; milliseconds since the epoch.
    pub(super) fn changed_at(&self, shelf: &Shelf, id: JobId) -> i64 {
        let changed = |path: RelPath| self.workspace.entry(&path).map(|entry| entry.changed_at);
        shelf.take_path(id, "take.json").and_then(changed).unwrap_or(0)
    }
}

/// What a take is held to: the notes as they are now.
pub(super) fn held_to(shelf: &Shelf, take: &Take) -> Result<Telling, CommandError> {
    let text = shelf.notes()?;
    let notes = Notes::read(&text);
    let plan = Asked::read(&request(take))?.plan(&notes, shelf.subject().as_str(), false)?;
    let ids = adopt(&mut take.clone(), &notes, &plan);
    Ok(Telling::new(&text, notes, plan, ids, take.style))
}

/// What was asked, as the take keeps it.
pub(super) fn request(take: &Take) -> WorkRequest {
    let options = take.request.as_object().cloned().unwrap_or_default();
    let player = options.get("player").and_then(|player| player.as_str()).map(str::to_owned);
    WorkRequest { subject: take.subject.clone(), player, options }
}

/// What was written for a step, as the review takes it.
pub(crate) fn text_of(step: &Step) -> StepText {
    step.written()
}
