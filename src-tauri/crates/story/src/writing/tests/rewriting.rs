//! One step worked on after the story is written.

use mythline_jobs::{Outcome, Work, WorkEnd};
use mythline_protocol::ErrorCode;
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use super::world::{Heard, World, id, request};
use crate::{RewriteWork, sample};

const TAKE: &str = "output/Tale/takes/01010101-0101-4101-8101-010101010101/take.json";
const STEP: &str = "scene-1-execution";

/// A finished story by a model that says the facts, and says them so when a text is wanted otherwise.
async fn written() -> World {
    let world = World::composing(sample::NOTES, |chat, _, _| {
        let facts = chat.split("The facts of this passage:").nth(1).unwrap_or_default();
        let lines = facts.lines().filter_map(|line| line.split_once(". "));
        let told = lines.filter(|(n, _)| n.parse::<u32>().is_ok()).map(|(_, fact)| fact);
        let told = told.collect::<Vec<_>>().join(" ");
        if chat.contains("The author read this and says:\n- colder") {
            assert!(!chat.contains("found wanting"), "{chat}");
            format!("It was cold on the steps that day, and Nell felt it. {told}")
        } else {
            told
        }
    });
    world.write(json!({})).await.unwrap();
    world
}

async fn rewrite(world: &World, job: u8, options: Value) -> Result<Outcome, WorkEnd> {
    let request = request(&options);
    let stop = CancellationToken::new();
    Box::pin(world.work().rewrite(id(job), &request, "scripted", stop, &Heard::default())).await
}

async fn change(world: &World, options: Value) -> Result<Value, mythline_protocol::CommandError> {
    world.work().change(&request(&options)).await
}

fn step(world: &World) -> Map<String, Value> {
    let take: Value = serde_json::from_str(&world.read(TAKE)).unwrap();
    let steps = take["steps"].as_array().unwrap();
    steps.iter().find(|step| step["id"] == STEP).unwrap().as_object().unwrap().clone()
}

/// The file of the take without the step in question and the hashes of what lies at the top: byte for byte
/// what the others are.
fn others(world: &World) -> String {
    let take = world.read(TAKE);
    let from = take.find(&format!("    {{\n      \"id\": \"{STEP}\"")).unwrap();
    let till = from + take[from..].find("\n    }").unwrap();
    let end = take.find("\"published\"").unwrap();
    format!("{}{}", &take[..from], &take[till..end])
}

#[tokio::test]
async fn one_step_is_written_again_and_the_others_stay_byte_for_byte() {
    let world = written().await;
    let (before, rest) = (step(&world), others(&world));
    let done = rewrite(&world, 2, json!({ "step": STEP, "wish": "colder" })).await.unwrap();
    assert_eq!(done.result["changed"], json!(true));
    let after = step(&world);
    assert!(
        after["text"].as_str().unwrap().contains("It was cold on the steps that day"),
        "{}",
        after["text"]
    );
    assert_eq!(after["wish"], "colder");
    let kept = after["tries"].as_array().unwrap();
    assert_eq!(kept.last().unwrap()["text"], before["text"]);
    assert!(others(&world) == rest, "another step was changed");
    assert!(
        world.read("output/Tale/story.md").contains("It was cold on the steps"),
        "it is the story on top"
    );
}

#[tokio::test]
async fn the_text_before_is_chosen_again_and_nothing_is_lost() {
    let world = written().await;
    let before = step(&world)["text"].clone();
    let story = world.read("output/Tale/story.md");
    rewrite(&world, 2, json!({ "step": STEP, "wish": "colder" })).await.unwrap();
    let number = step(&world)["tries"].as_array().unwrap().len();
    change(&world, json!({ "do": "choose", "step": STEP, "try": number })).await.unwrap();
    assert_eq!(step(&world)["text"], before);
    assert_eq!(world.read("output/Tale/story.md"), story);
    let tries = world.work().tries("Tale", None, Some(STEP)).await.unwrap();
    assert!(
        tries[0].others[number - 1].text.contains("It was cold")
            && tries[0].others[number - 1].wish == "colder"
    );
    let refused = change(&world, json!({ "do": "choose", "step": STEP, "try": 9 })).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadOption);
}

#[tokio::test]
async fn a_locked_step_is_neither_written_again_nor_changed() {
    let world = written().await;
    change(&world, json!({ "do": "lock", "step": STEP })).await.unwrap();
    let locked = world.read(TAKE);
    let work = RewriteWork::new(std::sync::Arc::new(world.work()));
    let refused = work.prepare(&request(&json!({ "step": STEP }))).await.unwrap_err();
    assert!(refused.code == ErrorCode::NotNow && refused.message.contains("locked"), "{refused:?}");
    assert!(change(&world, json!({ "do": "choose", "step": STEP, "try": 1 })).await.is_err());
    assert_eq!(world.read(TAKE), locked);
    change(&world, json!({ "do": "unlock", "step": STEP })).await.unwrap();
    work.prepare(&request(&json!({ "step": STEP }))).await.unwrap();
}

#[tokio::test]
async fn what_is_written_by_hand_stands_in_the_story_and_what_was_there_is_kept_once() {
    let world = written().await;
    let (before, rest) = (step(&world), others(&world));
    let edit = |text: &str| json!({ "do": "edit", "step": STEP, "text": text });
    change(&world, edit("  Nell waited. Nobody came.\r\n")).await.unwrap();
    change(&world, edit("Nell waited by the door.")).await.unwrap();
    let after = step(&world);
    assert_eq!((&after["text"], &after["by"]), (&json!("Nell waited by the door."), &json!("hand")));
    assert!(!after["review"].as_array().unwrap().is_empty(), "the review reads it too: it says no fact");
    assert!(after["facts"].as_array().unwrap().iter().all(|used| used["found"] == json!(false)));
    let tries = after["tries"].as_array().unwrap();
    assert_eq!(tries.len(), before["tries"].as_array().unwrap().len() + 1);
    assert_eq!(tries.last().unwrap()["text"], before["text"]);
    assert!(others(&world) == rest, "another step was changed");
    assert!(world.read("output/Tale/story.md").contains("Nell waited by the door."));
    let tries = world.work().tries("Tale", None, Some(STEP)).await.unwrap();
    assert!(tries[0].chosen.as_ref().unwrap().by_hand && !tries[0].others[0].by_hand);
    assert!(change(&world, edit(" \n")).await.is_err());
}

#[tokio::test]
async fn lines_spoken_are_written_by_hand_and_chosen_back() {
    let world = written().await;
    let spoken = world.take().steps.into_iter().find(|step| !step.lines.is_empty()).unwrap();
    let id = spoken.id.as_str();
    let lines = |world: &World| world.take().steps.into_iter().find(|step| step.id == id).unwrap().lines;
    change(&world, json!({ "do": "edit", "step": id, "text": "Nell: Who is there?" })).await.unwrap();
    assert_eq!(lines(&world)[0].line, "Who is there?");
    let refused = change(&world, json!({ "do": "edit", "step": id, "text": "Who is there?" })).await;
    assert!(refused.unwrap_err().message.contains("colon"));
    change(&world, json!({ "do": "choose", "step": id, "try": 1 })).await.unwrap();
    assert_eq!(lines(&world), spoken.lines);
}

#[tokio::test]
async fn what_the_review_says_is_let_be_until_the_text_is_another() {
    let world = written().await;
    let stands = async |what: &str| {
        let asked = request(&json!({ "do": what, "step": STEP }));
        let done = world.work().change(&asked).await;
        done.map(|_| ())?;
        Ok::<_, mythline_protocol::CommandError>(world.work().standing(&asked).await.unwrap().to_look_at)
    };
    let edit = |text: &str| json!({ "do": "edit", "step": STEP, "text": text });
    change(&world, edit("Nell waited.")).await.unwrap();
    let wanting = stands("look").await.unwrap();
    assert!(wanting >= 1);
    assert_eq!(stands("leave").await.unwrap(), wanting - 1);
    assert_eq!(step(&world)["left"], json!(true));
    assert!(!step(&world)["review"].as_array().unwrap().is_empty(), "what was said is kept");
    assert_eq!(stands("look").await.unwrap(), wanting);
    stands("leave").await.unwrap();
    change(&world, edit("Nell waited again.")).await.unwrap();
    assert_eq!(step(&world).get("left"), None, "it is another text");
}

#[tokio::test]
async fn where_the_review_says_nothing_there_is_nothing_to_leave() {
    let world = World::new(sample::NOTES);
    world.write(json!({})).await.unwrap();
    let refused = change(&world, json!({ "do": "leave", "step": STEP })).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotNow);
    assert_eq!(step(&world).get("left"), None);
}

#[tokio::test]
async fn a_run_that_was_cut_off_after_it_had_saved_writes_nothing_more() {
    let world = written().await;
    let wish = json!({ "step": STEP, "wish": "colder" });
    rewrite(&world, 2, wish.clone()).await.unwrap();
    let (saved, asked) = (world.read(TAKE), world.asked());
    rewrite(&world, 2, wish).await.unwrap();
    assert_eq!((world.read(TAKE), world.asked()), (saved, asked));
}

#[tokio::test]
async fn what_cannot_be_written_again_is_refused_with_what_to_do() {
    let world = written().await;
    let work = RewriteWork::new(std::sync::Arc::new(world.work()));
    let take = world.take();
    let spoken = take.steps.iter().find(|step| !step.lines.is_empty()).unwrap().id.clone();
    for (step, words) in
        [("99", "has no step"), ("nowhere", "has no step"), (spoken.as_str(), "stands in the notes")]
    {
        let refused = work.prepare(&request(&json!({ "step": step }))).await.unwrap_err();
        assert!(refused.message.contains(words), "{step}: {}", refused.message);
    }
    assert!(change(&world, json!({ "do": "burn", "step": STEP })).await.is_err());
    let prepared = work.prepare(&request(&json!({ "step": "1" }))).await.unwrap();
    assert_eq!((prepared.total, prepared.subject.as_str()), (1, "Tale"));
}

#[tokio::test]
async fn a_finished_take_is_chosen_among_takes() {
    let world = written().await;
    let first = world.read("output/Tale/story.md");
    world.write_as(id(2), json!({ "seed": 2, "player": "Josef" })).await.unwrap();
    assert_ne!(world.read("output/Tale/story.md"), first);
    change(&world, json!({ "do": "choose", "take": id(1).to_string() })).await.unwrap();
    assert_eq!(world.read("output/Tale/story.md"), first);
}
