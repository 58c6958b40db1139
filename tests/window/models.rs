//! A model from a hub: looked up, stopped half way, known to the next start, gone on with and used.

use std::{fs, path::PathBuf, sync::Arc};

use serde_json::json;

use crate::{
    server::{Asked, Reply, TestServer},
    world::{SOON, World, starter_model, until},
};

const SHA256: &str = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

/// A hub with one model, the starter's bytes; the first time only half of it comes.
async fn hub() -> TestServer {
    let bytes = Arc::new(fs::read(starter_model()).unwrap());
    TestServer::start(move |asked: &Asked, before| {
        if asked.what.starts_with("GET /api/models/a/m") {
            let file = json!({ "rfilename": "m-q4.gguf", "lfs": { "sha256": SHA256, "size": bytes.len() } });
            let card = json!({ "license": "apache-2.0" });
            let said = json!({ "sha": "0123abcd", "cardData": card, "siblings": [file] });
            return Reply::status(200, &said.to_string());
        }
        let range = asked.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'));
        let begin = range.and_then(|begin| begin.parse().ok()).unwrap_or(0);
        let end = if before == 0 { bytes.len() / 2 } else { bytes.len() };
        let pieces: Vec<&[u8]> = bytes[begin..end].chunks(1 << 20).collect();
        let range = format!("bytes {begin}-{}/{}", bytes.len() - 1, bytes.len());
        let reply = Reply::bytes(&pieces).of_status(if begin > 0 { 206 } else { 200 });
        let reply = reply.with("Content-Range", &range);
        if before == 0 { reply.silent() } else { reply }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_downloaded_over_two_starts_and_used() {
    let hub = hub().await;
    let place = hub.url().trim_end_matches("/v1").to_owned();
    let environment = [("HF_ENDPOINT", place.as_str())];
    let world = World::new();
    let models: PathBuf = world.home().join("data/mythline/models");
    let there = || -> Vec<String> {
        let names = fs::read_dir(&models).into_iter().flatten();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };

    let page = world.start_in(&environment, &[]).await;
    page.press("Models").await;
    page.reads("To get from 127.0.0.1").await;
    assert!(hub.asked().is_empty(), "nothing is asked of the hub by looking at the shelf");
    page.run(TYPE).await;
    page.press("Look").await;
    page.reads("m-q4.gguf").await;
    page.reads("what it writes may be sold").await;
    assert!(there().is_empty(), "nothing is downloaded by looking it up");
    page.press("Get: m-q4.gguf").await;
    until(SOON, "half of it has come", async || page.run(PROGRESS).await.as_f64() > Some(40.0)).await;
    page.picture("models-arriving");
    page.press("Stop: m-q4.gguf").await;
    page.reads(", stopped").await;
    world.close().await;
    assert!(there().iter().all(|name| name.ends_with(".part")) && there().len() == 1, "{:?}", there());

    let page = world.start_in(&environment, &[]).await;
    page.press("Models").await;
    page.reads(", stopped").await;
    page.press("Go on: m-q4.gguf").await;
    page.press("Use: ").await;
    until(SOON, "it writes new stories", async || {
        let list = fs::read_to_string(world.home().join("config/mythline/models.json")).unwrap_or_default();
        list.contains("\"default\": \"m-q4\"")
    })
    .await;
    assert_eq!(there(), ["m-q4.gguf"]);
    assert!(hub.asked().last().unwrap().header("range").is_some(), "it went on where it had stopped");
    page.picture("models-used");
}

/// Types the model's name, as the page hears it.
const TYPE: &str = "const input = document.getElementById('model-wanted');
    input.value = 'a/m';
    input.dispatchEvent(new Event('input', { bubbles: true }));";
/// How far the download is, in per cent.
const PROGRESS: &str =
    "return Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') ?? 0)";
