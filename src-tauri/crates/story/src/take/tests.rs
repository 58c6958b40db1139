#![allow(clippy::unwrap_used)]

use mythline_protocol::StepState;
use serde_json::json;

use super::*;

const SCHEMA_1: &str = include_str!("../../tests/fixtures/take/schema-1.json");

fn take() -> Take {
    serde_json::from_str(SCHEMA_1).unwrap()
}

#[test]
fn the_first_form_of_a_take_is_read_and_written_as_it_is() {
    let again = serde_json::to_string_pretty(&take()).unwrap() + "\n";
    assert_eq!(again, SCHEMA_1);
}

#[test]
fn what_is_done_follows_from_what_is_there() {
    let view = take().view();
    let states: Vec<_> = view.steps.iter().map(|step| (step.state, step.tries, step.words)).collect();
    assert_eq!(states, [(StepState::LookAt, 2, 4), (StepState::Done, 1, 1), (StepState::Planned, 0, 0)]);
    assert_eq!((view.words, view.unused), (5, vec!["f3".to_owned()]));
    assert!(!take().is_finished());
}

#[test]
fn markdown_shows_markup_as_text() {
    assert_eq!(
        markdown(&take()),
        "# The Ferry\n\n## Skarn\n\nAria rowed out \\*alone\\*.\n\n## The pier\n\n**Josef:** Wait!\n"
    );
}

#[test]
fn the_derived_files_have_the_tools_shape() {
    let story = story_json(&take());
    assert_eq!(story["introduction"], json!({ "text": "Aria rowed out *alone*.", "word_count": 4 }));
    assert_eq!(story["segments"][0]["id"], "scene-1-dialogue");
    assert_eq!(story["segments"][0]["lines"], json!([{ "actor": "Josef", "line": "Wait!" }]));
    assert_eq!(story["conclusion"], json!(null));
    let plan = plan_json(&take());
    assert_eq!(plan[1]["item"]["sub_type"], "quest_dialogue");
    assert_eq!(plan[1]["item"]["output"], json!([{ "actor": "Josef", "line": "Wait!" }]));
    assert_eq!(plan[2]["status"], "pending");
}
