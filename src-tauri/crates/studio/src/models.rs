use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use mythline_files::Folder;
use mythline_models::{Model, ModelError, Progress, Shelf};
use mythline_protocol::{
    AddServerParams, Capabilities, ChangeServerParams, CommandError, Download, DownloadOffer, ErrorCode,
    FoundServer, ModelInfo, ModelTestResponse, ServerInfo, ShelfView, SuggestedModel,
};
use mythline_story::ModelSource;
use tokio_util::sync::CancellationToken;

use crate::{Places, Studio};

/// Names another hub than the public one, for mirrors; the variable that other programs heed too.
const HUB: &str = "HF_ENDPOINT";

/// The models that stories are written with: the shelf, or a fake in tests.
#[async_trait]
pub trait Models: ModelSource {
    /// Frees the memory of whatever is loaded. Nothing computes any more when it answers: llama.cpp must not be at
    /// work while the program ends.
    async fn unload(&self) {}

    /// Every model, the starter first.
    async fn list(&self) -> Result<Vec<ModelInfo>, CommandError>;

    /// Puts a file of the user's on the shelf; it is used where it lies.
    async fn import(&self, file: &Path) -> Result<ModelInfo, CommandError>;

    /// Makes a model the default.
    async fn use_model(&self, id: &str) -> Result<(), CommandError>;

    /// Lets a model write two sentences.
    async fn test(&self, id: &str) -> Result<ModelTestResponse, CommandError>;

    /// Puts a model on a server on the shelf.
    async fn add_server(&self, _: AddServerParams) -> Result<ModelInfo, CommandError> {
        Err(fixed())
    }

    /// The models that a server has, before it is added.
    async fn server_models(&self, _: AddServerParams) -> Result<Vec<String>, CommandError> {
        Err(fixed())
    }

    /// Changes how a server is used.
    async fn change_server(&self, _: ChangeServerParams) -> Result<ModelInfo, CommandError> {
        Err(fixed())
    }

    /// What stands around the models.
    async fn view(&self) -> Result<ShelfView, CommandError> {
        Err(fixed())
    }

    /// Downloads that were begun and are not whole.
    async fn arriving(&self) -> Result<Vec<Download>, CommandError> {
        Ok(Vec::new())
    }

    /// Gives a download up.
    async fn discard_download(&self, _: &str) -> Result<(), CommandError> {
        Err(fixed())
    }

    /// The servers that the user added.
    async fn servers(&self) -> Result<Vec<ServerInfo>, CommandError> {
        Ok(Vec::new())
    }

    /// Looks for servers on this computer.
    async fn find_servers(&self) -> Vec<FoundServer> {
        Vec::new()
    }

    /// Models that are worth a try.
    fn suggested(&self) -> Vec<SuggestedModel> {
        Vec::new()
    }

    /// What a download would be.
    async fn look_up(&self, _: &str) -> Result<DownloadOffer, CommandError> {
        Err(fixed())
    }

    /// Downloads a model from the hub, after the user's word.
    async fn download(
        &self,
        _: &str,
        _: &Progress<'_>,
        _: CancellationToken,
    ) -> Result<ModelInfo, CommandError> {
        Err(fixed())
    }

    /// Takes a model off the shelf.
    async fn remove(&self, _: &str) -> Result<(), CommandError> {
        Err(fixed())
    }

    /// How many jobs a model may have running at once, for those that may have more than one.
    fn limits(&self) -> Vec<(String, usize)> {
        Vec::new()
    }
}

/// A shelf on which nothing can be put.
fn fixed() -> CommandError {
    CommandError::new(ErrorCode::BadOption, "These models cannot be changed.")
}

/// The shelf of models in the user's own folders.
///
/// # Errors
/// When the configuration folder cannot be made or opened.
pub fn shelf(places: &Places) -> Result<Arc<dyn Models>, CommandError> {
    let config = Folder::create(&places.config).map_err(|error| {
        tracing::warn!(?error, "the configuration folder was not opened");
        error.command_error("The folder of your settings")
    })?;
    let shelf = Shelf::open(config, &places.data);
    let hub = std::env::var(HUB).ok().filter(|hub| !hub.trim().is_empty());
    Ok(on_shelf(match hub {
        Some(hub) => shelf.with_hub(hub.trim()),
        None => shelf,
    }))
}

/// The models on this shelf.
#[must_use]
pub fn on_shelf(shelf: Shelf) -> Arc<dyn Models> {
    Arc::new(OnShelf(shelf))
}

struct OnShelf(Shelf);

#[async_trait]
impl ModelSource for OnShelf {
    fn model(&self, id: Option<&str>) -> Result<Arc<dyn Model>, CommandError> {
        match id {
            Some(id) => self.0.get(id),
            None => self.0.get(&self.0.default_id()?),
        }
    }

    fn seen(&self, id: &str) -> Option<Capabilities> {
        self.0.seen(id).ok().flatten()
    }

    async fn capabilities(
        &self,
        id: &str,
        stop: CancellationToken,
    ) -> Result<Option<Capabilities>, ModelError> {
        self.0.capabilities(id, stop).await.map(Some)
    }
}

#[async_trait]
impl Models for OnShelf {
    async fn unload(&self) {
        self.0.unload().await;
    }

    async fn list(&self) -> Result<Vec<ModelInfo>, CommandError> {
        self.0.list().await
    }

    async fn import(&self, file: &Path) -> Result<ModelInfo, CommandError> {
        self.0.import(file).await
    }

    async fn use_model(&self, id: &str) -> Result<(), CommandError> {
        self.0.set_default(id).await
    }

    async fn test(&self, id: &str) -> Result<ModelTestResponse, CommandError> {
        self.0.test(id).await
    }

    async fn add_server(&self, params: AddServerParams) -> Result<ModelInfo, CommandError> {
        self.0.add_server(params).await
    }

    async fn server_models(&self, params: AddServerParams) -> Result<Vec<String>, CommandError> {
        self.0.server_models(params).await
    }

    async fn change_server(&self, params: ChangeServerParams) -> Result<ModelInfo, CommandError> {
        self.0.change_server(params).await
    }

    async fn view(&self) -> Result<ShelfView, CommandError> {
        self.0.view().await
    }

    async fn arriving(&self) -> Result<Vec<Download>, CommandError> {
        self.0.arriving().await
    }

    async fn discard_download(&self, id: &str) -> Result<(), CommandError> {
        self.0.discard_download(id).await
    }

    async fn servers(&self) -> Result<Vec<ServerInfo>, CommandError> {
        self.0.servers().await
    }

    async fn find_servers(&self) -> Vec<FoundServer> {
        self.0.find_servers().await
    }

    fn suggested(&self) -> Vec<SuggestedModel> {
        self.0.suggested()
    }

    async fn look_up(&self, id: &str) -> Result<DownloadOffer, CommandError> {
        self.0.look_up(id).await
    }

    async fn download(
        &self,
        id: &str,
        progress: &Progress<'_>,
        stop: CancellationToken,
    ) -> Result<ModelInfo, CommandError> {
        self.0.download(id, progress, stop).await
    }

    async fn remove(&self, id: &str) -> Result<(), CommandError> {
        self.0.remove(id).await
    }

    fn limits(&self) -> Vec<(String, usize)> {
        self.0.limits().unwrap_or_else(|error| {
            tracing::warn!(%error, "every model writes one story at a time");
            Vec::new()
        })
    }
}

impl Studio {
    /// Every model, the starter first.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    pub async fn models(&self) -> Result<Vec<ModelInfo>, CommandError> {
        self.inner.models.list().await
    }

    /// Puts a model file of the user's on the shelf; it is used where it lies.
    ///
    /// # Errors
    /// When it is not a model that can be read.
    pub async fn import_model(&self, file: &Path) -> Result<ModelInfo, CommandError> {
        self.inner.models.import(file).await
    }

    /// Makes a model the one that new stories are written with.
    ///
    /// # Errors
    /// When there is no such model.
    pub async fn use_model(&self, id: &str) -> Result<(), CommandError> {
        self.inner.models.use_model(id).await
    }

    /// Lets a model write two sentences, and measures it.
    ///
    /// # Errors
    /// When there is no such model, or it cannot write.
    pub async fn test_model(&self, id: &str) -> Result<ModelTestResponse, CommandError> {
        self.inner.models.test(id).await
    }

    /// Puts a model on a server on the shelf; from now on it may write as many stories at once as was said.
    ///
    /// # Errors
    /// When the address or the key cannot be used, or the server does not answer or has no such model.
    pub async fn add_server(&self, params: AddServerParams) -> Result<ModelInfo, CommandError> {
        let model = self.inner.models.add_server(params).await?;
        self.heed_limit(&model.id).await;
        Ok(model)
    }

    /// The models that a server has, to choose from before it is added.
    ///
    /// # Errors
    /// When the address or the key cannot be used, or the server does not answer.
    pub async fn server_models(&self, params: AddServerParams) -> Result<Vec<String>, CommandError> {
        self.inner.models.server_models(params).await
    }

    /// Changes how a server is used; how many stories it writes at once counts from now on.
    ///
    /// # Errors
    /// When there is no such server, or what is wanted of it cannot be.
    pub async fn change_server(&self, params: ChangeServerParams) -> Result<ModelInfo, CommandError> {
        let model = self.inner.models.change_server(params).await?;
        self.heed_limit(&model.id).await;
        Ok(model)
    }

    /// Lets the engine know how many stories a model writes at once. One that only looks has no use for it;
    /// whoever owns the workspace next reads it from the shelf.
    async fn heed_limit(&self, id: &str) {
        for (model, limit) in self.inner.models.limits().iter().filter(|(model, _)| model == id) {
            if let Err(error) = self.inner.engine.set_limit(model, *limit).await {
                tracing::info!(%error, model, limit, "a limit that does not count here yet");
            }
        }
    }

    /// What stands around the models: this computer, the servers, and what is worth a try.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    pub async fn shelf_view(&self) -> Result<ShelfView, CommandError> {
        self.inner.models.view().await
    }

    /// The servers that the user added.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    pub async fn servers(&self) -> Result<Vec<ServerInfo>, CommandError> {
        self.inner.models.servers().await
    }

    /// Looks for servers on this computer; only to be called because the user asks.
    pub async fn find_servers(&self) -> Vec<FoundServer> {
        self.inner.models.find_servers().await
    }

    /// Models that are worth a try.
    #[must_use]
    pub fn suggested_models(&self) -> Vec<SuggestedModel> {
        self.inner.models.suggested()
    }

    /// What a download would be; nothing is downloaded.
    ///
    /// # Errors
    /// When the hub does not know the model, or cannot be reached.
    pub async fn look_up_model(&self, id: &str) -> Result<DownloadOffer, CommandError> {
        self.inner.models.look_up(id).await
    }

    /// Downloads a model from the hub and puts it on the shelf; only to be called after the user's word.
    /// Cancelled, it keeps what has come.
    ///
    /// # Errors
    /// As [`Studio::look_up_model`]; when there is too little disk, or what comes is not what the hub says.
    pub async fn download_model(
        &self,
        id: &str,
        progress: &Progress<'_>,
        stop: CancellationToken,
    ) -> Result<ModelInfo, CommandError> {
        self.inner.models.download(id, progress, stop).await
    }

    /// Takes a model off the shelf; a file of the user's stays where it lies, one that was downloaded goes.
    ///
    /// # Errors
    /// When there is no such model, or it is the starter.
    pub async fn remove_model(&self, id: &str) -> Result<(), CommandError> {
        self.inner.models.remove(id).await
    }
}
