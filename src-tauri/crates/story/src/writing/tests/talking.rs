//! A model that can be let go writes the lines of a quest; what it may say is what the notes say.

use serde_json::json;

use super::world::World;
use crate::take::{Step, Take};

const NOTES: &str = "# The Gate of Ferrin\n\nThe village has one gate and nine guards. Snow lies on the pass.\n\n\
    ## Quest: Wolves at the gate\n\
    - Giver: Marshal Dughan, in front of the gate\n\
    - Story: Two guards were bitten in the night.\n\
    - Story text: The pack comes closer every night. I have nine men, and two of them cannot walk.\n\
    - Objective: Kill 8 wolves.\n\
    - Place: the gorge of Lorn\n\
    - Completion text: You came back. I did not think so.\n";

/// The quest, its lines answered as is said; every passage stands in the notes' own words.
async fn talked(accepted: serde_json::Value, ended: serde_json::Value) -> (World, Take) {
    let world = World::composing(NOTES, move |chat, _, _| {
        if chat.contains("is taken on: 4 to 6 lines") {
            accepted.to_string()
        } else if chat.contains("ends: 2 to 4 lines") {
            ended.to_string()
        } else {
            String::new()
        }
    });
    world.write(json!({ "player": "Aria", "pronoun": "she" })).await.unwrap();
    let take = world.take();
    (world, take)
}

fn lines<'t>(take: &'t Take, id: &str) -> (&'t Step, Vec<(&'t str, &'t str)>) {
    let step = take.steps.iter().find(|step| step.id == id).unwrap();
    (step, step.lines.iter().map(|line| (line.actor.as_str(), line.line.as_str())).collect())
}

fn answer(lines: &[(&str, &str)]) -> serde_json::Value {
    let lines: Vec<_> = lines.iter().map(|(actor, line)| json!({ "actor": actor, "line": line })).collect();
    json!({ "lines": lines })
}

const GOOD: [(&str, &str); 4] = [
    ("Marshal Dughan", "The pack comes closer every night."),
    ("Aria", "How many men do you have?"),
    ("Marshal Dughan", "I have nine men, and two of them cannot walk."),
    ("Aria", "I will kill 8 wolves."),
];
const ENDED: [(&str, &str); 2] =
    [("Aria", "It is done."), ("Marshal Dughan", "You came back. I did not think so.")];
const BY_RULE: [(&str, &str); 2] = [
    ("Marshal Dughan", "The pack comes closer every night. I have nine men, and two of them cannot walk."),
    ("Aria", "I will kill 8 wolves."),
];

#[tokio::test]
async fn lines_that_say_what_the_notes_say_are_kept() {
    let (_, take) = talked(answer(&GOOD), answer(&ENDED)).await;
    let (step, accepted) = lines(&take, "scene-1-dialogue");
    assert_eq!((accepted, step.attempts), (GOOD.to_vec(), 1));
    assert!(step.review.is_empty() && step.facts.iter().all(|fact| fact.found), "{:?}", step.review);
    assert_eq!(step.tries.len(), 1, "the notes' own lines are kept beside them");
    assert_eq!(lines(&take, "scene-1-conclusion").1, ENDED);
}

#[tokio::test]
async fn lines_against_which_there_is_something_to_say_give_way_to_the_notes() {
    let with = |at: usize, actor: &'static str, line: &'static str| {
        let mut lines = GOOD;
        lines[at] = (actor, line);
        answer(&lines)
    };
    for (bad, why) in [
        (with(1, "Baron Quill", "Good evening."), "is not there and cannot speak"),
        (with(1, "Aria", "*nods* Go on."), "Nobody can speak this"),
        (
            with(2, "Aria", "I have nine men, and two of them cannot walk."),
            "Marshal Dughan does not say this",
        ),
        (with(1, "Aria", "Does Baroness Quillfeather know?"), "Quillfeather"),
        (
            with(2, "Marshal Dughan", "I have ten men, and two of them cannot walk."),
            "Marshal Dughan does not say this",
        ),
        (answer(&GOOD[..2]), "4 to 6 lines were asked for"),
        (json!("I cannot."), "4 to 6 lines were asked for"),
    ] {
        let (world, take) = talked(bad.clone(), answer(&ENDED)).await;
        let (step, accepted) = lines(&take, "scene-1-dialogue");
        assert_eq!((accepted, step.attempts), (BY_RULE.to_vec(), 3), "{bad}");
        let log = world.shown.log.lock().unwrap().join("\n");
        assert!(log.contains(why) && log.contains("people say what the notes have them say"), "{log}");
    }
}

#[tokio::test]
async fn what_is_said_against_lines_is_fed_back() {
    let world = World::composing(NOTES, |chat, _, _| {
        if chat.contains("is taken on: 4 to 6 lines") {
            let better = chat.contains("4 to 6 lines were asked for, and these are 2.");
            answer(if better { &GOOD } else { &GOOD[..2] }).to_string()
        } else {
            String::new()
        }
    });
    world.write(json!({ "player": "Aria", "pronoun": "she" })).await.unwrap();
    let take = world.take();
    let (step, accepted) = lines(&take, "scene-1-dialogue");
    assert_eq!((accepted, step.attempts), (GOOD.to_vec(), 2));
}
