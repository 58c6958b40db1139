//! The system's own windows to choose a folder or files: a narrow trait, so that tests can answer.

mod native;

use std::path::PathBuf;

use async_trait::async_trait;
use tauri::{AppHandle, Runtime};

/// Asks a person to choose. Nothing chosen is an answer too.
#[async_trait]
pub trait Pickers: Send + Sync + 'static {
    /// A folder to be the workspace.
    async fn folder(&self) -> Option<PathBuf>;

    /// Files of notes.
    async fn notes(&self) -> Vec<PathBuf>;

    /// Where a file is to be written, with a name and an extension proposed. The system asks before a file
    /// that is there is replaced.
    async fn save(&self, name: &str, extension: &str) -> Option<PathBuf>;

    /// The file of a model.
    async fn model(&self) -> Option<PathBuf>;
}

/// The pickers that the program uses: the system's.
pub(crate) fn chosen_by<R: Runtime>(app: &AppHandle<R>) -> Box<dyn Pickers> {
    Box::new(native::NativePickers(app.clone()))
}
