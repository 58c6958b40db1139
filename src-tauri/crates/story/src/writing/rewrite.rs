use std::sync::Arc;

use async_trait::async_trait;
use mythline_jobs::{
    Efforts, JobHandle, Outcome, Prepared, Standing, StepProgress, Work, WorkEnd, WorkRequest,
};
use mythline_protocol::{CommandError, ErrorCode, JobId};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{
    check::request,
    compose::Again,
    effort,
    meant::{no_such_step, step_at, unlocked},
    report::Report,
    retell::Seeds,
    run::Halt,
    step::{Hand, StepToWrite},
    telling::Telling,
    waiting::Waiting,
    wish::words_of,
    work::{Asked, StoryWork, told},
};
use crate::{
    notes::Notes,
    take::{Draft, Shelf, Step, Take, adopt},
};

/// The kind of job that writes one step of a take again, with a wish of its own. What was there is kept beside
/// it, and the other steps stay as they are.
pub struct RewriteWork(Arc<StoryWork>);

/// What is asked: the take by its job, and the step by its id or its number from 1.
struct Wanted {
    shelf: Shelf,
    id: JobId,
    take: Take,
    at: usize,
    asked: Asked,
}

impl RewriteWork {
    /// Steps of these stories.
    #[must_use]
    pub fn new(story: Arc<StoryWork>) -> Self {
        Self(story)
    }
}

#[async_trait]
impl Work for RewriteWork {
    fn kind(&self) -> &'static str {
        "rewrite"
    }

    async fn prepare(&self, request: &WorkRequest) -> Result<Prepared, CommandError> {
        let story = &self.0;
        let wanted = story.wanted(request)?;
        let step = &wanted.take.steps[wanted.at];
        may_be_rewritten(step)?;
        wanted.shelf.notes()?;
        let of_take = wanted.take.request.get("model").and_then(|model| model.as_str());
        let model = story.models.model(wanted.asked.model.as_deref().or(of_take))?;
        if story.composes(model.id()) {
            story.prompts.read()?;
        }
        Ok(Prepared {
            subject: wanted.shelf.subject().as_str().to_owned(),
            title: format!("{}: {}", wanted.take.title, step.title),
            total: 1,
            lane: model.id().to_owned(),
            efforts: Efforts::default(),
        })
    }

    async fn run(&self, job: JobHandle) -> Result<Outcome, WorkEnd> {
        self.0.rewrite(job.id, &job.request, &job.lane, job.stop.clone(), &job).await
    }

    async fn standing(&self, request: &WorkRequest) -> Option<Standing> {
        self.0.take_stands(request)
    }
}

impl StoryWork {
    /// Writes one step again: [`Work::run`] of [`RewriteWork`], told to anybody.
    ///
    /// # Errors
    /// As [`Work::run`].
    pub async fn rewrite(
        &self,
        id: JobId,
        request: &WorkRequest,
        model: &str,
        stop: CancellationToken,
        report: &dyn Report,
    ) -> Result<Outcome, WorkEnd> {
        let waiting = Waiting::new(report);
        let model = self.models.model(Some(model)).map_err(|error| WorkEnd::from(Halt::Refused(error)))?;
        let waits = model.waits();
        let run = async {
            let wanted = self.wanted(request).map_err(Halt::Refused)?;
            // A run that was cut off after it had saved has nothing left to do.
            if wanted.take.steps[wanted.at].is_by(&id.to_string()) {
                return Ok(outcome(&wanted, &wanted.take, true));
            }
            let composed = async {
                model.ready().await?;
                self.models.capabilities(model.id(), stop.clone()).await
            };
            let seen = tokio::select! {
                biased;
                () = stop.cancelled() => return Err(Halt::Stopped),
                seen = composed => seen?,
            };
            let hand = if seen.is_some_and(|seen| seen.reads_notes) {
                Hand::Composing(self.prompts.read().map_err(Halt::Refused)?)
            } else {
                Hand::Retelling
            };
            self.write_again(id, wanted, &hand, &*model, &stop, &waiting).await
        };
        Ok(waiting.during(waits, Box::pin(run)).await?)
    }

    async fn write_again(
        &self,
        id: JobId,
        wanted: Wanted,
        hand: &Hand,
        model: &dyn mythline_models::Model,
        stop: &CancellationToken,
        report: &dyn Report,
    ) -> Result<Outcome, Halt> {
        let mut take = wanted.take.clone();
        let telling = telling(&wanted, &mut take, hand.composes()).map_err(Halt::Refused)?;
        let step_id = wanted.take.steps[wanted.at].id.clone();
        let gone = || Halt::Refused(no_such_step(&step_id));
        let at = take.steps.iter().position(|step| step.id == step_id).ok_or_else(gone)?;
        may_be_rewritten(&take.steps[at]).map_err(Halt::Refused)?;
        let before = take.steps[at].clone();
        let wish = wanted.asked.wish.as_str();
        if hand.composes() {
            take.steps[at].words_asked = words_of(wish, before.words(), before.words_asked);
        } else if !wish.is_empty() {
            report
                .log("The wish is kept with the text. A retelling follows the notes, so it changes nothing.");
        }
        let effort = effort::of_step(&telling, &take.steps[at], hand.composes());
        let say = |fraction: f32, done: u32| {
            report.progress(StepProgress {
                done,
                total: 1,
                number: 1,
                name: before.title.clone(),
                message: format!("Writing again: {}", before.title),
                fraction,
                words: take.steps[at].words(),
                effort: Some(effort.clone()),
                ..StepProgress::default()
            });
        };
        say(0.0, 0);
        let seed = wanted.asked.seed.unwrap_or_else(|| Seeds::of_text(&id.to_string()));
        let of_story = Asked::read(&request(&take)).map_err(Halt::Refused)?.wish;
        let written = StepToWrite {
            hand,
            telling: &telling,
            take: &take,
            at,
            model,
            wish: &of_story,
            again: (!wish.is_empty()).then_some(Again { text: &before.text, wish }),
            seeds: Seeds::new(seed, &format!("{step_id} again")),
            stop,
            report,
            fraction: &|fraction| say(fraction, 0),
        }
        .write()
        .await?;
        if written.text.trim() == before.text.trim() {
            return Ok(outcome(&wanted, &wanted.take, false));
        }
        let draft = Draft {
            text: written.text,
            lines: Vec::new(),
            review: written.review,
            wish: wish.to_owned(),
            by: id.to_string(),
            words_asked: written.words_asked,
            facts: written.facts,
        };
        let mut put = Ok(());
        let saved = wanted.shelf.change(wanted.id, |disk| {
            put = put_in(disk, &take, &step_id, &draft);
        })?;
        put.map_err(Halt::Refused)?;
        say(1.0, 1);
        let saved = if wanted.shelf.is_at_top(&saved) { wanted.shelf.publish(wanted.id)?.0 } else { saved };
        Ok(outcome(&wanted, &saved, true))
    }

    fn wanted(&self, request: &WorkRequest) -> Result<Wanted, CommandError> {
        let asked = Asked::read(request)?;
        let text = |name: &str| request.options.get(name).and_then(|value| value.as_str());
        let shelf = self.shelf(&request.subject)?;
        let id = self.meant(&shelf, text("take"))?;
        let take = shelf.take(id).map_err(|fault| told(&fault))?;
        let at = step_at(&take, text("step").unwrap_or_default())?;
        Ok(Wanted { shelf, id, take, at, asked })
    }
}

fn may_be_rewritten(step: &Step) -> Result<(), CommandError> {
    let title = &step.title;
    unlocked(step)?;
    let sentence = if !step.is_written() {
        format!("“{title}” is not written yet, so it cannot be written again.")
    } else if !step.lines.is_empty() {
        format!("What is said in “{title}” stands in the notes. Change it there, or in the file.")
    } else {
        return Ok(());
    };
    Err(CommandError::new(ErrorCode::NotNow, sentence))
}

/// Puts a text in its place in the take as it lies on disk, and what it rests on beside it.
fn put_in(disk: &mut Take, take: &Take, step_id: &str, draft: &Draft) -> Result<(), CommandError> {
    let at = disk.steps.iter().position(|step| step.id == step_id).ok_or_else(|| no_such_step(step_id))?;
    may_be_rewritten(&disk.steps[at])?;
    for fact in take.facts.iter().filter(|fact| draft.facts.iter().any(|used| used.fact == fact.id)) {
        if disk.facts.iter().all(|known| known.id != fact.id) {
            disk.facts.push(fact.clone());
        }
    }
    disk.steps[at].put(draft.clone());
    Ok(())
}

/// The notes as they are now, with the facts that the step has by them.
fn telling(wanted: &Wanted, take: &mut Take, composed: bool) -> Result<Telling, CommandError> {
    let text = wanted.shelf.notes()?;
    let notes = Notes::read(&text);
    let plan = Asked::read(&request(take))?.plan(&notes, wanted.shelf.subject().as_str(), composed)?;
    let ids = adopt(take, &notes, &plan);
    let step_id = &wanted.take.steps[wanted.at].id;
    if let Some(planned) = plan.steps.iter().find(|planned| planned.id == *step_id)
        && let Some(step) = take.steps.iter_mut().find(|step| step.id == *step_id)
    {
        let used = |at: &usize| mythline_protocol::FactUse { fact: ids[*at].clone(), found: false };
        step.facts = planned.facts.iter().map(used).collect();
    }
    Ok(Telling::new(&text, notes, plan, ids, take.style))
}

fn outcome(wanted: &Wanted, take: &Take, changed: bool) -> Outcome {
    let path = |name: &str| {
        wanted.shelf.take_path(wanted.id, name).map(|path| path.as_str().to_owned()).unwrap_or_default()
    };
    let step = take.steps.iter().find(|step| step.id == wanted.take.steps[wanted.at].id);
    let message = match step {
        _ if !changed => "The model wrote the same again. Nothing was changed.".to_owned(),
        Some(step) if !step.review.is_empty() => {
            format!("{} words; the text before is kept. To look at.", step.words())
        }
        Some(step) => format!("{} words; the text before is kept.", step.words()),
        None => "Written again.".to_owned(),
    };
    let result = json!({
        "take": path("take.json"),
        "story": path("story.md"),
        "step": step.map(|step| &step.id),
        "words": step.map(Step::words),
        "changed": changed,
    });
    Outcome { message, result }
}
