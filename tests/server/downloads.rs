//! Downloads as the program keeps them: told of while they come, stopped, and known to the next start.

use std::sync::Arc;

use mythline_files::Folder;
use mythline_models::Shelf;
use mythline_protocol::{Download, ErrorCode};
use mythline_studio::{Downloads, DownloadsFeed, Entry, Studio, StudioOptions, on_shelf};
use mythline_tests::{Asked, Reply, TestServer};
use tempfile::TempDir;

use crate::hub::{FILE, SHA256, asked_for_the_file, described, from, given, starter};

/// A studio whose shelf gets its models from this hub.
async fn studio(hub: &TestServer, root: &TempDir) -> Studio {
    let folder = |name: &str| root.path().join(name);
    std::fs::create_dir_all(folder("workspace")).unwrap();
    let shelf = Shelf::open(Folder::create(&folder("config")).unwrap(), &folder("data"));
    let options = StudioOptions {
        workspace: folder("workspace"),
        config: folder("config"),
        data: folder("data"),
        program: "mythline",
        models: on_shelf(shelf.with_hub(hub.url().trim_end_matches("/v1"))),
        entry: Entry::Own,
        make: false,
    };
    Studio::open(options).await.unwrap()
}

/// Waits until this holds of what is on its way.
async fn until(feed: &mut DownloadsFeed, holds: impl Fn(&[Download]) -> bool) -> Vec<Download> {
    loop {
        let all = feed.next().await.unwrap();
        if holds(&all) {
            return all;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_stopped_known_to_the_next_start_and_gone_on_with() {
    let bytes = starter();
    let size = bytes.len();
    let hub = TestServer::start({
        let bytes: Arc<Vec<u8>> = bytes.clone();
        move |asked: &Asked, before| match asked.what.as_str() {
            "GET /api/models/a/m?blobs=true" => described(size, SHA256),
            _ if before == 0 => given(&bytes, asked, size / 2).silent(),
            _ => given(&bytes, asked, size),
        }
    })
    .await;
    let root = tempfile::tempdir().unwrap();
    let first = studio(&hub, &root).await;
    let downloads = Downloads::default();
    let mut feed = downloads.subscribe(&first).await.unwrap();
    assert!(feed.next().await.unwrap().is_empty());
    downloads.start(&first, " a/m ").await.unwrap();
    downloads.start(&first, "a/m").await.unwrap();
    until(&mut feed, |all| all.iter().any(|one| one.going && one.done > (size / 4) as u64)).await;
    assert!(first.shelf_view().await.unwrap().host.starts_with("127."));
    downloads.stop("a/m").await;
    let stopped = until(&mut feed, |all| all.iter().all(|one| !one.going)).await.remove(0);
    assert!(stopped.done > 0 && stopped.problem.is_none(), "{stopped:?}");
    let asked = hub.asked().iter().filter(|asked| asked.what.ends_with(FILE)).count();
    assert_eq!(asked, 1, "twice started is one download");
    downloads.stop_all().await;
    first.quit().await;

    let second = studio(&hub, &root).await;
    let downloads = Downloads::default();
    let mut feed = downloads.subscribe(&second).await.unwrap();
    let known = feed.next().await.unwrap().remove(0);
    assert_eq!((known.offer.file.as_str(), known.going), ("m-q4.gguf", false));
    assert!(known.done >= stopped.done, "{known:?}");
    downloads.start(&second, "a/m").await.unwrap();
    until(&mut feed, <[Download]>::is_empty).await;
    assert!(from(hub.asked().last().unwrap()) > 0, "it went on where it was");
    let models = second.models().await.unwrap();
    assert_eq!(models[1].hub.as_deref(), Some("a/m"), "it is on the shelf when it is no longer on its way");
    second.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_begun_is_refused_at_once_and_what_breaks_off_says_why() {
    let hub = TestServer::start(|asked, before| match asked.what.as_str() {
        "GET /api/models/a/none?blobs=true" => Reply::status(404, "{}"),
        "GET /api/models/a/huge?blobs=true" => described(usize::MAX >> 2, SHA256),
        "GET /api/models/a/m?blobs=true" => described(4, &"ab".repeat(32)),
        _ if before == 0 => Reply::bytes(&[]).silent(),
        _ => Reply::status(500, "{}"),
    })
    .await;
    let root = tempfile::tempdir().unwrap();
    let studio = studio(&hub, &root).await;
    let downloads = Downloads::default();
    let mut feed = downloads.subscribe(&studio).await.unwrap();
    for (id, code) in [
        ("a/none", ErrorCode::MissingModel),
        ("a/huge", ErrorCode::DiskFull),
        ("../etc", ErrorCode::BadOption),
    ] {
        assert_eq!(downloads.start(&studio, id).await.unwrap_err().code, code, "{id}");
    }
    assert!(until(&mut feed, <[Download]>::is_empty).await.is_empty());

    downloads.start(&studio, "a/m").await.unwrap();
    asked_for_the_file(&hub).await;
    downloads.stop("a/m").await;
    downloads.start(&studio, "a/m").await.unwrap();
    let broken = until(&mut feed, |all| all.iter().any(|one| one.problem.is_some())).await.remove(0);
    assert!(!broken.going, "{broken:?}");
    assert_eq!(broken.problem.unwrap().code, ErrorCode::ServerDown);
    downloads.discard(&studio, "a/m").await.unwrap();
    until(&mut feed, <[Download]>::is_empty).await;
    assert_eq!(downloads.discard(&studio, "a/m").await.unwrap_err().code, ErrorCode::MissingModel);
    studio.quit().await;
}
