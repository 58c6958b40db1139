use console::style;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use mythline_protocol::{JobRow, JobStatus, StepState, TextEvent};
use mythline_studio::Studio;

use crate::{
    out::shown_line,
    thread::thread,
    words::{count, left},
};

/// Columns beside the thread: the indent, per cent, and the longest time left.
const FACTS: usize = 36;

/// The job on a terminal: finished steps as lines that stay; beneath them the thread, the step being
/// written, and its last words.
pub(super) struct Bars {
    all: MultiProgress,
    thread: ProgressBar,
    step: ProgressBar,
    words: ProgressBar,
    width: usize,
    /// Steps that stand above already; none known before the first row.
    told: Option<usize>,
    text: String,
    /// The step that the text is of.
    of: String,
}

impl Bars {
    pub(super) fn new(width: usize) -> Self {
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stdout());
        let bar = || {
            let bar = all.add(ProgressBar::new_spinner());
            bar.set_style(
                ProgressStyle::with_template("  {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()),
            );
            bar
        };
        let (thread, step, words) = (bar(), bar(), bar());
        Self { all, thread, step, words, width, told: None, text: String::new(), of: String::new() }
    }

    pub(super) async fn row(&mut self, row: &JobRow, studio: &Studio) {
        self.tell_steps(row, studio).await;
        let at_work = matches!(row.status, JobStatus::Starting | JobStatus::Running);
        let facts = match row.time_left_s {
            Some(seconds) => format!("{:>3.0} %  {} left", row.progress, left(seconds)),
            None => format!("{:>3.0} %", row.progress),
        };
        let line = thread(row.current, row.total, at_work, self.width.saturating_sub(FACTS).min(60));
        self.thread.set_message(format!("{line}  {facts}"));
        let message = style(shown_line(&row.message));
        let step = if at_work { message.bold() } else { message.dim() };
        self.step.set_message(step.to_string());
        if !at_work {
            self.words.set_message("");
        }
    }

    /// Prints the steps that were finished since the last time.
    async fn tell_steps(&mut self, row: &JobRow, studio: &Studio) {
        let done = usize::try_from(row.current).unwrap_or(usize::MAX);
        let told = *self.told.get_or_insert(done);
        if done <= told {
            return;
        }
        let Ok(take) = studio.take(&row.id).await else { return };
        for step in take.steps.iter().filter(|step| step.state != StepState::Planned).take(done).skip(told) {
            let look = if step.state == StepState::LookAt {
                style("  wants a look").red().to_string()
            } else {
                String::new()
            };
            let _ = self.all.println(format!(
                "  {} {}  {}{look}",
                style("●").dim(),
                shown_line(&step.title),
                style(count(step.words, "word")).dim()
            ));
        }
        self.told = Some(done);
    }

    pub(super) fn text(&mut self, event: &TextEvent) {
        if self.of != event.step {
            self.of.clone_from(&event.step);
            self.text.clear();
        }
        let kept = self.text.encode_utf16().take(usize::try_from(event.offset).unwrap_or(usize::MAX));
        self.text = String::from_utf16_lossy(&kept.collect::<Vec<_>>());
        self.text.push_str(&event.text);
        self.words.set_message(
            style(tail(&shown_line(&self.text), self.width.saturating_sub(6))).dim().italic().to_string(),
        );
    }

    pub(super) fn say(&self, sentence: &str) {
        let _ = self.all.println(format!("  {}", style(sentence).yellow()));
    }

    pub(super) fn end(&self) {
        self.words.finish_and_clear();
        self.step.finish_and_clear();
        self.thread.finish_and_clear();
        let _ = self.all.clear();
    }
}

/// The end of a line that fits a width, from a word's beginning.
fn tail(line: &str, width: usize) -> String {
    if console::measure_text_width(line) <= width {
        return line.to_owned();
    }
    let mut used = 1;
    let mut start = line.len();
    for (at, c) in line.char_indices().rev() {
        used += console::measure_text_width(c.encode_utf8(&mut [0; 4]));
        if used > width {
            break;
        }
        start = at;
    }
    let rest = &line[start..];
    let word = rest.find(' ').map_or(0, |space| space + 1);
    format!("…{}", &rest[word..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_begins_with_a_word() {
        assert_eq!(tail("short", 10), "short");
        assert_eq!(tail("the lamp went out at night", 12), "…at night");
        assert!(console::measure_text_width(&tail("灯が消えた夜のことだった", 11)) <= 11);
    }
}
