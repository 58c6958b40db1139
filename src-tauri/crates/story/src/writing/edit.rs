//! A step changed by hand: what somebody wrote stands in the story, and the review reads it as it reads a model's.

use mythline_protocol::{CommandError, DialogueLine, ErrorCode};

use super::{
    check::{held_to, text_of},
    meant::unlocked,
};
use crate::{
    review::{StepText, Told, step_figures},
    take::{Draft, Shelf, Step, Take},
};

/// The most that somebody may write for one step, in bytes: it fits into a request to another program.
const MOST_BYTES: usize = 40_000;

/// What is to stand in a step, read from what was typed.
///
/// # Errors
/// When there is nothing, too much, or a line of dialogue that nobody speaks.
pub(super) fn typed(step: &Step, text: &str) -> Result<StepText, CommandError> {
    let refused = |sentence: &str| Err(CommandError::new(ErrorCode::BadOption, sentence));
    unlocked(step)?;
    if !step.is_written() {
        return refused("This passage is not written yet, so it cannot be edited.");
    }
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return refused("A passage cannot be empty. Leave it as it is, or have it written again.");
    }
    if text.len() > MOST_BYTES {
        return refused("This is more than one passage can hold. Make it shorter.");
    }
    if step.lines.is_empty() {
        return Ok(StepText::Narration(text.to_owned()));
    }
    let spoken: Option<Vec<_>> = text.lines().filter(|line| !line.trim().is_empty()).map(spoken).collect();
    match spoken {
        Some(lines) => Ok(StepText::Dialogue(lines)),
        None => refused("Begin each line with who speaks and a colon, as in “Nell: I saw it.”"),
    }
}

fn spoken(line: &str) -> Option<DialogueLine> {
    let (actor, line) = line.split_once(':')?;
    let (actor, line) = (actor.trim(), line.trim());
    (!actor.is_empty() && !line.is_empty())
        .then(|| DialogueLine { actor: actor.to_owned(), line: line.to_owned() })
}

/// Puts what was typed in its place, with what the review says of it there. Where the notes cannot be read any
/// more nothing is held against it.
pub(super) fn put(shelf: &Shelf, take: &mut Take, at: usize, typed: &StepText) {
    let step = &take.steps[at];
    if text_of(step) == *typed {
        return;
    }
    let mut draft = Draft { words_asked: step.words_asked, facts: step.facts.clone(), ..Draft::default() };
    match typed {
        StepText::Narration(text) => draft.text.clone_from(text),
        StepText::Dialogue(lines) => draft.lines.clone_from(lines),
    }
    if let Ok(telling) = held_to(shelf, take) {
        let mut heard = Told::new();
        take.steps[..at].iter().filter(|step| step.is_written()).for_each(|step| heard.add(&text_of(step)));
        let brief = telling.brief(step, &telling.facts_of(step));
        let figures = step_figures(&brief, typed, &telling.source, &heard);
        draft.review = figures.findings;
        for fact in &mut draft.facts {
            fact.found = figures.facts.iter().any(|seen| seen.fact == fact.fact && seen.found);
        }
    }
    take.steps[at].edit(draft);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn steps() -> Vec<Step> {
        let take: Take =
            serde_json::from_str(include_str!("../../tests/fixtures/take/schema-1.json")).unwrap();
        take.steps
    }

    fn unlocked_one(steps: &[Step]) -> Step {
        Step { lock: false, ..steps.iter().find(|step| !step.text.is_empty()).unwrap().clone() }
    }

    #[test]
    fn narration_is_taken_as_it_was_typed_and_dialogue_line_by_line() {
        let steps = steps();
        let told = unlocked_one(&steps);
        let text = StepText::Narration("She rowed.\n\nIt was late.".to_owned());
        assert_eq!(typed(&told, " She rowed.\r\n\r\nIt was late. \n").unwrap(), text);
        let dialogue = Step { text: String::new(), lines: vec![spoken("Ida: No.").unwrap()], ..told };
        let line = DialogueLine { actor: "Ida".to_owned(), line: "At ten: now.".to_owned() };
        assert_eq!(typed(&dialogue, "\nIda : At ten: now.\n").unwrap(), StepText::Dialogue(vec![line]));
    }

    #[test]
    fn what_cannot_stand_in_a_story_is_refused() {
        let steps = steps();
        let told = unlocked_one(&steps);
        let dialogue = Step { text: String::new(), lines: vec![spoken("Ida: No.").unwrap()], ..told.clone() };
        let planned = steps.iter().find(|step| !step.is_written()).unwrap();
        let locked = Step { lock: true, ..told.clone() };
        assert!(typed(&told, " \n").is_err());
        assert!(typed(&told, &"a".repeat(MOST_BYTES + 1)).is_err());
        assert!(typed(planned, "Told.").is_err());
        assert_eq!(typed(&locked, "Told.").unwrap_err().code, ErrorCode::NotNow);
        for line in ["She rowed.", ": Yes.", "Ida:  "] {
            assert!(typed(&dialogue, line).unwrap_err().message.contains("colon"), "{line}");
        }
    }
}
