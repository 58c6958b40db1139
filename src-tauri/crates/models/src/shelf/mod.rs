//! The models there are: the starter, files of the user's, used where they lie, and models on servers.

mod downloads;
mod info;
mod licence;
mod list;
#[cfg(feature = "schema")]
mod schemas;
mod seen;
mod servers;
mod starter;
mod trial;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use mythline_files::Folder;
use mythline_protocol::{CommandError, ErrorCode, ModelInfo};

#[cfg(feature = "schema")]
pub use self::schemas::schemas;
pub use self::starter::starter_file;
use self::{
    info::{info, server_info},
    list::{Entry, List},
    seen::Seen,
};
use crate::{
    Keychain, LocalModel, Model, ModelError, ModelFile, Patience, Seat, Server, ServerModel, file,
    server::SystemKeychain,
};

/// The shelf. All its models share one seat: one is loaded at a time. A clone is the same shelf.
#[derive(Clone)]
pub struct Shelf {
    config: Folder,
    data: PathBuf,
    seat: Seat,
    keychain: Arc<dyn Keychain>,
    /// Another hub than the public one.
    hub_place: Option<String>,
    /// Changes of the list are made one after another.
    changing: Arc<Mutex<()>>,
    /// One model is measured at a time.
    measuring: Arc<tokio::sync::Mutex<()>>,
}

impl Shelf {
    /// The shelf whose list lies in the user's configuration; `data` is where the starter model may
    /// have been put.
    #[must_use]
    pub fn open(config: Folder, data: &Path) -> Self {
        Self {
            config,
            data: data.to_owned(),
            seat: Seat::default(),
            keychain: Arc::new(SystemKeychain),
            hub_place: None,
            changing: Arc::default(),
            measuring: Arc::default(),
        }
    }

    /// The same shelf, with keys in another keychain than the system's.
    #[must_use]
    pub fn with_keychain(mut self, keychain: Arc<dyn Keychain>) -> Self {
        self.keychain = keychain;
        self
    }

    /// The same shelf, with models from another hub than the public one.
    #[must_use]
    pub fn with_hub(mut self, place: &str) -> Self {
        self.hub_place = Some(place.to_owned());
        self
    }

    /// Every model, the starter first. Files are looked at, not hashed.
    ///
    /// # Errors
    /// The list is damaged.
    pub async fn list(&self) -> Result<Vec<ModelInfo>, CommandError> {
        self.aside(|shelf| {
            let list = List::load(&shelf.config)?;
            let default = shelf.default_of(&list);
            let seen = Seen::load(shelf);
            let files = shelf.files(&list);
            let files = files.iter().map(|file| info(file, &default, &list));
            let servers = list.servers.iter().map(|server| server_info(server, &default));
            Ok(files.chain(servers).map(|model| seen.in_info(shelf, &list, model)).collect())
        })
        .await
    }

    /// The model for new stories.
    ///
    /// # Errors
    /// The list is damaged.
    pub fn default_id(&self) -> Result<String, CommandError> {
        Ok(self.default_of(&List::load(&self.config)?))
    }

    /// Makes a model the one for new stories.
    ///
    /// # Errors
    /// There is no such model, or the list cannot be kept.
    pub async fn set_default(&self, id: &str) -> Result<(), CommandError> {
        let id = id.to_owned();
        self.aside(move |shelf| {
            let _changing = shelf.change();
            let mut list = List::load(&shelf.config)?;
            shelf.known(&list, &id)?;
            list.default = Some(id);
            list.save(&shelf.config)
        })
        .await
    }

    /// Puts a file on the shelf: looks at it, and takes the hash that it must have from now on. A file
    /// that is there already is the same model, unless its content has changed.
    ///
    /// # Errors
    /// It is no model, or not whole, or the list cannot be kept.
    pub async fn import(&self, path: &Path) -> Result<ModelInfo, CommandError> {
        let path = path.to_owned();
        self.aside(move |shelf| shelf.adopt(&path)).await
    }

    /// A model, to write with. It is loaded when it is first needed.
    ///
    /// # Errors
    /// There is no such model on the shelf.
    pub fn get(&self, id: &str) -> Result<Arc<dyn Model>, CommandError> {
        self.get_where(id, |server| server)
    }

    /// The same, where a server is used in another way than the user set.
    fn get_where(
        &self,
        id: &str,
        change: impl FnOnce(Server) -> Server,
    ) -> Result<Arc<dyn Model>, CommandError> {
        let list = List::load(&self.config)?;
        if let Some(server) = list.servers.iter().find(|server| server.id == id) {
            let server = change(server.clone());
            return Ok(Arc::new(ServerModel::new(server, self.keychain.clone(), Patience::default())));
        }
        Ok(Arc::new(LocalModel::new(self.file(&list, id)?, self.seat.clone())))
    }

    /// Unloads the model that is loaded, after what it was asked before.
    pub async fn unload(&self) {
        self.seat.clear().await;
    }

    /// Does what touches the disk away from the threads that serve the window.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, CommandError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let shelf = self.clone();
        tokio::task::spawn_blocking(move || work(&shelf)).await.unwrap_or_else(|error| {
            tracing::error!(%error, "work on the shelf");
            Err(CommandError::new(ErrorCode::Internal, "The models could not be looked at."))
        })
    }

    fn adopt(&self, path: &Path) -> Result<ModelInfo, CommandError> {
        let adopted = ModelFile::adopt(path).map_err(told)?;
        let Some(place) = adopted.path.to_str().map(str::to_owned) else {
            return Err(CommandError::new(
                ErrorCode::BadOption,
                "The path of this file holds characters that cannot be kept. Move or rename the file.",
            ));
        };
        let header = file::look(&adopted.path, &adopted.name).map_err(told)?.header;
        let _changing = self.change();
        let mut list = List::load(&self.config)?;
        let index = match list.files.iter().position(|entry| entry.path == place) {
            Some(index) => index,
            None => {
                list.files.push(Entry {
                    id: list.free_id(&adopted.name, starter::ID),
                    name: header.name.unwrap_or(adopted.name),
                    path: place,
                    sha256: String::new(),
                    hub: None,
                    licence: None,
                    others: serde_json::Map::new(),
                });
                list.files.len() - 1
            }
        };
        list.files[index].sha256 = adopted.sha256;
        list.save(&self.config)?;
        let info = info(&model_file(&list.files[index]), &self.default_of(&list), &list);
        Ok(Seen::load(self).in_info(self, &list, info))
    }

    fn change(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The default that was chosen, while it is on the shelf.
    fn default_of(&self, list: &List) -> String {
        let chosen = list.default.as_ref().filter(|id| self.known(list, id).is_ok());
        chosen.map_or_else(|| starter::ID.to_owned(), Clone::clone)
    }

    fn files(&self, list: &List) -> Vec<ModelFile> {
        std::iter::once(starter_file(&self.data)).chain(list.files.iter().map(model_file)).collect()
    }

    /// Makes sure that there is a model of this id.
    fn known(&self, list: &List, id: &str) -> Result<(), CommandError> {
        let on_server = list.servers.iter().any(|server| server.id == id);
        if on_server { Ok(()) } else { self.file(list, id).map(drop) }
    }

    fn file(&self, list: &List, id: &str) -> Result<ModelFile, CommandError> {
        self.files(list).into_iter().find(|file| file.id == id).ok_or_else(|| {
            CommandError::new(
                ErrorCode::MissingModel,
                "There is no model of this name. Choose one from the list.",
            )
        })
    }
}

fn model_file(entry: &Entry) -> ModelFile {
    ModelFile {
        id: entry.id.clone(),
        name: entry.name.clone(),
        path: entry.path.clone().into(),
        sha256: entry.sha256.clone(),
    }
}

/// What people are told; the log has the rest.
fn told(error: ModelError) -> CommandError {
    match error {
        ModelError::Stopped => CommandError::new(ErrorCode::ModelFailed, "The model was stopped."),
        ModelError::Failed { told, cause } => {
            tracing::warn!(cause = format!("{cause:#}"), "{told}");
            told
        }
    }
}
