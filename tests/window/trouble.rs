//! Starts that cannot go well: the window is there all the same, and says why.

use std::fs;

use crate::world::{SOON, World, until};

#[tokio::test]
async fn a_workspace_that_is_a_file_is_told_of_in_the_window() {
    let world = World::new();
    let file = world.home().join("letter.txt");
    fs::write(&file, "Dear reader").unwrap();
    let page = world.start_in(&[("MYTHLINE_WORKSPACE", file.to_str().unwrap())], &[]).await;
    page.reads("is no folder").await;
    page.reads("Open folder").await;
    page.picture("workspace-is-a-file");
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear reader");
}

#[tokio::test]
async fn a_file_of_the_command_line_is_taken_in_as_notes() {
    let world = World::new();
    let file = world.home().join("letter.txt");
    fs::write(&file, "Aria kept the lamp of Saltmere. In the fog she lit it for a boat.").unwrap();
    let page = world.start(&[file.to_str().unwrap()]).await;
    until(SOON, "the notes are there", async || {
        fs::read_to_string(world.workspace().join("output/letter/research.md"))
            .is_ok_and(|notes| notes.contains("Aria"))
    })
    .await;
    page.press("Notes").await;
    page.reads("letter").await;
    assert!(file.exists(), "the file stays where it was");
}

#[tokio::test]
async fn a_second_start_ends_and_leaves_the_first() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    let first = world.pid();
    let mut second = world.command(env!("CARGO_BIN_EXE_mythline-desktop")).spawn().unwrap();
    assert!(second.wait().unwrap().success());
    assert_eq!(world.pid(), first);
    page.reads("A page of notes becomes").await;
}

#[tokio::test]
async fn the_window_closes_and_no_process_stays() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    world.close().await;
    let again = world.start(&[]).await;
    again.reads("A page of notes becomes").await;
}

#[tokio::test]
async fn diagnostics_are_copied_with_nothing_of_the_users_in_them() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    page.press("Settings").await;
    page.press("Show diagnostics").await;
    let shown = "return document.querySelector('dialog textarea')?.value ?? ''";
    until(SOON, "the report is shown", async || {
        page.run(shown).await.as_str().is_some_and(|text| !text.is_empty())
    })
    .await;
    let report = page.run(shown).await.as_str().unwrap().to_owned();
    assert!(report.contains("web view") && report.contains("all is as it should be"), "{report}");
    assert!(!report.contains(world.home().to_str().unwrap()) && !report.contains("Hallin"), "{report}");
    page.picture("diagnostics");
    page.press("Copy diagnostics").await;
    page.reads("Copied.").await;
}
