use console::style;
use mythline_protocol::{StepType, StepView, TakeView};

use crate::{out::shown, out::shown_line, wrap::wrap};

/// A take as a story to read in a terminal: title, headings, paragraphs of at most `width` columns.
pub(crate) fn text(take: &TakeView, width: usize) -> String {
    let mut parts = vec![style(shown_line(&take.title)).bold().to_string()];
    let mut heading = None;
    for step in &take.steps {
        if step.step_type == StepType::Quest && heading != Some(&step.title) {
            heading = Some(&step.title);
            parts.push(style(shown_line(&step.title)).italic().to_string());
        }
        let said = paragraphs(step);
        if !said.is_empty() {
            parts.push(wrap(&shown(&said), width));
        }
    }
    parts.join("\n\n")
}

fn paragraphs(step: &StepView) -> String {
    let lines = step.lines.iter().map(|line| format!("{}: “{}”", line.actor, line.line));
    [step.text.clone()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n\n")
}
