//! What is made from a take to be read: Markdown, and the two files in the page's tool's shape.

use mythline_protocol::{DialogueLine, StepSubType, StepType};
use serde::Serialize;
use serde_json::Value;

use super::{
    Step, Take,
    book::{Book, Part},
};
use crate::text::word_count;

/// The take as Markdown. A heading stands where the title changes.
#[must_use]
pub fn markdown(take: &Take) -> String {
    book_markdown(&Book::of(take))
}

/// A book as Markdown.
#[must_use]
pub fn book_markdown(book: &Book<'_>) -> String {
    let mut out = format!("# {}\n", escaped(book.title));
    for chapter in &book.chapters {
        out.push_str(&format!("\n## {}\n", escaped(chapter.title)));
        for part in &chapter.parts {
            match part {
                Part::Line(line) => {
                    out.push_str(&format!("\n**{}:** {}\n", escaped(&line.actor), escaped(&line.line)));
                }
                Part::Paragraph(text) => out.push_str(&format!("\n{}\n", escaped(text))),
            }
        }
    }
    out
}

/// Text that Markdown would take for markup is written so that it shows as itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let marks = matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\');
        let begins = at == 0 && matches!(c, '#' | '+' | '-' | '|' | '~');
        if marks || begins {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// `story.json`: the chosen take in the shape of the page's tool.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct StoryFile<'t> {
    title: &'t str,
    subject: &'t str,
    introduction: Option<Narration<'t>>,
    /// What is written between, in order.
    segments: Vec<Segment<'t>>,
    conclusion: Option<Narration<'t>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Narration<'t> {
    /// Paragraphs stand apart by an empty line.
    text: &'t str,
    word_count: u32,
}

/// A step that is written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Segment<'t> {
    #[serde(flatten)]
    told: Told<'t>,
    /// The id of its step in the take.
    id: &'t str,
    /// The scene's title.
    quest_name: &'t str,
    sub_type: Option<StepSubType>,
}

#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum Told<'t> {
    Narration(Narration<'t>),
    Dialogue { lines: &'t [DialogueLine] },
}

/// One step in `plan.json`, which is a list of them.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Planned<'t> {
    item: Item<'t>,
    status: PlanStatus,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Item<'t> {
    #[serde(rename = "type")]
    step_type: StepType,
    sub_type: Option<StepSubType>,
    quest_name: &'t str,
    /// What it is to be, with the facts that it is given.
    description: String,
    output: Output<'t>,
}

#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum Output<'t> {
    Text(&'t str),
    Lines(&'t [DialogueLine]),
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum PlanStatus {
    Done,
    Pending,
}

/// `story.json`: title, subject, introduction, segments, conclusion.
#[must_use]
pub fn story_json(take: &Take) -> Value {
    let of = |step_type: StepType| {
        take.steps.iter().filter(move |step| step.step_type == step_type && step.is_written())
    };
    value(&StoryFile {
        title: &take.title,
        subject: &take.subject,
        introduction: of(StepType::Introduction).next().map(narration),
        segments: of(StepType::Quest).map(segment).collect(),
        conclusion: of(StepType::Conclusion).next().map(narration),
    })
}

fn narration(step: &Step) -> Narration<'_> {
    Narration { text: &step.text, word_count: word_count(&step.text) }
}

fn segment(step: &Step) -> Segment<'_> {
    let told = if step.lines.is_empty() {
        Told::Narration(narration(step))
    } else {
        Told::Dialogue { lines: &step.lines }
    };
    Segment { told, id: &step.id, quest_name: &step.title, sub_type: step.sub_type }
}

/// `plan.json`: the list of the page's tool.
#[must_use]
pub fn plan_json(take: &Take) -> Value {
    let planned = |step| Planned {
        item: item(take, step),
        status: if step.is_written() { PlanStatus::Done } else { PlanStatus::Pending },
    };
    value(&take.steps.iter().map(planned).collect::<Vec<_>>())
}

fn item<'t>(take: &Take, step: &'t Step) -> Item<'t> {
    Item {
        step_type: step.step_type,
        sub_type: step.sub_type,
        quest_name: &step.title,
        description: description(take, step),
        output: if step.lines.is_empty() { Output::Text(&step.text) } else { Output::Lines(&step.lines) },
    }
}

#[expect(clippy::expect_used, reason = "text and numbers under names that are text: always JSON")]
fn value(file: &impl Serialize) -> Value {
    serde_json::to_value(file).expect("plain JSON")
}

fn description(take: &Take, step: &Step) -> String {
    let what = match step.sub_type {
        _ if step.step_type == StepType::Introduction => "Introduction from these facts:",
        _ if step.step_type == StepType::Conclusion => "Conclusion from these facts:",
        Some(StepSubType::QuestDialogue) => "Lines spoken, from these facts:",
        _ => "Narration from these facts:",
    };
    let facts = step.facts.iter().filter_map(|used| take.facts.iter().find(|fact| fact.id == used.fact));
    std::iter::once(what).chain(facts.map(|fact| fact.text.as_str())).collect::<Vec<_>>().join(" ")
}
