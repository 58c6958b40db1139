//! What a model is asked to show what it can do, and what its answers show.

use std::time::Duration;

use mythline_protocol::Capabilities;
use serde::Deserialize;

use crate::{Generated, Prompt, Request, Role, Sampling, Turn};

/// A few lines in the way of a writer's notes.
const NOTES: &str = "Mara keeps the ferry at Skarne. On Tuesday she found a letter under the bench. \
                     Her brother Ivo had written it before he left.";
/// What they say, asked for as a program would ask.
const FORM: &str = r#"{"people": ["...", "..."], "place": "...", "found": "..."}"#;

/// Two sentences, for a person to judge.
pub(super) fn two_sentences() -> Request {
    let sampling =
        Sampling { temperature: 0.5, min_p: 0.1, repeat_penalty: 1.05, repeat_last: 256, dry: 0.8, seed: 1 };
    request("Write two sentences about a boat that comes home at night.".into(), 80, sampling)
}

/// The notes, back in a form. One request, so that it is cheap enough for the first story of a model.
pub(super) fn notes_in_a_form() -> Request {
    let text = format!(
        "Notes: {NOTES}\n\nWhich people do the notes name, at which place are they, and what was found? Answer with \
         one line of JSON and nothing else, in this form:\n{FORM}"
    );
    let greedy =
        Sampling { temperature: 0.0, min_p: 0.0, repeat_penalty: 1.0, repeat_last: 64, dry: 0.0, seed: 1 };
    request(text, 80, greedy)
}

fn request(text: String, max_tokens: u32, sampling: Sampling) -> Request {
    let turns = vec![Turn { role: Role::User, text }];
    Request {
        prompt: Prompt::Chat { turns, opening: String::new() },
        max_tokens,
        stop_at: Vec::new(),
        sampling,
        json: None,
    }
}

/// What the answer to [`notes_in_a_form`] shows.
pub(super) fn judge(answer: &Generated) -> Capabilities {
    let form = Form::read(&answer.text);
    Capabilities {
        tokens_per_s: speed(answer.new_tokens, answer.writing),
        first_token_ms: answer.first_token.as_secs_f32() * 1000.0,
        keeps_form: form.is_some(),
        reads_notes: form.is_some_and(|form| form.is_of_the_notes()),
    }
}

/// Tokens a second, from the first token on.
pub(super) fn speed(tokens: u32, writing: Duration) -> f32 {
    let seconds = writing.as_secs_f32();
    if seconds > 0.0 { tokens.saturating_sub(1) as f32 / seconds } else { 0.0 }
}

/// The answer that is asked for.
#[derive(Deserialize)]
struct Form {
    people: Vec<String>,
    place: String,
    found: String,
}

impl Form {
    /// The JSON in an answer. What stands around it, such as a fence, is forgiven: a program can cut it off.
    fn read(text: &str) -> Option<Self> {
        let (from, to) = (text.find('{')?, text.rfind('}')?);
        serde_json::from_str(text.get(from..=to)?).ok()
    }

    fn is_of_the_notes(&self) -> bool {
        let mut people: Vec<String> = self.people.iter().map(|name| name.trim().to_lowercase()).collect();
        people.sort();
        people == ["ivo", "mara"] && holds(&self.place, "skarne") && holds(&self.found, "letter")
    }
}

fn holds(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(word)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{judge, speed};
    use crate::{Generated, StopCause};

    /// Whether an answer keeps the form, and whether it says what the notes say.
    fn seen(text: &str) -> (bool, bool) {
        let seen = judge(&Generated {
            text: text.into(),
            cause: StopCause::Done,
            prompt_tokens: 90,
            reused_tokens: 0,
            new_tokens: 21,
            first_token: Duration::from_millis(250),
            writing: Duration::from_secs(2),
        });
        assert_eq!((seen.tokens_per_s, seen.first_token_ms), (10.0, 250.0));
        (seen.keeps_form, seen.reads_notes)
    }

    #[test]
    fn an_answer_in_the_form_that_says_what_the_notes_say_shows_both() {
        assert_eq!(
            seen(r#"{"people": ["Mara", "Ivo"], "place": "Skarne", "found": "a letter"}"#),
            (true, true)
        );
        let fenced = "```json\n{\"people\":[\"Ivo\",\"Mara \"],\"place\":\"The ferry at Skarne\",\"found\":\"Letter\"}\n```";
        assert_eq!(seen(fenced), (true, true));
    }

    #[test]
    fn a_form_that_ignores_the_notes_shows_the_form_alone() {
        for answer in [
            r#"{"people": ["...", "..."], "place": "...", "found": "..."}"#,
            r#"{"people": ["Mara", "Ivo", "Tom"], "place": "Skarne", "found": "a letter"}"#,
            r#"{"people": ["Mara", "Ivo"], "place": "London", "found": "a letter"}"#,
        ] {
            assert_eq!(seen(answer), (true, false), "{answer}");
        }
    }

    #[test]
    fn prose_and_other_forms_show_neither() {
        for answer in
            ["Mara and Ivo are at Skarne.", "", "} {", r#"{"people": "Mara"}"#, r#"{"people": ["Mara""#]
        {
            assert_eq!(seen(answer), (false, false), "{answer}");
        }
    }

    #[test]
    fn what_took_no_time_has_no_speed() {
        assert_eq!(speed(3, Duration::ZERO), 0.0);
    }
}
