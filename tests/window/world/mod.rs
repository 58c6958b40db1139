//! A home, a display and a session of its own for one test, and the program in it.

mod close;
mod display;
mod page;
mod processes;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use display::Started;
pub(crate) use page::Page;

/// How long anything may take that is not writing.
pub(crate) const SOON: Duration = Duration::from_secs(30);
/// How long a whole story may take, on a machine that does other things too.
pub(crate) const A_STORY: Duration = Duration::from_secs(900);

/// Everything the program sees of a computer.
pub(crate) struct World {
    home: TempDir,
    display: String,
    bus: String,
    /// The driver of the last start.
    driver: Mutex<Option<Started>>,
    _around: [Started; 2],
}

impl World {
    /// A computer on which the program was never started.
    pub(crate) async fn new() -> Self {
        let home = tempfile::Builder::new().prefix("mythline-window-").tempdir().unwrap();
        let (x, number) = display::start_display();
        let display = format!(":{number}");
        let (session, bus) = display::start_bus();
        for folder in ["config", "data", "cache", "run"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        Self { home, display, bus, driver: Mutex::default(), _around: [x, session] }
    }

    /// The home folder.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The workspace of a start without arguments.
    pub(crate) fn workspace(&self) -> PathBuf {
        self.home().join("Mythline")
    }

    /// A command that sees this computer and no other.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let home = self.home();
        command
            .stdin(Stdio::null())
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("MYTHLINE_STARTER_MODEL", starter_model())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("MYTHLINE_WORKSPACE");
        command
    }

    /// Starts the program and answers when its page can be driven. Each start has a driver of its own: one
    /// whose program has gone still believes in it for a while.
    pub(crate) async fn start(&self, arguments: &[&str]) -> Page {
        let port = display::free_port();
        let mut driver = self.command("WebKitWebDriver");
        driver.arg(format!("--port={port}"));
        *self.driver.lock().unwrap() = Some(Started::new(driver, "WebKitWebDriver"));
        let options = json!({ "binary": program(), "args": arguments });
        let wanted = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        Page::of(connect(&format!("http://127.0.0.1:{port}"), wanted).await, self.display.clone())
    }

    /// The process id of the program.
    pub(crate) fn pid(&self) -> u32 {
        processes::running(&program(), self.home()).expect("the program runs")
    }

    /// Kills the program as a power cut would.
    pub(crate) async fn kill(&self) {
        processes::kill(self.pid());
        self.ended().await;
    }

    /// Closes the window as its cross does.
    pub(crate) async fn close(&self) {
        close::close_window(&self.display, self.pid());
        self.ended().await;
    }

    /// Answers when the program is gone.
    pub(crate) async fn ended(&self) {
        until(SOON, "the program has ended", async || processes::running(&program(), self.home()).is_none())
            .await;
    }
}

/// Asks a driver for a session. It may not listen yet.
async fn connect(driver: &str, wanted: Map<String, Value>) -> Client {
    let begun = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(wanted.clone()).connect(driver).await {
            Ok(client) => return client,
            Err(error) if begun.elapsed() > SOON => panic!("no session: {error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Waits for a condition, with a bound.
pub(crate) async fn until(longest: Duration, what: &str, condition: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !condition().await {
        assert!(begun.elapsed() < longest, "not within {longest:?}: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The program that cargo has built for these tests.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_mythline-desktop"))
}

/// Where pictures are put.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target")
}

fn starter_model() -> PathBuf {
    let named = std::env::var_os("MYTHLINE_STARTER_MODEL").map(PathBuf::from);
    let model = named.unwrap_or_else(|| target().join("models/smollm2-135m-instruct-q4_1.gguf"));
    assert!(model.is_file(), "the starter model is missing: run `make model`, or set MYTHLINE_STARTER_MODEL");
    std::path::absolute(model).unwrap()
}
