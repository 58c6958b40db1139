//! A story broken off in the middle of a step goes on where it stopped, every step once.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;

use crate::world::{A_STORY, Page, World, until};

#[tokio::test]
async fn a_story_goes_on_after_the_power_has_gone() {
    let world = World::new();
    let before = break_off(&world, async |_| world.kill().await).await;
    goes_on(&world, &before).await;
}

#[tokio::test]
async fn a_story_goes_on_after_the_window_was_closed() {
    let world = World::new();
    let before = break_off(&world, async |page| {
        world.press_close();
        page.reads("One story is being written. What is finished is kept").await;
        page.picture("closing");
        page.press("Quit").await;
        world.ended().await;
    })
    .await;
    goes_on(&world, &before).await;
}

#[tokio::test]
async fn a_story_goes_on_after_the_session_has_ended() {
    let world = World::new();
    let before = break_off(&world, async |_| world.terminate().await).await;
    goes_on(&world, &before).await;
}

/// Starts the sample and breaks it off while a step is being written, with others done. Answers the take
/// as it was left.
async fn break_off(world: &World, end: impl AsyncFn(&Page)) -> Value {
    let page = world.start(&[]).await;
    page.press("Start writing").await;
    until(A_STORY, "two steps are done and a third is being written", async || {
        let job = only(&tasks(world)).unwrap_or_default();
        job["current"].as_u64() >= Some(2) && job["step_number"].as_u64() > job["current"].as_u64()
    })
    .await;
    end(&page).await;
    take(world)
}

/// Starts the program again, resumes, and sees the story through.
async fn goes_on(world: &World, before: &Value) {
    let page = world.start(&[]).await;
    page.reads("The program closed while this was being written.").await;
    page.picture("interrupted");
    page.press("Resume").await;
    until(A_STORY, "the story is finished", async || {
        only(&tasks(world)).is_some_and(|job| job["status"] == "completed")
    })
    .await;
    page.reads("Done at").await;
    page.picture("resumed");

    let after = take(world);
    let steps = after["steps"].as_array().unwrap();
    let ids: BTreeSet<&str> = steps.iter().map(|step| step["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), steps.len(), "every step once");
    assert!(steps.iter().all(is_written), "every step written");
    let kept: Vec<&Value> =
        before["steps"].as_array().unwrap().iter().filter(|step| is_written(step)).collect();
    assert!(
        kept.len() >= 2 && kept.len() < steps.len(),
        "broken off in the middle: {} of {}",
        kept.len(),
        steps.len()
    );
    for step in kept {
        let now = steps.iter().find(|now| now["id"] == step["id"]).unwrap();
        assert_eq!(
            (&now["text"], &now["lines"]),
            (&step["text"], &step["lines"]),
            "what was finished stays as it was"
        );
    }
}

fn is_written(step: &Value) -> bool {
    let text = step["text"].as_str().is_some_and(|text| !text.is_empty());
    text || step["lines"].as_array().is_some_and(|lines| !lines.is_empty())
}

fn tasks(world: &World) -> Vec<PathBuf> {
    beneath(&world.workspace().join(".mythline/tasks"), "json")
}

fn take(world: &World) -> Value {
    let output = world.workspace().join("output");
    let subjects = fs::read_dir(output).unwrap().flatten();
    let takes: Vec<PathBuf> = subjects
        .filter_map(|subject| fs::read_dir(subject.path().join("takes")).ok())
        .flat_map(|takes| takes.flatten().map(|take| take.path().join("take.json")))
        .collect();
    only(&takes).expect("one take")
}

/// The JSON of the one file there is.
fn only(files: &[PathBuf]) -> Option<Value> {
    let [file] = files else { return None };
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

fn beneath(folder: &std::path::Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}
