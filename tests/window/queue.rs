//! A queue of five stories: put in order, paused, cancelled, asked for again.

use std::fs;

use serde_json::{Value, json};

use crate::world::{A_STORY, Page, SOON, World, until};

const NOTES: &str = include_str!("../fixtures/notes/the-ferry.md");
/// Alt and Home.
const TO_THE_FRONT: &str = "\u{E00A}\u{E011}\u{E000}";
/// Alt and the arrow down.
const DOWN: &str = "\u{E00A}\u{E015}\u{E000}";

/// Titles of those that wait for their turn, in order, as the list shows them.
async fn waiting(page: &Page) -> Value {
    page.run(
        "return [...document.querySelectorAll('[data-place]')]
           .sort((a, b) => a.dataset.place - b.dataset.place)
           .map((row) => row.querySelector('.title').textContent.trim())",
    )
    .await
}

async fn until_waiting(page: &Page, titles: &[&str]) {
    until(SOON, "the queue is in this order", async || waiting(page).await == json!(titles)).await;
}

/// What stands in the row of a job.
async fn row(page: &Page, title: &str) -> String {
    let script = format!(
        "return [...document.querySelectorAll('[data-id]')].map((row) => row.innerText)
           .find((text) => text.startsWith('{title}')) ?? ''"
    );
    page.run(&script).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_queue_of_five_is_put_in_order_paused_cancelled_and_asked_for_again() {
    let world = World::new();
    let titles = ["North bank", "South bank", "East bank", "West bank", "Far bank"];
    for title in titles {
        let folder = world.workspace().join("output").join(title);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("research.md"), NOTES.replacen("# The Ferry", &format!("# {title}"), 1))
            .unwrap();
    }
    let page = world.start(&[]).await;
    for title in titles {
        let params = json!({ "subject": title, "player": null, "pronoun": null, "wish": null, "model": null,
                             "scenes": null, "seed": null });
        page.ask("start_story", &json!({ "params": params })).await;
    }
    until_waiting(&page, &titles[1..]).await;
    page.reads("Writing 1").await;
    page.reads("Number 4 in the queue").await;
    page.picture("queue-of-five");

    page.press("Far bank").await;
    page.keys(TO_THE_FRONT).await;
    until_waiting(&page, &["Far bank", "South bank", "East bank", "West bank"]).await;
    page.press("South bank").await;
    page.keys(DOWN).await;
    until_waiting(&page, &["Far bank", "East bank", "South bank", "West bank"]).await;

    page.press("Pause: North bank").await;
    until(A_STORY, "it is paused", async || row(&page, "North bank").await.contains("Paused")).await;
    until_waiting(&page, &["East bank", "South bank", "West bank"]).await;
    page.press("South bank").await;
    page.keys("c").await;
    until(SOON, "it is cancelled", async || row(&page, "South bank").await.contains("Cancelled")).await;
    until_waiting(&page, &["East bank", "West bank"]).await;
    page.press("South bank").await;
    page.keys("r").await;
    until_waiting(&page, &["East bank", "West bank", "South bank"]).await;
    page.press("Resume: North bank").await;
    until(SOON, "it waits again", async || waiting(&page).await.as_array().unwrap().len() == 4).await;
    page.picture("queue-in-order");

    page.press("Queue").await;
    page.press("Stop after this one").await;
    page.keys("\u{E00C}").await;
    page.reads("The queue stops after this one").await;
    page.reads("Waits until the queue goes on").await;
}
