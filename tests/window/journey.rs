//! A writer's first evening: from an empty home folder to a story that is read.

use crate::world::{A_STORY, World, until};
use serde_json::Value;

#[tokio::test]
async fn from_the_first_start_to_a_story_read() {
    let world = World::new();
    let page = world.start(&[]).await;

    page.reads("A page of notes becomes").await;
    page.reads("SmolLM2").await;
    page.picture("1-first-run");

    // Start the sample; thread and text grow.
    page.press("Start writing").await;
    let progress = async || page.run(PROGRESS).await.as_f64().unwrap_or(0.0);
    until(A_STORY, "the thread grows", async || progress().await > 0.0).await;
    until(A_STORY, "text comes", async || letters(&page.run(STORY).await) > 400).await;
    let (before, inked) = (letters(&page.run(STORY).await), progress().await);
    page.picture("2-writing");
    until(A_STORY, "the text grows", async || letters(&page.run(STORY).await) > before).await;
    until(A_STORY, "the thread grows on", async || progress().await > inked).await;

    // Cancel it, clean it, undo.
    page.press("Cancel").await;
    page.reads("Cancelled").await;
    page.picture("3-cancelled");
    page.press("Clean").await;
    page.reads("cleaned").await;
    page.picture("4-cleaned");
    page.press("Undo").await;
    page.reads("Cancelled at").await;
    page.picture("5-undone");

    // A second one finishes.
    page.press("New story").await;
    page.reads("Main character").await;
    page.reads("facts in order").await;
    page.picture("6-new-story");
    page.press("Start writing").await;
    until(A_STORY, "a story is finished", async || page.words().await.contains("Done at")).await;
    page.picture("7-finished");

    // Read it, and open its files.
    page.press("Read").await;
    until(A_STORY, "the story is there to read", async || letters(&page.run(STORY).await) > 2_000).await;
    page.picture("8-read");
    page.press("Files").await;
    page.reads("take.json").await;
    page.picture("9-files");
}

/// The first thread's value, in per cent.
const PROGRESS: &str =
    "return Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') ?? 0)";
/// What stands in the inspector.
const STORY: &str = "return document.querySelector('[role=tabpanel]')?.innerText ?? document.querySelector('article')?.innerText ?? ''";

fn letters(text: &Value) -> usize {
    text.as_str().unwrap_or_default().chars().count()
}
