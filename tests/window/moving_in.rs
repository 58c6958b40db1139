//! A service of another make at work in the folder that the window shows.

use serde_json::json;

use crate::{
    service::Service,
    world::{SOON, World, until},
};

#[tokio::test]
async fn the_window_shows_the_jobs_of_another_tool_as_they_go_on() {
    let world = World::new();
    let notes = world.workspace().join("output/Saltmere");
    std::fs::create_dir_all(&notes).unwrap();
    std::fs::write(notes.join("research.md"), "- Aria keeps the lamp.\n- A boat comes in.\n").unwrap();
    let mut service = Service::start(&world.workspace());
    service.done(r#"POST /story/create {"subject": "Saltmere", "player": "Aria"}"#);
    let import = service.done(r#"POST /import {"items": ["letters", "maps"]}"#);
    let import = import["task_id"].as_str().unwrap().to_owned();

    let page = world.start(&[world.workspace().to_str().unwrap()]).await;
    page.reads("Initializing story creation").await;
    for message in ["Laying out the scenes", "Scene 1 for Aria", "Scene 2 for Aria"] {
        service.step("Saltmere");
        page.reads(message).await;
    }
    let inked = async |value: u64| page.run(THREADS).await.as_array().unwrap().contains(&json!(value));
    until(SOON, "one of two is inked", async || inked(50).await).await;
    service.step(&import);
    service.step(&import);
    service.step(&import);
    service.step("Saltmere");
    page.reads("Story creation complete").await;
    page.picture("moving-in");
    until(SOON, "nothing is at work any more", async || page.run(THREADS).await == json!([])).await;
    let words = page.words().await;
    assert!(!words.contains("damaged") && !words.contains("Damaged"), "{words}");
}

/// What every thread of the list says, in per cent.
const THREADS: &str = "return [...document.querySelectorAll('[role=row] [role=progressbar]')]
    .map((thread) => Number(thread.getAttribute('aria-valuenow')))";
