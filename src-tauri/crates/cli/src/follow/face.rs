use mythline_protocol::{JobRow, TextEvent};
use mythline_studio::Studio;
use serde_json::json;

use super::bars::Bars;
use crate::{
    out::{Out, shown_line},
    words,
};

/// How a job's progress is told: to people at a terminal, to people elsewhere, or to programs.
pub(super) enum Face<'a> {
    Bars(Bars),
    Lines { out: &'a Out, last: String },
    Objects { out: &'a Out, last: Option<Box<JobRow>> },
}

impl<'a> Face<'a> {
    pub(super) fn new(out: &'a Out) -> Self {
        if out.json {
            Self::Objects { out, last: None }
        } else if out.live {
            Self::Bars(Bars::new(out.width))
        } else {
            Self::Lines { out, last: String::new() }
        }
    }

    /// The job has changed.
    pub(super) async fn row(&mut self, row: &JobRow, studio: &Studio) {
        match self {
            Self::Bars(bars) => bars.row(row, studio).await,
            Self::Lines { out, last } => {
                let line = plain(row);
                if *last != line {
                    let left = row.time_left_s.map(|seconds| format!(", {} left", words::left(seconds)));
                    out.line(&format!("{line}{}", left.unwrap_or_default()));
                    *last = line;
                }
            }
            Self::Objects { out, last } => {
                if last.as_deref() != Some(row) {
                    out.object(&json!({ "event": "job", "job": row }));
                    *last = Some(Box::new(row.clone()));
                }
            }
        }
    }

    /// Text is being written.
    pub(super) fn text(&mut self, event: &TextEvent) {
        match self {
            Self::Bars(bars) => bars.text(event),
            Self::Lines { .. } => {}
            Self::Objects { out, .. } => out.object(&json!({ "event": "text", "text": event })),
        }
    }

    /// Something worth a sentence.
    pub(super) fn say(&mut self, sentence: &str) {
        match self {
            Self::Bars(bars) => bars.say(sentence),
            Self::Lines { .. } | Self::Objects { .. } => crate::out::warn(sentence),
        }
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) {
        if let Self::Bars(bars) = self {
            bars.end();
        }
    }
}

/// One line for each state and each step, so that a log of it can be read.
fn plain(row: &JobRow) -> String {
    let state = words::state(row);
    match &row.current_step {
        Some(step) if row.status.is_active() => {
            format!("{state} {} of {}: {}", row.step_number, row.total, shown_line(step))
        }
        _ if row.total > 0 => format!("{state}: {}, {}", words::steps(row), words::count(row.words, "word")),
        _ => state.to_owned(),
    }
}
