use clap::Args;
use console::style;
use mythline_protocol::{Action, JobRow};

use crate::{
    at,
    desk::{Desk, now},
    exit::{Answer, Exit},
    out::{Out, shown_line},
    thread::thread,
    words::{ago, left, list, state, steps},
    wrap::wrap,
};

/// Show how a job stands
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The job, or the beginning of its id
    id: String,
}

impl Status {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let row = desk.look().await?.job(&self.id)?;
        if desk.out.json {
            desk.out.document(&row);
        } else {
            show(&desk.out, &row);
        }
        Ok(Exit::Done)
    }
}

fn show(out: &Out, row: &JobRow) {
    out.line(&style(shown_line(&row.title)).bold().to_string());
    if row.total > 0 {
        let line = thread(
            row.current,
            row.total,
            row.status.group() == mythline_protocol::Group::Writing,
            out.measure() - 10,
        );
        out.line(&format!("  {line}  {:.0} %", row.progress));
    }
    let said = row.problem.as_ref().map_or(row.message.as_str(), |problem| problem.reason.as_str());
    if !said.is_empty() {
        out.line(&format!("  {}", wrap(&shown_line(said), out.measure() - 2).replace('\n', "\n  ")));
    }
    out.line("");
    for (name, value) in facts(row) {
        out.line(&format!("  {}  {}", style(format!("{name:<8}")).dim(), shown_line(&value)));
    }
}

fn facts(row: &JobRow) -> Vec<(&'static str, String)> {
    let now = now();
    let mut facts = vec![("job", row.id.clone()), ("state", state(row).to_owned())];
    if let Some(place) = row.place {
        facts.push(("place", format!("{place} in the queue")));
    }
    if let Some(at) = row.start_at {
        facts.push(("begins", at::said(now, at)));
    }
    facts.push(("subject", row.subject.clone()));
    if let Some(player) = &row.player {
        facts.push(("player", player.clone()));
    }
    if row.total > 0 {
        facts.push(("steps", steps(row)));
        facts.push(("words", row.words.to_string()));
    }
    if let Some(seconds) = row.time_left_s {
        facts.push(("left", left(seconds)));
    }
    if let Some(model) = &row.model {
        facts.push(("model", model.clone()));
    }
    facts.push(("begun", ago(now, row.started_at.unwrap_or(row.created_at))));
    if let Some(ended) = row.finished_at {
        facts.push(("ended", ago(now, ended)));
    }
    if !row.saved {
        facts.push(("saved", "not yet".to_owned()));
    }
    if let Some(problem) = &row.problem {
        facts.push(("file", problem.file.clone()));
    }
    let verbs: Vec<_> = row.actions.iter().filter_map(|action| verb(*action)).map(str::to_owned).collect();
    if !verbs.is_empty() {
        facts.push(("you can", list(&verbs)));
    }
    facts
}

/// The verb for an action, where the terminal has one.
fn verb(action: Action) -> Option<&'static str> {
    match action {
        Action::Cancel => Some("cancel"),
        Action::Pause => Some("pause"),
        Action::Resume => Some("resume"),
        Action::Retry => Some("retry"),
        Action::Discard => Some("discard"),
        Action::Clean => Some("clean"),
        Action::Read => Some("result"),
        Action::WriteNow => Some("move --first"),
    }
}
