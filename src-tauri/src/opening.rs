//! Which workspace is opened, and with what.

use std::{env, path::PathBuf, sync::Arc};

use mythline_protocol::{CommandError, Preferences};
use mythline_studio::{Entry, Models, Places, Settings, Studio, StudioOptions};
use tauri::{AppHandle, Manager, Runtime};

use crate::{
    arguments::{self, Given},
    commands::notes,
    desk::Desk,
    window,
};

/// What the workspaces' readers are told about who owns them.
const PROGRAM: &str = "mythline-desktop";

/// Opens workspaces, with what this start was told.
pub struct Opener {
    /// The user's own folders, or why there are none.
    pub places: Result<Places, CommandError>,
    /// The workspace that was named.
    pub named: Option<PathBuf>,
    /// Files that were named, to be taken in as notes.
    pub files: Vec<PathBuf>,
    /// Makes the models that stories are written with.
    pub models: fn(&Places) -> Result<Arc<dyn Models>, CommandError>,
}

impl Opener {
    /// From the command line and the environment, with the models on the user's shelf.
    #[must_use]
    pub fn from_environment() -> Self {
        let here = env::current_dir().unwrap_or_default();
        let variable = env::var_os("MYTHLINE_WORKSPACE").filter(|folder| !folder.is_empty());
        let Given { folder, files } = arguments::given(env::args_os(), &here);
        let named = folder.or_else(|| variable.map(|folder| here.join(folder)));
        let places = Places::find(|name| env::var_os(name));
        if let Ok(places) = &places {
            mythline_studio::begin_log(&places.data, PROGRAM);
        }
        Self { places, named, files, models: mythline_studio::shelf }
    }

    /// The folder named, else the one last opened, else the one in the home folder. The one in
    /// the home folder is made when it is not there.
    pub(crate) async fn first(&self) -> Result<Studio, CommandError> {
        let places = self.places()?;
        let chosen = places.workspace(self.named.clone())?;
        self.enter(chosen.folder, chosen.make).await
    }

    /// A folder that the user chose.
    pub(crate) async fn open(&self, folder: PathBuf) -> Result<Studio, CommandError> {
        self.enter(folder, false).await
    }

    async fn enter(&self, workspace: PathBuf, make: bool) -> Result<Studio, CommandError> {
        let places = self.places()?;
        let (config, data) = (places.config.clone(), places.data.clone());
        let models = (self.models)(places)?;
        Studio::open(StudioOptions {
            workspace,
            config,
            data,
            program: PROGRAM,
            models,
            entry: Entry::Own,
            make,
        })
        .await
    }

    /// What the user has set, for the window's first picture.
    pub(crate) fn preferences(&self) -> Preferences {
        self.places.as_ref().map(|places| Settings::read(&places.config).preferences).unwrap_or_default()
    }

    pub(crate) fn places(&self) -> Result<&Places, CommandError> {
        self.places.as_ref().map_err(Clone::clone)
    }
}

/// Does with the window that is there already what a second start was given: opens its folder and shows it,
/// and takes its files in.
pub(crate) fn in_the_window<R: Runtime>(app: &AppHandle<R>, given: Given) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Some(folder) = given.folder {
            match app.state::<Desk>().open(folder).await {
                Ok(_) => window::load_anew(&app),
                Err(error) => tracing::warn!(%error, "the folder of a second start was not opened"),
            }
        }
        take_in(&app, given.files).await;
    });
}

/// Takes files in as notes and tells the page what has become of it.
async fn take_in<R: Runtime>(app: &AppHandle<R>, files: Vec<PathBuf>) {
    if files.is_empty() {
        return;
    }
    // Where no workspace is open the window says so already.
    if let Ok(studio) = app.state::<Desk>().studio().await {
        window::tell(app, "arrived", notes::import_all(&studio, files).await);
    }
}
