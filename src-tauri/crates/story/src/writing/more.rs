use std::{collections::HashSet, sync::Arc};

use async_trait::async_trait;
use mythline_jobs::{
    Efforts, JobHandle, Outcome, Prepared, Standing, StepProgress, Work, WorkEnd, WorkRequest,
};
use mythline_models::Model;
use mythline_protocol::{CommandError, ErrorCode, JobId};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{
    check::request,
    effort,
    report::Report,
    retell::Seeds,
    run::Halt,
    step::{Hand, StepToWrite},
    telling::Telling,
    waiting::Waiting,
    work::{Asked, StoryWork, told},
};
use crate::{
    notes::Notes,
    plan::{More, more, scene_of},
    take::{Shelf, Step, Take, adopt, before_conclusion, fresh},
};

/// The kind of job that goes on with a finished story: what its notes say by now and it has not told becomes
/// more scenes. They stand before the conclusion, so that the ending stays the last that is read; no other step
/// is changed.
pub struct MoreWork(Arc<StoryWork>);

/// What is asked: the take by its job, and how many scenes.
struct Wanted {
    shelf: Shelf,
    id: JobId,
    take: Take,
    asked: Asked,
}

/// What is left to do of it.
struct Ahead {
    telling: Telling,
    more: More,
}

impl MoreWork {
    /// Scenes for these stories.
    #[must_use]
    pub fn new(story: Arc<StoryWork>) -> Self {
        Self(story)
    }
}

#[async_trait]
impl Work for MoreWork {
    fn kind(&self) -> &'static str {
        "more"
    }

    async fn prepare(&self, request: &WorkRequest) -> Result<Prepared, CommandError> {
        let story = &self.0;
        let wanted = story.wanted_more(request)?;
        let of_take = wanted.take.request.get("model").and_then(|model| model.as_str());
        let model = story.models.model(wanted.asked.model.as_deref().or(of_take))?;
        let composed = story.composes(model.id());
        if composed {
            story.prompts.read()?;
        }
        let ahead = wanted.ahead(&wanted.take, "", composed)?;
        Ok(Prepared {
            subject: wanted.shelf.subject().as_str().to_owned(),
            title: format!("{}: more scenes", wanted.take.title),
            total: count(ahead.more.steps.len()),
            lane: model.id().to_owned(),
            efforts: Efforts::default(),
        })
    }

    async fn run(&self, job: JobHandle) -> Result<Outcome, WorkEnd> {
        self.0.go_on(job.id, &job.request, &job.lane, job.stop.clone(), &job).await
    }

    async fn standing(&self, request: &WorkRequest) -> Option<Standing> {
        self.0.take_stands(request)
    }
}

impl StoryWork {
    /// Writes more scenes of a finished story, or what is left of them: [`Work::run`] of [`MoreWork`], told to
    /// anybody.
    ///
    /// # Errors
    /// As [`Work::run`].
    pub async fn go_on(
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
            let wanted = self.wanted_more(request).map_err(Halt::Refused)?;
            let ready = async {
                model.ready().await?;
                self.models.capabilities(model.id(), stop.clone()).await
            };
            let seen = tokio::select! {
                biased;
                () = stop.cancelled() => return Err(Halt::Stopped),
                ready = ready => ready?,
            };
            let hand = if seen.is_some_and(|seen| seen.reads_notes) {
                Hand::Composing(self.prompts.read().map_err(Halt::Refused)?)
            } else {
                Hand::Retelling
            };
            wanted.write(id, &hand, &*model, &stop, &waiting).await
        };
        Ok(waiting.during(waits, Box::pin(run)).await?)
    }

    fn wanted_more(&self, request: &WorkRequest) -> Result<Wanted, CommandError> {
        let asked = Asked::read(request)?;
        let shelf = self.shelf(&request.subject)?;
        let id = self.meant(&shelf, request.options.get("take").and_then(|take| take.as_str()))?;
        let take = shelf.take(id).map_err(|fault| told(&fault))?;
        if !take.is_finished() {
            let sentence = "This story is not finished. Resume it first; then it can go on with more scenes.";
            return Err(CommandError::new(ErrorCode::NotNow, sentence));
        }
        Ok(Wanted { shelf, id, take, asked })
    }
}

impl Wanted {
    /// Plans what the notes say by now and the take has not told; `job` has written some of it already.
    fn ahead(&self, take: &Take, job: &str, composed: bool) -> Result<Ahead, CommandError> {
        let text = self.shelf.notes()?;
        let notes = Notes::read(&text);
        let subject = self.shelf.subject().as_str();
        let plan = Asked::read(&request(take))?.plan(&notes, subject, composed)?;
        let ids = adopt(&mut take.clone(), &notes, &plan);
        let known: HashSet<&str> =
            take.steps.iter().flat_map(|step| &step.facts).map(|used| used.fact.as_str()).collect();
        let left: Vec<usize> =
            (0..ids.len()).filter(|at| !ids[*at].is_empty() && !known.contains(ids[*at].as_str())).collect();
        let mine = |step: &&Step| !job.is_empty() && step.by == job;
        let done: HashSet<usize> =
            take.steps.iter().filter(mine).filter_map(|step| scene_of(&step.id)).collect();
        let rest = |asked: u32| asked.saturating_sub(count(done.len())).max(1);
        let asked = self.asked.scenes.map(|asked| if done.is_empty() { asked } else { rest(asked) });
        let first = take.steps.iter().filter_map(|step| scene_of(&step.id)).max().unwrap_or(0) + 1;
        let more = more(&notes, &plan.player, &left, asked, first, composed)?;
        Ok(Ahead { telling: Telling::new(&text, notes, plan, ids, take.style), more })
    }

    async fn write(
        &self,
        job: JobId,
        hand: &Hand,
        model: &dyn Model,
        stop: &CancellationToken,
        report: &dyn Report,
    ) -> Result<Outcome, Halt> {
        let mut take = self.take.clone();
        let by = job.to_string();
        let done = count(take.steps.iter().filter(|step| step.by == by).count());
        let ahead = match self.ahead(&take, &by, hand.composes()) {
            Ok(ahead) => ahead,
            // A run that was cut off after its last scene has nothing left to do.
            Err(error) if done > 0 && error.code == ErrorCode::LengthNotCarried => {
                return self.outcome(take, done);
            }
            Err(error) => return Err(Halt::Refused(error)),
        };
        let (telling, planned) = (&ahead.telling, &ahead.more.steps);
        let total = done + count(planned.len());
        for (index, planned) in planned.iter().enumerate() {
            let number = done + count(index) + 1;
            let mut step = fresh(planned, &telling.ids);
            step.by.clone_from(&by);
            let at = before_conclusion(&take.steps);
            let mut with = take.clone();
            with.steps.insert(at, step);
            let effort = effort::of_step(telling, &with.steps[at], hand.composes());
            let say = |fraction: f32| {
                report.progress(StepProgress {
                    done: number - 1,
                    total,
                    number,
                    name: planned.title.clone(),
                    message: format!("One more scene: {}", planned.title),
                    fraction,
                    words: take.words(),
                    effort: Some(effort.clone()),
                    ..StepProgress::default()
                });
            };
            say(0.0);
            let written = StepToWrite {
                hand,
                telling,
                take: &with,
                at,
                model,
                wish: &Asked::read(&request(&take)).map_err(Halt::Refused)?.wish,
                again: None,
                seeds: Seeds::new(self.asked.seed.unwrap_or_else(|| Seeds::of_text(&by)), &planned.id),
                stop,
                report,
                fraction: &say,
            }
            .write()
            .await?;
            take = self.put(telling, &written)?;
        }
        let steps = count(planned.len());
        self.outcome(take, done + steps)
    }

    /// Puts a scene's step into the take as it lies on disk, with what it rests on.
    fn put(&self, telling: &Telling, step: &Step) -> Result<Take, Halt> {
        let put = |take: &mut Take| {
            if take.steps.iter().any(|known| known.id == step.id) {
                return;
            }
            for (at, fact) in telling.notes.facts.iter().enumerate() {
                let id = &telling.ids[at];
                let used = step.facts.iter().any(|used| used.fact == *id);
                if used && take.facts.iter().all(|known| known.id != *id) {
                    let (id, text) = (id.clone(), fact.text.clone());
                    take.facts.push(mythline_protocol::Fact { id, line: fact.line, text });
                }
            }
            let at = before_conclusion(&take.steps);
            take.steps.insert(at, step.clone());
        };
        Ok(self.shelf.change(self.id, put)?)
    }

    fn outcome(&self, take: Take, steps: u32) -> Result<Outcome, Halt> {
        let take = if self.shelf.is_at_top(&take) { self.shelf.publish(self.id)?.0 } else { take };
        let path = |name: &str| {
            self.shelf.take_path(self.id, name).map(|path| path.as_str().to_owned()).unwrap_or_default()
        };
        let words = take.words();
        let steps_word = if steps == 1 { "step" } else { "steps" };
        Ok(Outcome {
            message: format!("{steps} {steps_word} more; the story has {words} words now."),
            result: json!({
                "take": path("take.json"),
                "story": path("story.md"),
                "words": words,
                "steps": take.steps.len(),
                "added": steps,
            }),
        })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
