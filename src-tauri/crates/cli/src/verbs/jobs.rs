use clap::Args;
use console::style;
use mythline_protocol::{CommandError, Group, JobRow, JobsEvent, ListQuery};
use mythline_studio::Studio;

use crate::{
    at,
    desk::{Desk, now},
    exit::{Answer, Exit},
    interrupts::Interrupts,
    out::{Out, shown_line},
    table::{Column, Table},
    which::Filter,
    words::{ago, count, left, short, state},
};

/// Finished jobs that are listed without `--all`.
const RECENT: u32 = 10;

/// List the jobs: what is written, what waits, what needs you, what is finished
#[derive(Debug, Args)]
pub(crate) struct Jobs {
    /// All of them; else only the newest of those that are finished
    #[arg(long)]
    all: bool,
    /// Show every change until Ctrl C
    #[arg(long)]
    watch: bool,
    #[command(flatten)]
    filter: Filter,
}

impl Jobs {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = desk.look().await?;
        if self.watch {
            return self.watch(&desk.out, &studio).await;
        }
        let (rows, more) = self.chosen(&studio).await?;
        if desk.out.json {
            desk.out.document(&rows);
        } else {
            desk.out.line(&listed(&rows, more, desk.out.width));
        }
        Ok(Exit::Done)
    }

    /// The rows to show, and how many more there are.
    async fn chosen(&self, studio: &Studio) -> Result<(Vec<JobRow>, u32), CommandError> {
        let all = self.filter.query();
        if self.all || self.filter.is_set() {
            return Ok((studio.list(all).await?.rows, 0));
        }
        let groups = vec![Group::Writing, Group::Waiting, Group::NeedsYou];
        let mut rows = studio.list(ListQuery { groups, ..all }).await?.rows;
        let groups = vec![Group::Finished];
        let finished = studio.list(ListQuery { groups, limit: RECENT, ..ListQuery::default() }).await?;
        rows.extend(finished.rows);
        Ok((rows, finished.total.saturating_sub(RECENT)))
    }

    async fn watch(&self, out: &Out, studio: &Studio) -> Answer {
        let mut jobs = studio.subscribe_jobs();
        let mut last = String::new();
        let mut interrupts = Interrupts::listen();
        while !out.is_closed() {
            tokio::select! {
                event = jobs.next() => match event {
                    None => break,
                    Some(event) if out.json => objects(out, event),
                    Some(_) => {
                        let (rows, more) = self.chosen(studio).await?;
                        let list = listed(&rows, more, out.width);
                        if list != last {
                            if out.live { out.clear(); }
                            out.line(&list);
                            last = list;
                        }
                    }
                },
                () = interrupts.next() => break,
            }
        }
        Ok(Exit::Done)
    }
}

fn objects(out: &Out, event: JobsEvent) {
    match event {
        JobsEvent::Snapshot { rows, .. } => rows.iter().for_each(|row| out.object(row)),
        JobsEvent::Batch { changed, .. } => changed.iter().for_each(|row| out.object(row)),
    }
}

fn listed(rows: &[JobRow], more: u32, width: usize) -> String {
    if rows.is_empty() {
        return "No jobs yet. mythline notes lists your notes, mythline write SUBJECT writes a story of them."
            .to_owned();
    }
    let mut table = Table::new(&[
        ("job", Column::Text),
        ("story", Column::Flexible),
        ("state", Column::Text),
        ("steps", Column::Number),
        ("words", Column::Number),
        ("", Column::Text),
    ]);
    let now = now();
    let mut group = None;
    for row in rows {
        if group != Some(row.group) {
            table.heading(name_of(row.group));
            group = Some(row.group);
        }
        let steps = if row.total > 0 { format!("{}/{}", row.current, row.total) } else { String::new() };
        table.row(vec![
            style(shown_line(short(&row.id))).dim().to_string(),
            shown_line(if row.title.is_empty() { &row.subject } else { &row.title }),
            coloured(row),
            steps,
            if row.words > 0 { row.words.to_string() } else { String::new() },
            style(when(row, now)).dim().to_string(),
        ]);
    }
    let mut text = table.text(width);
    if more > 0 {
        text += &format!("\n\nand {} more; --all lists them.", count(more, "job"));
    }
    text
}

/// The state in words, in the colour of its group.
fn coloured(row: &JobRow) -> String {
    let words = style(state(row));
    match row.group {
        Group::Writing => words.cyan(),
        Group::Waiting => words.yellow(),
        Group::NeedsYou => words.red(),
        Group::Finished => words,
    }
    .to_string()
}

/// When it begins, what is left, or else how long ago something happened.
fn when(row: &JobRow, now: i64) -> String {
    if let Some(at) = row.start_at {
        return format!("at {}", at::said(now, at));
    }
    row.time_left_s.map_or_else(|| ago(now, latest(row)), |seconds| format!("{} left", left(seconds)))
}

fn latest(row: &JobRow) -> i64 {
    row.finished_at.or(row.started_at).unwrap_or(row.created_at)
}

fn name_of(group: Group) -> &'static str {
    match group {
        Group::Writing => "Writing",
        Group::Waiting => "Waiting",
        Group::NeedsYou => "Needs you",
        Group::Finished => "Finished",
    }
}
