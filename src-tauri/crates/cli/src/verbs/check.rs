use clap::Args;
use console::style;
use mythline_protocol::{Finding, StepSubType, StepType};
use mythline_studio::{Checked, CheckedStep};

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::{Out, shown_line},
    table::{Column, Table},
    words::{count, short},
    wrap::wrap,
};

/// Check a story against its notes, step by step
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The subject; or a job, or the beginning of its id
    subject: String,
    /// The take of the subject that this job wrote; else the one written to last
    #[arg(long, value_name = "ID")]
    take: Option<String>,
}

impl Check {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let checked = desk.look().await?.check(&self.subject, self.take.as_deref()).await?;
        if desk.out.json {
            desk.out.document(&checked);
        } else {
            show(&desk.out, &checked);
        }
        Ok(Exit::Done)
    }
}

fn show(out: &Out, checked: &Checked) {
    out.line(&style(shown_line(&checked.title)).bold().to_string());
    let whole = format!(
        "{} in {}; {} repeated; {} in runs of eight from the notes; {} to look at",
        count(checked.words, "word"),
        count(u32::try_from(checked.steps.len()).unwrap_or(u32::MAX), "step"),
        share(checked.repeated),
        share(checked.copied),
        count(checked.to_look_at, "step"),
    );
    out.line(&wrap(&whole, out.measure()));
    out.line("");
    out.line(&table(&checked.steps).text(out.width));
    for step in checked.steps.iter().filter(|step| !step.good) {
        out.line("");
        out.line(&style(format!("{}  {}", step.number, shown_line(&step.title))).bold().to_string());
        for finding in &step.findings {
            out.line(&said(finding, out.measure()));
        }
    }
    show_changed(out, checked);
}

/// Which steps rest on notes that say something else by now.
fn show_changed(out: &Out, checked: &Checked) {
    let job = short(&checked.job_id);
    for step in checked.steps.iter().filter(|step| !step.changed.is_empty()) {
        out.line("");
        out.line(&format!(
            "{} rests on notes that have changed. mythline rewrite {job} {} writes it again.",
            style(format!("{}  {}", step.number, shown_line(&step.title))).bold(),
            step.number
        ));
        for note in &step.changed {
            let was = shown_line(&note.was);
            let text = match (&note.now, note.line_now) {
                (Some(now), Some(line)) => {
                    format!("line {}: “{was}” is now line {line}: “{}”", note.line, shown_line(now))
                }
                _ => format!("line {}: “{was}” is gone", note.line),
            };
            out.line(&format!("   {}", wrap(&text, out.measure() - 3).replace('\n', "\n   ")));
        }
    }
}

fn table(steps: &[CheckedStep]) -> Table {
    let mut table = Table::new(&[
        ("", Column::Number),
        ("step", Column::Flexible),
        ("kind", Column::Text),
        ("words", Column::Number),
        ("facts", Column::Number),
        ("names", Column::Number),
        ("again", Column::Number),
        ("I/you", Column::Number),
        ("copied", Column::Number),
        ("", Column::Text),
    ]);
    for step in steps {
        table.row(vec![
            step.number.to_string(),
            shown_line(&step.title),
            kind(step).to_owned(),
            format!("{}/{}", step.words, step.words_asked),
            format!("{}/{}", step.facts_found, step.facts_given),
            some(step.unknown_names.len()),
            share(step.repeated),
            some(usize::try_from(step.person).unwrap_or(usize::MAX)),
            share(step.copied),
            if step.good { "good".to_owned() } else { style("look").red().to_string() },
        ]);
    }
    table
}

fn kind(step: &CheckedStep) -> &'static str {
    match (step.step_type, step.sub_type) {
        (StepType::Introduction, _) => "opening",
        (StepType::Conclusion, _) => "ending",
        (StepType::Quest, Some(StepSubType::QuestDialogue)) => "talk",
        (StepType::Quest, _) => "scene",
    }
}

/// A number that is worth seeing only when there is something.
fn some(number: usize) -> String {
    if number == 0 { "-".to_owned() } else { style(number).red().to_string() }
}

fn share(part: f32) -> String {
    format!("{:.0} %", part * 100.0)
}

fn said(finding: &Finding, width: usize) -> String {
    let mut text = shown_line(&finding.message);
    if !finding.quote.is_empty() {
        text += &format!(" “{}”", shown_line(&finding.quote));
    }
    format!("   {}", wrap(&text, width - 3).replace('\n', "\n   "))
}
