use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use mythline_files::Folder;
use mythline_models::{Model, Shelf};
use mythline_protocol::{CommandError, ModelInfo, ModelTestResponse};
use mythline_story::ModelSource;

use crate::{Places, Studio};

/// The models that stories are written with: the shelf, or a fake in tests.
#[async_trait]
pub trait Models: ModelSource {
    /// Every model, the starter first.
    async fn list(&self) -> Result<Vec<ModelInfo>, CommandError>;

    /// Puts a file of the user's on the shelf; it is used where it lies.
    async fn import(&self, file: &Path) -> Result<ModelInfo, CommandError>;

    /// Makes a model the default.
    async fn use_model(&self, id: &str) -> Result<(), CommandError>;

    /// Lets a model write two sentences.
    async fn test(&self, id: &str) -> Result<ModelTestResponse, CommandError>;
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
    Ok(Arc::new(OnShelf(Shelf::open(config, &places.data))))
}

struct OnShelf(Shelf);

impl ModelSource for OnShelf {
    fn model(&self, id: Option<&str>) -> Result<Arc<dyn Model>, CommandError> {
        match id {
            Some(id) => self.0.get(id),
            None => self.0.get(&self.0.default_id()?),
        }
    }
}

#[async_trait]
impl Models for OnShelf {
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
}
