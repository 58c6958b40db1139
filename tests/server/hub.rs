//! Downloads from a scripted hub: cut and resumed, changed in between, damaged, and without ranges.

use std::{fs, path::Path, sync::Arc};

use mythline_files::Folder;
use mythline_models::Shelf;
use mythline_protocol::{CommandError, ErrorCode, ModelInfo};
use mythline_tests::{Asked, Reply, TestServer};
use serde_json::json;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// The starter model, as something to download that is a model.
pub(crate) fn starter() -> Arc<Vec<u8>> {
    let place = std::env::var_os("MYTHLINE_STARTER_MODEL").map(std::path::PathBuf::from);
    let place = place.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/models/smollm2-135m-instruct-q4_1.gguf")
    });
    Arc::new(fs::read(place).unwrap())
}

pub(crate) const SHA256: &str = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
pub(crate) const FILE: &str = "/a/m/resolve/0123abcd/m-q4.gguf";

pub(crate) fn described(bytes: usize, sha256: &str) -> Reply {
    let file = json!({ "rfilename": "m-q4.gguf", "lfs": { "sha256": sha256, "size": bytes } });
    let said = json!({ "sha": "0123abcd", "cardData": { "license": "apache-2.0" }, "siblings": [file] });
    Reply::status(200, &said.to_string())
}

/// Where a request wants its bytes to begin.
pub(crate) fn from(asked: &Asked) -> usize {
    let range =
        asked.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    range.unwrap_or(0)
}

/// Bytes from where they were asked for, up to `end`.
pub(crate) fn given(bytes: &[u8], asked: &Asked, end: usize) -> Reply {
    let begin = from(asked);
    let pieces: Vec<&[u8]> = bytes[begin..end.max(begin)].chunks(1 << 20).collect();
    let status = if begin > 0 { 206 } else { 200 };
    let range = format!("bytes {begin}-{}/{}", bytes.len() - 1, bytes.len());
    Reply::bytes(&pieces).of_status(status).with("Content-Range", &range)
}

fn open(root: &TempDir, hub: &TestServer) -> Shelf {
    let config = Folder::create(&root.path().join("config")).unwrap();
    Shelf::open(config, &root.path().join("data")).with_hub(hub.url().trim_end_matches("/v1"))
}

struct Place {
    shelf: Shelf,
    root: TempDir,
}

impl Place {
    fn new(hub: &TestServer) -> Self {
        let root = tempfile::tempdir().unwrap();
        Self { shelf: open(&root, hub), root }
    }

    /// The shelf of the next start.
    fn open(&self, hub: &TestServer) -> Shelf {
        open(&self.root, hub)
    }

    async fn download(&self) -> Result<ModelInfo, CommandError> {
        self.shelf.download("a/m", &|_, _| {}, CancellationToken::new()).await
    }

    /// What lies where downloads are.
    fn there(&self) -> Vec<(String, u64)> {
        let Ok(entries) = fs::read_dir(self.root.path().join("data/models")) else { return Vec::new() };
        let entry =
            |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len());
        entries.map(|found| entry(found.unwrap())).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_breaks_off_is_taken_up_and_can_write() {
    let bytes = starter();
    let size = bytes.len();
    let hub = TestServer::start({
        let bytes = bytes.clone();
        move |asked, before| match asked.what.as_str() {
            "GET /api/models/a/m?blobs=true" => described(size, SHA256),
            // Three times a third of what is left.
            _ if before < 3 => given(&bytes, asked, from(asked) + (size - from(asked)) / 3).cut(),
            _ => given(&bytes, asked, size),
        }
    })
    .await;
    let place = Place::new(&hub);
    let offer = place.shelf.look_up("a/m").await.unwrap();
    assert_eq!((offer.file.as_str(), offer.bytes, offer.may_sell), ("m-q4.gguf", size as u64, Some(true)));
    assert!(place.there().is_empty(), "looking is not downloading");
    let model = place.download().await.unwrap();
    assert_eq!(model.licence.as_deref(), Some("apache-2.0"));
    assert_eq!(place.there(), [("m-q4.gguf".to_owned(), size as u64)]);
    let ranges: Vec<usize> =
        hub.asked().iter().filter(|asked| asked.what.ends_with(FILE)).map(from).collect();
    assert_eq!(ranges.len(), 4);
    assert!(ranges[0] == 0 && ranges.is_sorted() && ranges[3] > size / 2, "{ranges:?}");
    place.shelf.remove(&model.id).await.unwrap();
    assert!(place.there().is_empty(), "what was downloaded goes with its model");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_download_keeps_what_has_come_and_goes_on_there() {
    let bytes = starter();
    let size = bytes.len();
    let hub = TestServer::start({
        let bytes = bytes.clone();
        move |asked, before| match asked.what.as_str() {
            "GET /api/models/a/m?blobs=true" => described(size, SHA256),
            _ if before == 0 => given(&bytes, asked, size / 2).silent(),
            _ => given(&bytes, asked, size),
        }
    })
    .await;
    let place = Place::new(&hub);
    let stop = CancellationToken::new();
    let half = (size / 4) as u64;
    let cancel = |done: u64, _: u64| {
        if done > half {
            stop.cancel();
        }
    };
    let refusal = place.shelf.download("a/m", &cancel, stop.clone()).await.unwrap_err();
    assert!(refusal.message.starts_with("The download was stopped."), "{refusal}");
    assert!(place.there()[0].0.ends_with(".part") && place.there()[0].1 > half);
    assert!(place.shelf.list().await.unwrap().len() == 1, "half a model is not on the shelf");
    place.download().await.unwrap();
    assert_eq!(place.there(), [("m-q4.gguf".to_owned(), size as u64)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_what_the_hub_says_is_not_kept() {
    let hub = TestServer::start(|asked, _| match asked.what.as_str() {
        "GET /api/models/a/m?blobs=true" => described(4, &"ab".repeat(32)),
        _ => Reply::bytes(&[b"evil"]),
    })
    .await;
    let place = Place::new(&hub);
    assert_eq!(place.download().await.unwrap_err().code, ErrorCode::DamagedModel);
    assert!(place.there().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_without_ranges_begins_anew_and_more_than_it_said_is_refused() {
    let hub = TestServer::start(|asked, before| match asked.what.as_str() {
        "GET /api/models/a/m?blobs=true" => described(8, &"ab".repeat(32)),
        _ if before == 0 => Reply::bytes(&[b"half"]).cut(),
        _ => Reply::bytes(&[b"not a range"]),
    })
    .await;
    let place = Place::new(&hub);
    assert_eq!(place.download().await.unwrap_err().code, ErrorCode::ServerDown);
    assert_eq!(hub.asked().iter().filter(|asked| asked.what.ends_with(FILE)).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_disk_cannot_hold_is_not_begun() {
    let hub = TestServer::start(|_, _| described(usize::MAX >> 2, SHA256)).await;
    let place = Place::new(&hub);
    assert_eq!(place.download().await.unwrap_err().code, ErrorCode::DiskFull);
    assert_eq!(hub.connections(), 1, "nothing was asked for but what it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_is_not_there_is_told() {
    let hub = TestServer::scripted(vec![Reply::status(404, "{}")]).await;
    let place = Place::new(&hub);
    assert_eq!(place.download().await.unwrap_err().code, ErrorCode::MissingModel);
    assert_eq!(place.shelf.look_up("../etc").await.unwrap_err().code, ErrorCode::BadOption);
    assert_eq!(place.shelf.suggested().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_is_known_to_the_next_start_and_can_be_given_up() {
    let bytes = starter();
    let size = bytes.len();
    let hub = TestServer::start(move |asked, _| match asked.what.as_str() {
        "GET /api/models/a/m?blobs=true" => described(size, SHA256),
        _ => given(&bytes, asked, size / 2).silent(),
    })
    .await;
    let place = Place::new(&hub);
    let stop = CancellationToken::new();
    let cancel = |done: u64, _: u64| {
        if done > 0 {
            stop.cancel();
        }
    };
    place.shelf.download("a/m", &cancel, stop.clone()).await.unwrap_err();
    let again = Place { shelf: place.open(&hub), root: place.root };
    let arriving = again.shelf.arriving().await.unwrap();
    assert_eq!(arriving.len(), 1);
    let download = &arriving[0];
    assert_eq!((download.offer.id.as_str(), download.offer.file.as_str()), ("a/m", "m-q4.gguf"));
    assert_eq!((download.offer.bytes, download.going), (size as u64, false));
    assert_eq!(download.done, again.there()[0].1);
    again.shelf.discard_download("a/m").await.unwrap();
    assert!(again.there().is_empty() && again.shelf.arriving().await.unwrap().is_empty());
    assert_eq!(again.shelf.discard_download("a/m").await.unwrap_err().code, ErrorCode::MissingModel);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_changed_in_between_is_begun_anew() {
    let bytes = starter();
    let size = bytes.len();
    let hub = TestServer::start(move |asked, before| match (asked.what.as_str(), before) {
        ("GET /api/models/a/m?blobs=true", 0) => described(7, &"ab".repeat(32)),
        ("GET /api/models/a/m?blobs=true", _) => described(size, SHA256),
        (_, 0) => Reply::bytes(&[b"old"]).silent(),
        _ => given(&bytes, asked, size),
    })
    .await;
    let place = Place::new(&hub);
    let stop = CancellationToken::new();
    let began = place.shelf.download("a/m", &|_, _| {}, stop.clone());
    tokio::pin!(began);
    tokio::select! {
        ended = &mut began => panic!("{ended:?}"),
        () = asked_for_the_file(&hub) => stop.cancel(),
    }
    began.await.unwrap_err();
    assert!(place.there()[0].0.starts_with("abab"), "{:?}", place.there());
    place.download().await.unwrap();
    assert_eq!(place.there(), [("m-q4.gguf".to_owned(), size as u64)], "nothing of the old one is left");
    let last = hub.asked().pop().unwrap();
    assert_eq!(from(&last), 0, "it does not go on with other bytes");
}

pub(crate) async fn asked_for_the_file(hub: &TestServer) {
    while !hub.asked().iter().any(|asked| asked.what.ends_with(FILE)) {
        tokio::task::yield_now().await;
    }
}
