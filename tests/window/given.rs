//! The window opened with a file, as a file manager does.

use std::time::Duration;

use serde_json::json;

use crate::world::{World, until};

#[tokio::test]
async fn a_file_that_the_window_is_opened_with_is_shown_as_notes() {
    let world = World::new();
    let file = world.home().join("The ferry.md");
    std::fs::write(&file, "Ida rows the ferry at Skarne.\n").unwrap();
    let page = world.start(&[file.to_str().unwrap()]).await;
    let shown = "return document.querySelector('textarea')?.value ?? ''";
    until(Duration::from_secs(30), "the notes are shown", async || {
        page.run(shown).await == json!("Ida rows the ferry at Skarne.\n")
    })
    .await;
    page.picture("given");
}
