//! The window in German: chosen in the settings, kept over a start, and complete where one looks first.

use crate::world::{A_STORY, World, until};

#[tokio::test]
async fn the_window_speaks_german_from_the_setting_on() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    page.press("Settings").await;
    page.reads("Of this window, not of stories.").await;
    page.run(
        "const language = document.querySelector('#language');
         language.value = [...language.options].find((option) => option.text === 'Deutsch').value;
         language.dispatchEvent(new Event('change', { bubbles: true }));",
    )
    .await;
    page.reads("Einstellungen").await;
    page.picture("german-settings");
    world.close().await;

    let page = world.start(&[]).await;
    page.reads("Aufträge").await;
    page.reads("Notizen").await;
    assert_eq!(page.run("return document.documentElement.lang").await, "de");
    page.press("Schreiben beginnen").await;
    page.reads("Anhalten").await;
    until(A_STORY, "a scene is told of in German", async || page.words().await.contains("Szene: ")).await;
    page.picture("german-writing");
    page.press("Abbrechen").await;
    page.reads("Abgebrochen").await;
    for english in ["Cancelled", "Finished", "New story", "Settings", "Waiting"] {
        assert!(!page.words().await.contains(english), "{english} in:\n{}", page.words().await);
    }
}
