use mythline_protocol::{CommandError, Finding, StepSubType, StepType};
use mythline_story::{
    ChangedNote, CheckedTake,
    review::{StepFigures, Verdict},
};
use serde::Serialize;

use crate::Studio;

/// A story held against its notes, step by step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// The job that wrote it.
    pub job_id: String,
    /// The story's title.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// Words in all.
    pub words: u32,
    /// Share of its runs of four words that repeat an earlier one.
    pub repeated: f32,
    /// Share of its words that stand in runs of eight or more taken from the notes.
    pub copied: f32,
    /// How many steps want a look.
    pub to_look_at: u32,
    /// The steps that are written.
    pub steps: Vec<CheckedStep>,
}

/// One step held against the notes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckedStep {
    /// Its number in the story, from 1.
    pub number: u32,
    /// Its id in the take.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it is.
    pub step_type: StepType,
    /// Which part of a scene, if it is one.
    pub sub_type: Option<StepSubType>,
    /// Words asked for.
    pub words_asked: u32,
    /// Words written.
    pub words: u32,
    /// Facts given to it.
    pub facts_given: u32,
    /// Those of them that are found in it.
    pub facts_found: u32,
    /// Names that the notes do not know.
    pub unknown_names: Vec<String>,
    /// Share of its runs of four words that repeat an earlier one of the step.
    pub repeated: f32,
    /// Narrated words in the first or second person.
    pub person: u32,
    /// Share of its words that stand in runs of eight or more taken from the notes.
    pub copied: f32,
    /// What the review says.
    pub findings: Vec<Finding>,
    /// The notes it rests on that say something else by now.
    pub changed: Vec<CheckedNote>,
    /// Whether it is good enough, or wants a look.
    pub good: bool,
}

/// A note that a step was written from, and that is gone or says something else now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckedNote {
    /// The line it began on when the step was written.
    pub line: u32,
    /// What it said.
    pub was: String,
    /// The line of what stands in its place; null where nothing like it does.
    pub line_now: Option<u32>,
    /// What that says.
    pub now: Option<String>,
}

impl Studio {
    /// Holds a story against its notes. `of` is a subject, or a job; `take` the job that wrote the take
    /// that is meant, else it is the one written to last.
    ///
    /// # Errors
    /// When there is no such story, or it or its notes cannot be read.
    pub async fn check(&self, of: &str, take: Option<&str>) -> Result<Checked, CommandError> {
        let checked = match take {
            Some(take) => self.inner.story.check(of, Some(take)).await?,
            None => {
                let (subject, take) = self.story_of(of).await;
                self.inner.story.check(&subject, take.as_deref()).await?
            }
        };
        Ok(told(checked))
    }
}

fn told(checked: CheckedTake) -> Checked {
    let CheckedTake { view, steps, changed, story } = checked;
    let steps: Vec<_> = steps
        .into_iter()
        .filter_map(|(at, figures)| Some((at, view.steps.get(at)?, figures)))
        .map(|(at, step, figures)| {
            let notes = changed.iter().find(|(of, _)| *of == at).map_or(&[][..], |(_, notes)| notes);
            step_told(at, step, figures, notes)
        })
        .collect();
    Checked {
        job_id: view.id,
        title: view.title,
        subject: view.subject,
        words: story.words,
        repeated: story.repeated,
        copied: story.copied,
        to_look_at: count(steps.iter().filter(|step| !step.good).count()),
        steps,
    }
}

fn step_told(
    at: usize,
    step: &mythline_protocol::StepView,
    figures: StepFigures,
    changed: &[ChangedNote],
) -> CheckedStep {
    let note = |note: &ChangedNote| CheckedNote {
        line: note.line,
        was: note.was.clone(),
        line_now: note.now.as_ref().map(|(line, _)| *line),
        now: note.now.as_ref().map(|(_, text)| text.clone()),
    };
    CheckedStep {
        number: count(at + 1),
        id: step.id.clone(),
        title: step.title.clone(),
        step_type: step.step_type,
        sub_type: step.sub_type,
        words_asked: figures.words_asked,
        words: figures.words,
        facts_given: count(figures.facts.len()),
        facts_found: count(figures.facts.iter().filter(|fact| fact.found).count()),
        unknown_names: figures.unknown_names,
        repeated: figures.repeated,
        person: figures.person,
        copied: figures.copied,
        findings: figures.findings,
        changed: changed.iter().map(note).collect(),
        good: figures.verdict == Verdict::Good,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
