//! What is made from a take to be read: Markdown, and the two files in the page's tool's shape.

use mythline_protocol::{StepSubType, StepType};
use serde_json::{Value, json};

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

/// `story.json`: title, subject, introduction, segments, conclusion.
#[must_use]
pub fn story_json(take: &Take) -> Value {
    let of = |step_type: StepType| {
        take.steps.iter().filter(move |step| step.step_type == step_type && step.is_written())
    };
    json!({
        "title": take.title,
        "subject": take.subject,
        "introduction": of(StepType::Introduction).next().map(narration),
        "segments": of(StepType::Quest).map(segment).collect::<Vec<_>>(),
        "conclusion": of(StepType::Conclusion).next().map(narration),
    })
}

fn narration(step: &Step) -> Value {
    json!({ "text": step.text, "word_count": word_count(&step.text) })
}

fn segment(step: &Step) -> Value {
    let mut value = if step.lines.is_empty() { narration(step) } else { json!({ "lines": step.lines }) };
    value["id"] = json!(step.id);
    value["quest_name"] = json!(step.title);
    value["sub_type"] = json!(step.sub_type);
    value
}

/// `plan.json`: the list of the page's tool.
#[must_use]
pub fn plan_json(take: &Take) -> Value {
    let item = |step: &Step| {
        json!({
            "item": {
                "type": step.step_type,
                "sub_type": step.sub_type,
                "quest_name": step.title,
                "description": description(take, step),
                "output": if step.lines.is_empty() { json!(step.text) } else { json!(step.lines) },
            },
            "status": if step.is_written() { "done" } else { "pending" },
        })
    };
    take.steps.iter().map(item).collect()
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
