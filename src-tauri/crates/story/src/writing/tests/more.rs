//! A finished story that goes on, and notes that change under one.

use mythline_jobs::{Outcome, Work, WorkEnd};
use mythline_protocol::{ErrorCode, StepType};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::world::{Heard, World, id, request};
use crate::{MoreWork, sample};

const LATER: &str = "\n## The flood\n\nIn May the river rises to the third step. Nell carries the weights to the loft. \
    Silas Crake loses two wagons in the water. Josef holds the rope for him.\n\n## The new scale\n\n\
    A scale of glass comes from Sarn in June. Ada Moss pays for it with plums. Tom breaks it on the first day. \
    Nobody in Hallin says a word about it.\n";

async fn more(world: &World, job: u8, options: Value) -> Result<Outcome, WorkEnd> {
    let (request, stop) = (request(&options), CancellationToken::new());
    Box::pin(world.work().go_on(id(job), &request, "scripted", stop, &Heard::default())).await
}

/// The sample, written, and then its notes with more at their end.
async fn gone_on() -> World {
    let world = World::new(sample::NOTES);
    world.write(json!({ "seed": 1 })).await.unwrap();
    world.put("output/Tale/research.md", &format!("{}{LATER}", sample::NOTES));
    world
}

#[tokio::test]
async fn what_is_new_in_the_notes_becomes_scenes_before_the_conclusion() {
    let world = gone_on().await;
    let before = world.take();
    let done = more(&world, 2, json!({})).await.unwrap();
    assert_eq!(done.result["added"], json!(2), "{}", done.message);
    let after = world.take();
    let titles: Vec<&str> = after.steps.iter().rev().take(3).map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["Afterwards", "The new scale", "The flood"]);
    assert_eq!(after.steps.last().unwrap().step_type, StepType::Conclusion);
    let old: Vec<_> = after.steps.iter().filter(|step| step.by.is_empty()).collect();
    assert!(old.into_iter().eq(&before.steps), "no other step is changed");
    assert!(after.is_finished() && after.unused().is_empty());
    let story = world.read("output/Tale/story.md");
    assert!(
        story.contains("Nell carried the weights to the loft.") && story.contains("## The new scale"),
        "{story}"
    );
}

#[tokio::test]
async fn as_many_scenes_as_are_asked_for_and_no_more_than_are_carried() {
    let world = gone_on().await;
    let work = MoreWork::new(std::sync::Arc::new(world.work()));
    let refused = |options: Value| {
        let work = &work;
        async move { work.prepare(&request(&options)).await.unwrap_err() }
    };
    assert_eq!(refused(json!({ "scenes": 3 })).await.code, ErrorCode::LengthNotCarried);
    assert_eq!(refused(json!({ "scenes": 0 })).await.code, ErrorCode::BadOption);
    assert_eq!(work.prepare(&request(&json!({ "scenes": 2 }))).await.unwrap().total, 2);
    assert_eq!(more(&world, 2, json!({ "scenes": 1 })).await.unwrap().result["added"], json!(1));
    let told_all = refused(json!({})).await;
    assert!(told_all.message.contains("has told all that its notes say"), "{}", told_all.message);
}

#[tokio::test]
async fn a_run_that_was_stopped_goes_on_with_the_scene_that_is_missing() {
    let mut world = gone_on().await;
    let stop = CancellationToken::new();
    let cancel = stop.clone();
    world.again(move |note, _, _| {
        if note.contains("glass") {
            cancel.cancel();
        }
        note.to_owned()
    });
    let asked = request(&json!({}));
    let end = Box::pin(world.work().go_on(id(2), &asked, "scripted", stop, &Heard::default())).await;
    assert!(matches!(end, Err(WorkEnd::Stopped)));
    let half = world.take();
    assert!(half.is_finished(), "what is not written is not there");
    assert!(half.steps.iter().any(|step| step.title == "The flood"));
    world.again(|note, _, _| note.to_owned());
    more(&world, 2, json!({})).await.unwrap();
    let whole = gone_on().await;
    more(&whole, 2, json!({})).await.unwrap();
    assert_eq!(world.take().steps, whole.take().steps);
    // Called once more it has nothing to do.
    let saved = world.take();
    more(&world, 2, json!({})).await.unwrap();
    assert_eq!(world.take(), saved);
}

#[tokio::test]
async fn an_unfinished_story_does_not_go_on() {
    let world = World::stopping_at(20);
    assert!(world.write(json!({})).await.is_err());
    let work = MoreWork::new(std::sync::Arc::new(world.work()));
    assert_eq!(work.prepare(&request(&json!({}))).await.unwrap_err().code, ErrorCode::NotNow);
}

#[tokio::test]
async fn a_step_that_rests_on_a_changed_note_is_named() {
    let world = World::new(sample::NOTES);
    world.write(json!({})).await.unwrap();
    assert!(world.work().check("Tale", None).await.unwrap().changed.is_empty());
    let newer = sample::NOTES
        .replace("The farmers touch it for luck", "The farmers spit on it for luck")
        .replace("At noon a boy called Tom fishes the lost pound out of the river with a rake. ", "");
    assert_ne!(newer, sample::NOTES);
    world.put("output/Tale/research.md", &newer);
    let checked = world.work().check("Tale", None).await.unwrap();
    let notes: Vec<_> = checked.changed.iter().flat_map(|(_, notes)| notes).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    let spat = notes.iter().find(|note| note.was.contains("for luck")).unwrap();
    assert!(
        spat.now.as_ref().is_some_and(|(line, text)| *line == spat.line && text.contains("spit")),
        "{spat:?}"
    );
    assert!(notes.iter().any(|note| note.now.is_none() && note.was.contains("rake")), "{notes:?}");
}
