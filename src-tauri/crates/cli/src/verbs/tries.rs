use clap::Args;
use console::style;
use mythline_studio::{StepTries, WrittenTry};

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::{Out, shown_line},
    table::{Column, Table},
    words::count,
    wrap::wrap,
};

/// Show the steps of a story, or everything that was written for one of them
#[derive(Debug, Args)]
pub(crate) struct Tries {
    /// The job that wrote the story, or the beginning of its id; or the subject
    #[arg(value_name = "JOB")]
    of: String,
    /// The step: its number, or its id
    #[arg(value_name = "STEP")]
    step: Option<String>,
}

impl Tries {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let steps = desk.look().await?.tries(&self.of, self.step.as_deref()).await?;
        if desk.out.json {
            desk.out.document(&steps);
        } else if self.step.is_some() {
            steps.iter().for_each(|step| show_step(&desk.out, step, true));
        } else {
            desk.out.line(&table(&steps).text(desk.out.width));
        }
        Ok(Exit::Done)
    }
}

fn table(steps: &[StepTries]) -> Table {
    let mut table = Table::new(&[
        ("", Column::Number),
        ("step", Column::Flexible),
        ("id", Column::Text),
        ("words", Column::Number),
        ("others", Column::Number),
        ("", Column::Text),
    ]);
    for step in steps {
        let words = step.chosen.as_ref().map_or_else(|| "-".to_owned(), |chosen| chosen.words.to_string());
        let look = step.chosen.as_ref().is_some_and(|chosen| !chosen.findings.is_empty());
        let state = match (step.lock, look) {
            (true, _) => "locked".to_owned(),
            (false, true) => style("look").red().to_string(),
            (false, false) => String::new(),
        };
        table.row(vec![
            step.number.to_string(),
            shown_line(&step.title),
            shown_line(&step.id),
            words,
            if step.others.is_empty() { "-".to_owned() } else { step.others.len().to_string() },
            state,
        ]);
    }
    table
}

/// A step with its text; with the others above it, each under its number.
pub(super) fn show_step(out: &Out, step: &StepTries, with_others: bool) {
    let lock = if step.lock { " (locked)" } else { "" };
    out.line(&style(format!("{}  {}{lock}", step.number, shown_line(&step.title))).bold().to_string());
    let others = if with_others { step.others.as_slice() } else { &[] };
    for (at, other) in others.iter().enumerate() {
        show(out, &format!("Number {}", at + 1), other);
    }
    match &step.chosen {
        Some(chosen) => show(out, "In the story", chosen),
        None => out.line("Not written yet."),
    }
}

fn show(out: &Out, heading: &str, text: &WrittenTry) {
    let found = text.facts.iter().filter(|fact| fact.found).count();
    let facts = match text.facts.len() {
        0 => String::new(),
        given => format!(", {found} of {}", count(u32::try_from(given).unwrap_or(u32::MAX), "fact")),
    };
    let wish = match text.wish.as_str() {
        "" => String::new(),
        wish => format!(", “{}”", shown_line(wish)),
    };
    let hand = if text.by_hand { ", by hand" } else { "" };
    out.line("");
    out.line(&wrap(&format!("{heading}: {}{facts}{hand}{wish}", count(text.words, "word")), out.measure()));
    for paragraph in text.text.split("\n\n") {
        out.line("");
        out.line(&wrap(&shown_line(paragraph), out.measure()));
    }
    for finding in &text.findings {
        out.line(&wrap(&format!("- {}", shown_line(&finding.message)), out.measure()));
    }
}
