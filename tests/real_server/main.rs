//! A real server that speaks OpenAI's chat: llama-cpp-python's with the starter model, on this computer, started
//! here. `make accept` sets it up and runs this.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout, reason = "tests")]

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use mythline_files::Folder;
use mythline_models::{Model, ModelError, Prompt, Request, Role, Sampling, Shelf, TextSink, Turn};
use mythline_protocol::{AddServerParams, ErrorCode, JobRow, JobStatus, StartParams};
use mythline_studio::{Entry, Studio, StudioOptions, on_shelf};
use mythline_tests::{LIMIT, NOTES};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// The server, until the test ends.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// Starts it and waits until it answers.
    async fn start(shelf: &Shelf) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let model = std::env::var_os("MYTHLINE_STARTER_MODEL").map(PathBuf::from);
        let model = model.unwrap_or_else(|| top.join("target/models/smollm2-135m-instruct-q4_1.gguf"));
        let python = top.join("target/tools/plain/bin/python");
        assert!(python.exists(), "the server is missing: run .ci/setup/plain-server");
        let process = Command::new(python)
            .args(["-m", "llama_cpp.server", "--host", "127.0.0.1", "--n_ctx", "4096", "--n_threads", "1"])
            .args(["--model_alias", "smollm2", "--port", &port.to_string(), "--model"])
            .arg(model)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, url: format!("http://127.0.0.1:{port}") };
        let asking = async {
            while shelf.server_models(server.params()).await.is_err() {
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            }
        };
        tokio::time::timeout(LIMIT, asking).await.expect("the server answers");
        server
    }

    fn params(&self) -> AddServerParams {
        AddServerParams { url: self.url.clone(), ..AddServerParams::default() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Place {
    root: TempDir,
    shelf: Shelf,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let config = Folder::create(&root.path().join("config")).unwrap();
        let shelf = Shelf::open(config, &root.path().join("data"));
        Self { root, shelf }
    }

    async fn studio(&self) -> Studio {
        let folder = |name: &str| self.root.path().join(name);
        fs::create_dir_all(folder("workspace/output/The Ferry")).unwrap();
        fs::write(folder("workspace/output/The Ferry/research.md"), NOTES).unwrap();
        let options = StudioOptions {
            workspace: folder("workspace"),
            config: folder("config"),
            data: folder("data"),
            program: "mythline",
            models: on_shelf(self.shelf.clone()),
            entry: Entry::Own,
            make: false,
        };
        Studio::open(options).await.unwrap()
    }
}

fn request(text: &str, max_tokens: u32, stop_at: &[&str]) -> Request {
    let turns = vec![Turn { role: Role::User, text: text.into() }];
    let sampling =
        Sampling { temperature: 0.0, min_p: 0.0, repeat_penalty: 1.0, repeat_last: 64, dry: 0.0, seed: 1 };
    Request {
        prompt: Prompt::Chat { turns, opening: String::new() },
        max_tokens,
        stop_at: stop_at.iter().map(ToString::to_string).collect(),
        sampling,
        json: None,
    }
}

/// The pieces that were shown, and the text.
async fn ask(model: &dyn Model, request: Request) -> (Vec<String>, String) {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let sink: TextSink = Arc::new({
        let shown = shown.clone();
        move |piece: &str| shown.lock().unwrap().push(piece.to_owned())
    });
    let written = model.write(request, sink, CancellationToken::new()).await.unwrap();
    let shown = shown.lock().unwrap().clone();
    assert_eq!(shown.concat(), written.text, "what is shown is what is written");
    (shown, written.text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_server_is_added_streams_stops_and_is_measured() {
    let place = Place::new();
    let server = Server::start(&place.shelf).await;
    let wrong = AddServerParams { model: Some("nobody".into()), ..server.params() };
    assert_eq!(place.shelf.add_server(wrong).await.unwrap_err().code, ErrorCode::MissingModel);
    let added = place.shelf.add_server(server.params()).await.unwrap();
    assert_eq!(added.id, "smollm2");

    let model = place.shelf.get("smollm2").unwrap();
    assert!(model.ready().await.unwrap() >= 2_048);
    let (pieces, text) = ask(&*model, request("Write two sentences about a boat.", 40, &[])).await;
    assert!(pieces.len() > 5 && text.split_whitespace().count() > 5, "{pieces:?}");
    assert_eq!(ask(&*model, request("Write two sentences about a boat.", 40, &[])).await.1, text);
    let word = text.split_whitespace().nth(3).unwrap();
    let (_, cut) = ask(&*model, request("Write two sentences about a boat.", 40, &[word])).await;
    assert!(text.starts_with(&cut) && !cut.contains(word), "{cut:?} of {text:?}");

    let stop = CancellationToken::new();
    let on_first: TextSink = Arc::new({
        let stop = stop.clone();
        move |_| stop.cancel()
    });
    let stopped = model.write(request("Count to a thousand.", 2_000, &[]), on_first, stop).await;
    assert!(matches!(stopped, Err(ModelError::Stopped)));
    let (_, after) = ask(&*model, request("Write two sentences about a boat.", 40, &[])).await;
    assert_eq!(after, text, "it hears that nobody waits, and serves the next");

    let tested = place.shelf.test("smollm2").await.unwrap();
    println!("{tested:?}");
    assert!(tested.seen.tokens_per_s > 0.0 && !tested.text.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_written_by_a_real_server_and_its_end_keeps_the_work() {
    let place = Place::new();
    let server = Server::start(&place.shelf).await;
    let added = place.shelf.add_server(server.params()).await.unwrap();
    place.shelf.set_default(&added.id).await.unwrap();
    let studio = place.studio().await;
    let start =
        || studio.start(StartParams { subject: "The Ferry".into(), seed: Some(1), ..StartParams::default() });
    start().await.unwrap();
    let mut feed = studio.subscribe_jobs();
    let row = until(&studio, &mut feed, |row| row.status == JobStatus::Completed).await;
    assert!(row.words > 50, "{row:?}");
    let story = fs::read_to_string(place.root.path().join("workspace/output/The Ferry/story.md")).unwrap();
    assert!(story.contains("Marit") && story.len() > 300, "{story}");

    studio.retry(&row.id).await.unwrap();
    let row = until(&studio, &mut feed, |row| row.status == JobStatus::Running && row.current >= 2).await;
    drop(server);
    let failed =
        until(&studio, &mut feed, |other| other.id == row.id && other.status == JobStatus::Error).await;
    assert_eq!(failed.error.as_ref().unwrap().code, ErrorCode::ServerDown, "{failed:?}");
    assert!(failed.current >= 2, "what was finished is kept: {failed:?}");
    studio.quit().await;
}

/// Waits for a job of which this holds.
async fn until(
    studio: &Studio,
    feed: &mut mythline_studio::JobsFeed,
    holds: impl Fn(&JobRow) -> bool,
) -> JobRow {
    loop {
        if let Some(row) = studio.jobs().into_iter().find(&holds) {
            return row;
        }
        feed.next().await.unwrap();
    }
}
