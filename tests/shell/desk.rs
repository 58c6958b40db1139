//! The shell's commands on a runtime without windows, over a real studio in a folder of its own.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use mythline_desktop::{Opener, Pickers};
use mythline_studio::Places;
use serde_json::Value;
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

/// A desk that is set, and the window that asks.
pub(crate) struct Desk {
    pub(crate) home: TempDir,
    app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
}

/// What the pickers answer.
#[derive(Default, Clone)]
pub(crate) struct Chosen {
    pub(crate) folder: Option<PathBuf>,
    pub(crate) notes: Vec<PathBuf>,
    pub(crate) model: Option<PathBuf>,
    pub(crate) save: Option<PathBuf>,
    /// Not chosen, but handed to the start.
    pub(crate) given: Vec<PathBuf>,
}

#[async_trait]
impl Pickers for Chosen {
    async fn folder(&self) -> Option<PathBuf> {
        self.folder.clone()
    }

    async fn notes(&self) -> Vec<PathBuf> {
        self.notes.clone()
    }

    async fn save(&self, _name: &str, _extension: &str) -> Option<PathBuf> {
        self.save.clone()
    }

    async fn model(&self) -> Option<PathBuf> {
        self.model.clone()
    }
}

impl Desk {
    /// With the workspace that the program proposes, in a new home folder, where nobody chooses anything.
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        Self::set(home, None, Chosen::default())
    }

    /// With a workspace named at the start, and with what is chosen from the pickers.
    pub(crate) fn set(home: TempDir, named: Option<PathBuf>, chosen: Chosen) -> Self {
        let at = |folder: &str| home.path().join(folder);
        let places = Places { config: at("config"), data: at("data"), home: Some(home.path().to_owned()) };
        let opener =
            Opener { places: Ok(places), named, files: chosen.given.clone(), models: mythline_studio::shelf };
        let builder = mock_builder().invoke_handler(mythline_desktop::commands());
        let app = builder.build(mythline_desktop::context()).unwrap();
        mythline_desktop::set_desk(app.handle(), opener, Box::new(chosen));
        mythline_desktop::open_first(app.handle());
        let window = WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
        Self { home, app, window }
    }

    /// The workspace that the program proposes.
    pub(crate) fn workspace(&self) -> PathBuf {
        self.home.path().join("Mythline")
    }

    /// Asks from the window, and answers what it is told: the value, or the error as it crosses.
    pub(crate) fn ask(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        ask(&self.window, "tauri://localhost", command, arguments)
    }

    /// Asks from a page that is not ours.
    pub(crate) fn ask_from(&self, page: &str, command: &str) -> Result<Value, Value> {
        ask(&self.window, page, command, Value::Null)
    }

    /// Asks from another window.
    pub(crate) fn ask_elsewhere(&self, command: &str) -> Result<Value, Value> {
        let other = WebviewWindowBuilder::new(&self.app, "other", Default::default()).build().unwrap();
        ask(&other, "tauri://localhost", command, Value::Null)
    }

    /// Writes a page of notes where the writer's own would lie, outside the workspace.
    pub(crate) fn page(home: &Path, name: &str, text: &str) -> PathBuf {
        let file = home.join(name);
        std::fs::write(&file, text).unwrap();
        file
    }
}

fn ask(
    window: &WebviewWindow<MockRuntime>,
    page: &str,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: page.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|answer| answer.deserialize().unwrap())
}
