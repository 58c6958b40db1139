use std::path::PathBuf;

use async_trait::async_trait;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use super::Pickers;

/// The system's windows.
pub(crate) struct NativePickers<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> NativePickers<R> {
    fn dialog(&self, title: &str) -> FileDialogBuilder<R> {
        self.0.dialog().file().set_title(title)
    }
}

#[async_trait]
impl<R: Runtime> Pickers for NativePickers<R> {
    async fn folder(&self) -> Option<PathBuf> {
        let (answer, chosen) = oneshot::channel();
        self.dialog("Open folder").pick_folder(move |folder| drop(answer.send(folder)));
        chosen.await.ok().flatten().and_then(path)
    }

    async fn notes(&self) -> Vec<PathBuf> {
        let (answer, chosen) = oneshot::channel();
        self.dialog("Import notes")
            .add_filter("Notes", &["md", "markdown", "txt", "text"])
            .add_filter("All files", &["*"])
            .pick_files(move |files| drop(answer.send(files)));
        chosen.await.ok().flatten().unwrap_or_default().into_iter().filter_map(path).collect()
    }

    async fn save(&self, name: &str, extension: &str) -> Option<PathBuf> {
        let (answer, chosen) = oneshot::channel();
        self.dialog("Export story")
            .set_file_name(name)
            .add_filter(extension.to_uppercase(), &[extension])
            .save_file(move |file| drop(answer.send(file)));
        chosen.await.ok().flatten().and_then(path)
    }

    async fn model(&self) -> Option<PathBuf> {
        let (answer, chosen) = oneshot::channel();
        self.dialog("Use a model file")
            .add_filter("Models", &["gguf"])
            .add_filter("All files", &["*"])
            .pick_file(move |file| drop(answer.send(file)));
        chosen.await.ok().flatten().and_then(path)
    }
}

fn path(chosen: FilePath) -> Option<PathBuf> {
    chosen.into_path().ok()
}
