//! Servers on the shelf.

use std::{path::Path, sync::Arc};

use mythline_files::Folder;
use mythline_models::{Keychain, ModelError, Secret, Shelf};
use mythline_protocol::{AddServerParams, ChangeServerParams, ErrorCode, KeyKept, ModelOrigin};
use mythline_tests::{Reply, TestServer};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::world::Keys;

fn shelf() -> (Shelf, Arc<Keys>, TempDir) {
    let config = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::default());
    let folder = Folder::open(config.path()).unwrap();
    (Shelf::open(folder, Path::new("/nowhere")).with_keychain(keys.clone()), keys, config)
}

fn to(test: &TestServer) -> AddServerParams {
    AddServerParams { url: test.url(), ..AddServerParams::default() }
}

async fn with(models: &'static [&'static str]) -> TestServer {
    TestServer::start(move |asked, _| match asked.what.as_str() {
        "GET /v1/models" => Reply::models(models),
        _ => Reply::texts(&["Voss", " ran", " home."]),
    })
    .await
}

#[tokio::test]
async fn a_server_is_added_used_and_removed() {
    let test = with(&["qwen"]).await;
    let (shelf, keys, config) = shelf();
    let params = AddServerParams {
        name: Some("The big one".into()),
        key: Some("sk-very-secret".into()),
        at_once: Some(8),
        wait_when_down: true,
        ..to(&test)
    };
    let added = shelf.add_server(params.clone()).await.unwrap();
    assert_eq!((added.id.as_str(), added.origin), ("the-big-one", ModelOrigin::Server));
    assert_eq!(added.note, "qwen by Ollama on this computer.");
    assert_eq!(shelf.add_server(params).await.unwrap().id, added.id, "it is the same one");
    assert_eq!(shelf.limits().unwrap(), [("the-big-one".to_owned(), 8)]);
    let listed = shelf.servers().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].key, Some(KeyKept::Keychain));
    assert!(listed[0].wait_when_down && listed[0].is_here);

    shelf.set_default("the-big-one").await.unwrap();
    assert_eq!(shelf.default_id().unwrap(), "the-big-one");
    assert_eq!(shelf.test("the-big-one").await.unwrap().text, "Voss ran home.");
    let file = std::fs::read_to_string(config.path().join("models.json")).unwrap();
    assert!(!file.contains("very-secret"), "{file}");

    shelf.remove("the-big-one").await.unwrap();
    assert!(keys.get("the-big-one").unwrap().is_none(), "its key is forgotten");
    assert_eq!(shelf.default_id().unwrap(), "smollm2-135m");
    assert_eq!(shelf.remove("the-big-one").await.unwrap_err().code, ErrorCode::MissingModel);
    assert_eq!(shelf.remove("smollm2-135m").await.unwrap_err().code, ErrorCode::BadOption);
}

#[tokio::test]
async fn which_model_is_asked_where_there_are_several() {
    let test = with(&["a", "b"]).await;
    let (shelf, _keys, _config) = shelf();
    let refusal = shelf.add_server(to(&test)).await.unwrap_err();
    assert_eq!(refusal.message, "This server has several models. Say which: a, b.");
    let other = AddServerParams { model: Some("c".into()), ..to(&test) };
    assert_eq!(
        shelf.add_server(other).await.unwrap_err().message,
        "This server has no model of that name. It has: a, b."
    );
    let right = AddServerParams { model: Some("b".into()), ..to(&test) };
    assert_eq!(shelf.add_server(right).await.unwrap().id, "b");
}

#[tokio::test]
async fn what_cannot_be_used_is_not_added() {
    let test = with(&["a"]).await;
    let (shelf, _keys, config) = shelf();
    for (params, code) in [
        (AddServerParams { key_env: Some("sk-proj-1234".into()), ..to(&test) }, ErrorCode::BadOption),
        (AddServerParams { key: Some(" ".into()), ..to(&test) }, ErrorCode::BadOption),
        (AddServerParams { at_once: Some(33), ..to(&test) }, ErrorCode::BadOption),
        (AddServerParams { url: "http://192.168.0.9".into(), ..to(&test) }, ErrorCode::PlainHttp),
        (AddServerParams { url: "nonsense".into(), ..to(&test) }, ErrorCode::BadOption),
    ] {
        let refusal = shelf.add_server(params).await.unwrap_err();
        assert_eq!(refusal.code, code);
        assert!(!refusal.message.contains("sk-proj"), "{refusal}");
    }
    assert_eq!(test.connections(), 0);
    let gone = to(&test);
    drop(test);
    assert_eq!(shelf.add_server(gone).await.unwrap_err().code, ErrorCode::ServerDown);
    assert!(!config.path().join("models.json").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_model_can_do_is_measured_once_and_kept() {
    let form = r#"{"people": ["Mara", "Ivo"], "place": "Skarne", "found": "a letter"}"#;
    let test = TestServer::start(move |asked, _| match asked.what.as_str() {
        "GET /v1/models" => Reply::models(&["qwen"]),
        _ => Reply::texts(&[form]),
    })
    .await;
    let (config, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let open = || Shelf::open(Folder::open(config.path()).unwrap(), data.path());
    let shelf = open();
    let added = shelf.add_server(to(&test)).await.unwrap();
    assert_eq!((added.seen, shelf.seen("qwen").unwrap()), (None, None), "adding is not measuring");

    let many = (0..8).map(|_| {
        let shelf = shelf.clone();
        tokio::spawn(async move { shelf.capabilities("qwen", CancellationToken::new()).await.unwrap() })
    });
    let mut seen = Vec::new();
    for one in many.collect::<Vec<_>>() {
        seen.push(one.await.unwrap());
    }
    assert!(seen[0].keeps_form && seen[0].reads_notes, "{seen:?}");
    assert!(seen.windows(2).all(|two| two[0] == two[1]), "{seen:?}");
    let chats = || test.asked().iter().filter(|asked| asked.what.ends_with("/chat/completions")).count();
    assert_eq!(chats(), 1, "once for all");

    assert_eq!(open().list().await.unwrap()[1].seen, Some(seen[0]), "and for the next start");
    std::fs::write(data.path().join("capabilities.json"), "{").unwrap();
    assert!(open().capabilities("qwen", CancellationToken::new()).await.unwrap().keeps_form);
    assert_eq!(chats(), 2, "what was damaged is measured again");
}

#[tokio::test]
async fn measuring_stops_when_it_is_told_to_and_a_failure_is_not_kept() {
    let test = TestServer::start(|asked, before| match asked.what.as_str() {
        "GET /v1/models" => Reply::models(&["qwen"]),
        _ if before == 0 => Reply::status(401, "{}"),
        _ => Reply::beginning(&["{"]).silent(),
    })
    .await;
    let (shelf, _keys, _config) = shelf();
    shelf.add_server(to(&test)).await.unwrap();
    let refused = shelf.capabilities("qwen", CancellationToken::new()).await.unwrap_err();
    assert!(matches!(refused, ModelError::Failed { told, .. } if told.code == ErrorCode::ServerRefused));
    let stop = CancellationToken::new();
    stop.cancel();
    let stopped = shelf.capabilities("qwen", stop).await.unwrap_err();
    assert!(matches!(stopped, ModelError::Stopped));
    assert_eq!(shelf.seen("qwen").unwrap(), None);
}

#[tokio::test]
async fn how_a_server_is_used_can_be_changed_without_asking_it() {
    let test = with(&["a", "b"]).await;
    let (shelf, keys, _config) = shelf();
    assert_eq!(shelf.server_models(to(&test)).await.unwrap(), ["a", "b"]);
    let params = AddServerParams { model: Some("b".into()), key: Some("sk-old".into()), ..to(&test) };
    let added = shelf.add_server(params).await.unwrap();
    let before = test.connections();
    let change = ChangeServerParams {
        id: added.id.clone(),
        name: "The far one".into(),
        at_once: 32,
        wait_when_down: true,
        ..ChangeServerParams::default()
    };
    let changed = shelf.change_server(change.clone()).await.unwrap();
    assert_eq!((changed.id.as_str(), changed.name.as_str()), ("b", "The far one"));
    let listed = shelf.servers().await.unwrap().remove(0);
    assert_eq!((listed.at_once, listed.wait_when_down, listed.key), (32, true, Some(KeyKept::Keychain)));
    assert_eq!(keys.get("b").unwrap(), Secret::new("sk-old"), "the key stays as it is");
    assert_eq!(shelf.limits().unwrap(), [("b".to_owned(), 32)]);

    shelf.change_server(ChangeServerParams { key: Some("sk-new".into()), ..change.clone() }).await.unwrap();
    assert_eq!(keys.get("b").unwrap(), Secret::new("sk-new"));
    for (wrong, code) in [
        (ChangeServerParams { at_once: 0, ..change.clone() }, ErrorCode::BadOption),
        (ChangeServerParams { id: "c".into(), ..change }, ErrorCode::MissingModel),
    ] {
        assert_eq!(shelf.change_server(wrong).await.unwrap_err().code, code);
    }
    assert_eq!(test.connections(), before, "nothing was asked of the server");
}
