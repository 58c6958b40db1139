//! A home, a display and a session of its own for one test, and the program in it.

mod close;
pub(crate) mod computer;
pub(crate) mod display;
mod page;
pub(crate) mod processes;
mod services;

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use computer::Computer;
use display::Started;
pub(crate) use page::Page;
pub(crate) use services::{Item, Service};

/// How long anything may take that is not writing.
pub(crate) const SOON: Duration = Duration::from_secs(30);
/// How long a whole story may take, on a machine that does other things too.
pub(crate) const A_STORY: Duration = Duration::from_secs(900);

/// A computer for one test, and the driver of what runs on it.
pub(crate) struct World {
    computer: Computer,
    /// The driver of the last start.
    driver: Mutex<Option<Started>>,
}

impl World {
    /// A computer on which the program was never started.
    pub(crate) fn new() -> Self {
        Self { computer: Computer::new(), driver: Mutex::default() }
    }

    /// The home folder.
    pub(crate) fn home(&self) -> &Path {
        self.computer.home()
    }

    /// The workspace of a start without arguments.
    pub(crate) fn workspace(&self) -> PathBuf {
        self.home().join("Mythline")
    }

    /// A command that sees this computer and no other.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = self.computer.command(program);
        command.env("MYTHLINE_STARTER_MODEL", starter_model());
        command
    }

    /// Starts the program and answers when its page can be driven.
    pub(crate) async fn start(&self, arguments: &[&str]) -> Page {
        self.start_in(&[], arguments).await
    }

    /// The same, with variables of the environment. Each start has a driver of its own: one whose program
    /// has gone still believes in it for a while.
    ///
    /// A start that follows a kill at once may be handed to the program that has gone, while the session's
    /// bus still believes in it; it ends, and the driver waits for it for ever. Then it is started again.
    pub(crate) async fn start_in(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Page {
        let begun = Instant::now();
        loop {
            let driver = self.driver(environment);
            let options = json!({ "binary": program(), "args": arguments });
            let wanted = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
            match tokio::time::timeout(SOON, connect(&driver, wanted)).await {
                Ok(client) => return Page::of(client, self.computer.display.clone()),
                Err(_) => assert!(begun.elapsed() < 3 * SOON, "the program does not come"),
            }
        }
    }

    /// Starts a driver in place of the last. The answer is where it listens.
    fn driver(&self, environment: &[(&str, &str)]) -> String {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut driver = self.command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.to_vec());
        *self.driver.lock().unwrap() = Some(Started::new(driver, "WebKitWebDriver"));
        format!("http://127.0.0.1:{port}")
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

    /// Tells the program to end, as the end of a session does.
    pub(crate) async fn terminate(&self) {
        processes::terminate(self.pid());
        self.ended().await;
    }

    /// The session's bus, as a program of the desktop sees it.
    pub(crate) fn bus(&self) -> zbus::blocking::Connection {
        self.computer.bus()
    }

    /// Starts a pretended service on the bus.
    pub(crate) fn service(&self, name: &'static str, path: &'static str, interface: &'static str) -> Service {
        // Not the first Python of the path: Debian's packages are for its own.
        Service::start(&self.bus(), self.command("/usr/bin/python3"), name, path, interface)
    }

    /// Closes the window as its cross does, while nothing is written.
    pub(crate) async fn close(&self) {
        self.press_close();
        self.ended().await;
    }

    /// Clicks the cross of the window.
    pub(crate) fn press_close(&self) {
        close::close_window(&self.computer.display, self.pid());
    }

    /// Turns to something else: no window of the program is in front any more.
    pub(crate) fn look_away(&self) {
        close::look_away(&self.computer.display);
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

pub(crate) fn starter_model() -> PathBuf {
    let named = std::env::var_os("MYTHLINE_STARTER_MODEL").map(PathBuf::from);
    let model = named.unwrap_or_else(|| target().join("models/smollm2-135m-instruct-q4_1.gguf"));
    assert!(model.is_file(), "the starter model is missing: run `make model`, or set MYTHLINE_STARTER_MODEL");
    std::path::absolute(model).unwrap()
}
