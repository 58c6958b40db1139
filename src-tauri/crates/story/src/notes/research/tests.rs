#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::from_research;
use crate::notes::{Notes, QuestRole};

const CHAIN: &str = include_str!("../../../tests/fixtures/notes/research.json");

fn refusal(text: &str) -> String {
    from_research(text.as_bytes()).unwrap_err().message
}

#[test]
fn a_chain_becomes_notes_with_all_that_is_in_it() {
    let text = from_research(CHAIN.as_bytes()).unwrap();
    let notes = Notes::read(&text);
    assert_eq!(notes.title.as_deref(), Some("The Bell of Corrow"));
    let quests: Vec<_> = notes
        .quests
        .iter()
        .map(|quest| (quest.title.as_str(), quest.giver.as_deref(), quest.turn_in.as_deref()))
        .collect();
    assert_eq!(
        quests,
        [
            ("The silent tower", Some("Warden Ilka"), Some("Brother Osk")),
            ("Bronze and ash", Some("Brother Osk"), Some("Brother Osk")),
        ]
    );
    assert_eq!(notes.order.len(), 6);
    let said = notes.facts.iter().filter(|fact| fact.quest == Some(QuestRole::Said));
    assert!(said.clone().count() >= 4 && said.clone().any(|fact| fact.text.contains("$N")));
    // Nothing is lost: every text and number of the file stands somewhere in the notes.
    for kept in ["417", "0.5", "\"difficulty\": \"easy\"", "She is gruff", "keep her voice low"] {
        let kept = kept.replace("\"difficulty\": ", "");
        assert!(text.contains(&kept), "{kept} is missing:\n{text}");
    }
}

#[test]
fn a_damaged_file_is_refused_with_its_place() {
    assert!(refusal("{\n  \"quests\": [\n").contains("in line 3"), "{}", refusal("{\n  \"quests\": [\n"));
    let double = refusal("{\n \"chain_title\": \"x\",, }");
    assert!(double.contains("in line 2, column 21"), "{double}");
    for (value, place) in [
        (json!([]), "at its beginning: an object"),
        (json!({ "chain_title": "x" }), "at quests: there is no quest"),
        (json!({ "quests": {} }), "at quests: a list"),
        (json!({ "quests": [{ "title": "A", "objectives": "Go." }, 7] }), "at quests[1]: an object"),
        (json!({ "quests": [{ "objectives": "Go." }] }), "at quests[0].title: the quest has no title"),
        (json!({ "quests": [{ "title": "A" }] }), "at quests[0].objectives: the quest says nothing"),
        (json!({ "quests": [{ "title": "A", "objectives": [1] }] }), "at quests[0].objectives[0]: a text"),
        (
            json!({ "quests": [{ "title": "A", "objectives": "Go.", "quest_giver": { "title": "x" } }] }),
            "at quests[0].quest_giver.name: somebody without a name",
        ),
    ] {
        let said = refusal(&value.to_string());
        assert!(said.contains(place), "{said}");
    }
}

#[test]
fn text_of_the_file_cannot_open_a_heading_or_end_a_comment() {
    let text = json!({
        "chain_title": "A\n# B",
        "quests": [{ "title": "C\n## D", "objectives": "Go home.\n## E", "quest_giver": "Ana", "x": "--> \n# F" }],
    });
    let notes = from_research(text.to_string().as_bytes()).unwrap();
    assert_eq!(notes.lines().filter(|line| line.starts_with('#')).count(), 2, "{notes}");
    assert!(!notes.contains("-->  "), "{notes}");
    assert_eq!(Notes::read(&notes).quests.len(), 1);
}
