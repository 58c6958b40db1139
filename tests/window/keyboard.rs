//! From an empty home folder to a story that is read, without a mouse.

use crate::world::{A_STORY, Page, SOON, World, until};

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const CONTROL_K: &str = "\u{E009}k\u{E000}";

/// What has the keyboard is called so.
async fn at(page: &Page, name: &str) -> bool {
    let here = page
        .run("const here = document.activeElement; return here?.ariaLabel ?? here?.innerText ?? ''")
        .await;
    here.as_str().is_some_and(|here| here.starts_with(name))
}

/// Goes on by Tab until something is reached that is called so, which must be seen to have the keyboard.
async fn tab_to(page: &Page, name: &str) {
    for _ in 0..40 {
        if at(page, name).await {
            let outline = page.run("return getComputedStyle(document.activeElement).outlineStyle").await;
            assert_ne!(outline, "none", "{name} has the keyboard, and it is not seen");
            return;
        }
        page.keys(TAB).await;
    }
    panic!("\"{name}\" is not reached by Tab in:\n{}", page.words().await);
}

/// Does something by the palette.
async fn palette(page: &Page, words: &str) {
    page.keys(CONTROL_K).await;
    until(SOON, "the palette is open", async || {
        page.run(
            "return document.activeElement?.role === 'combobox' \
                  || document.activeElement?.getAttribute('role') === 'combobox'",
        )
        .await
            == true
    })
    .await;
    page.keys(words).await;
    until(SOON, "it is found", async || {
        page.run("return document.querySelector('[role=option][aria-selected=true]') !== null").await == true
    })
    .await;
    page.keys(ENTER).await;
}

#[tokio::test]
async fn a_story_is_written_and_read_by_keys_alone() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    page.reads("SmolLM2").await;
    tab_to(&page, "Start writing").await;
    page.keys(ENTER).await;
    page.reads("Writing 1").await;

    // In the list: paused, and gone on with.
    page.run("document.querySelector('[data-id]').focus()").await;
    page.keys("p").await;
    page.reads("Paused").await;
    page.keys("r").await;
    until(A_STORY, "it is written", async || page.words().await.contains("Done at")).await;

    page.keys("?").await;
    page.reads("Do anything").await;
    page.keys(ESCAPE).await;
    page.reads_no("Up and down the list").await;
    palette(&page, "read").await;
    until(SOON, "the story is there to read", async || {
        page.run("return (document.querySelector('article')?.innerText ?? '').length > 2000").await == true
    })
    .await;
    page.picture("keyboard-read");
    palette(&page, "go to settings").await;
    page.reads("Clean finished jobs").await;
}
