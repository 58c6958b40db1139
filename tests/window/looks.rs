//! How the window looks where the system asks for something.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn the_window_is_dark_where_the_system_is() {
    let world = World::new();
    let page = world.start_in(&[("GTK_THEME", "Adwaita:dark")], &[]).await;
    page.reads("A page of notes becomes").await;
    page.reads("SmolLM2").await;
    page.picture("dark");
    let ground = page.run("return getComputedStyle(document.body).backgroundColor").await;
    assert_eq!(ground, json!("rgb(20, 24, 28)"));
}

#[tokio::test]
async fn the_window_has_the_size_drawn_and_is_called_mythline() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    assert_eq!(page.run("return [innerWidth, innerHeight]").await, json!([1360, 860]));
    assert_eq!(page.run("return document.title").await, json!("Mythline"));
}
