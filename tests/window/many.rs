//! Ten thousand jobs in the list: scrolled to their end, and searched.

use crate::{
    jobs::{MIXED, workspace},
    world::{SOON, World, until},
};

#[tokio::test]
async fn ten_thousand_jobs_are_scrolled_and_searched() {
    let world = World::new();
    let folder = workspace(world.home(), 10_000, MIXED);
    let page = world.start(&[folder.to_str().unwrap()]).await;
    page.reads("All 10,000").await;
    let drawn =
        async || page.run("return document.querySelectorAll('[data-id]').length").await.as_u64().unwrap();
    assert!(drawn().await < 60, "only what is in view is drawn: {}", drawn().await);

    page.run("document.querySelector('[data-id]').focus()").await;
    page.keys("\u{E010}").await;
    let last = "const list = document.querySelector('[aria-rowcount]');
        return list.querySelector('[data-id][aria-selected=true]')?.getAttribute('aria-rowindex')
          === list.getAttribute('aria-rowcount')";
    until(SOON, "the last row is reached by one key", async || page.run(last).await == true).await;
    assert!(drawn().await < 60, "{}", drawn().await);
    page.picture("many-end");

    page.keys("/").await;
    let in_the_search =
        "return document.activeElement?.matches('input[type=search], [role=search] input, input') === true";
    until(SOON, "the search is ready", async || page.run(in_the_search).await == true).await;
    page.keys("part 5021").await;
    let typed = "return document.activeElement.value";
    until(SOON, "it is typed", async || page.run(typed).await == "part 5021").await;
    let found =
        "return [...document.querySelectorAll('[data-id] .title')].map((title) => title.textContent.trim())";
    until(SOON, "the one that was searched is found", async || {
        page.run(found).await == serde_json::json!(["The harbour at low water, part 5021"])
    })
    .await;
    page.picture("many-searched");
    page.keys("\u{E00C}").await;
    page.reads("All 10,000").await;
}
