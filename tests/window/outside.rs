//! What others change in the folder shows in the window, without anybody asking.

use std::fs;

use serde_json::json;

use crate::world::{SOON, World, until};

#[tokio::test]
async fn a_job_of_another_tool_appears_moves_and_goes() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    let jobs = world.workspace().join(".mythline/story_jobs");
    fs::create_dir_all(&jobs).unwrap();
    let file = jobs.join("The Salt Road.json");
    let say = |message: &str, current: u32| {
        let job = json!({
            "status": "in_progress", "message": message, "current": current, "total": 5, "details": {},
            "timestamp": 1_790_000_000.0,
        });
        fs::write(&file, job.to_string()).unwrap();
    };
    say("Looking for sources", 1);
    page.reads("The Salt Road").await;
    page.reads("Looking for sources").await;
    say("Reading the third source", 3);
    page.reads("Reading the third source").await;
    page.picture("outside-job");
    fs::remove_file(&file).unwrap();
    let rows = async || page.run("return document.querySelectorAll('[data-id]').length").await;
    until(SOON, "it is gone", async || rows().await == 0).await;
}

#[tokio::test]
async fn notes_written_in_another_program_are_there() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    let folder = world.workspace().join("output/The Weir");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("research.md"), "Ida keeps the weir at Skarne.\n").unwrap();
    page.press("Notes").await;
    page.reads("The Weir").await;
    page.press("The Weir").await;
    let text = async || page.run("return document.querySelector('textarea')?.value ?? ''").await;
    until(SOON, "the notes are shown", async || text().await == json!("Ida keeps the weir at Skarne.\n"))
        .await;
}
