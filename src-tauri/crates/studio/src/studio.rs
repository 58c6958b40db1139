use std::{path::PathBuf, sync::Arc};

use mythline_files::{FileFault, Folder};
use mythline_jobs::{Durations, Engine, EngineOptions, Work};
use mythline_protocol::{CommandError, ErrorCode, WorkspaceInfo};
use mythline_story::{MoreWork, RewriteWork, StoryWork, prompts::PromptFolder};

use crate::{Entry, Models, Settings, StudioOptions, notes};

/// One workspace with its jobs, its notes, its stories, and the models that write them: what the window
/// and the terminal open. Clones are one studio.
///
/// Jobs are named by their ids, which may be cut short while they are unambiguous. A command answers
/// when its effect is real. Every error is a sentence for people.
#[derive(Clone)]
pub struct Studio {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) folder: Folder,
    pub(crate) story: Arc<StoryWork>,
    pub(crate) models: Arc<dyn Models>,
    /// The user's own configuration folder.
    pub(crate) config: PathBuf,
}

impl Studio {
    /// Opens a workspace: takes it, or looks when another program owns it or nothing else was asked.
    ///
    /// # Errors
    /// [`ErrorCode::BadWorkspace`] when the folder is not there, is no folder, or cannot be read.
    pub async fn open(options: StudioOptions) -> Result<Self, CommandError> {
        let folder = open_folder(&options)?;
        let mut settings = Settings::read(&options.config);
        let prompts = PromptFolder::of(&options.config);
        let story = Arc::new(StoryWork::new(folder.clone(), options.models.clone(), prompts));
        let works: Vec<Arc<dyn Work>> = vec![
            story.clone(),
            Arc::new(RewriteWork::new(story.clone())),
            Arc::new(MoreWork::new(story.clone())),
        ];
        let mut engine = EngineOptions::new(folder.clone(), options.program, works);
        engine.settings.clean_after = settings.clean_after();
        engine.durations = Durations::open(&options.data);
        engine.limits = options.models.limits();
        engine.settings.go_on = match options.entry {
            Entry::Own => settings.preferences.go_on_after_start,
            Entry::GoOn => true,
            Entry::Act | Entry::Look => false,
        };
        engine.look = options.entry == Entry::Look;
        let engine = Engine::open(engine).await?;
        if settings.workspace.as_ref() != Some(&options.workspace) {
            settings.workspace = Some(options.workspace.clone());
            if let Err(error) = settings.write(&options.config) {
                tracing::warn!(?error, "the workspace last opened is not remembered");
            }
        }
        let StudioOptions { models, config, .. } = options;
        Ok(Self { inner: Arc::new(Inner { engine, folder, story, models, config }) })
    }

    /// The workspace that is open.
    #[must_use]
    pub fn info(&self) -> WorkspaceInfo {
        let path = self.inner.folder.path();
        WorkspaceInfo {
            name: path
                .file_name()
                .map_or_else(|| "Mythline".to_owned(), |name| name.to_string_lossy().into_owned()),
            path: shown(path),
            access: self.inner.engine.access(),
            sample: self.sample_unused(),
            watched: u32::try_from(self.inner.engine.watched()).unwrap_or(u32::MAX),
        }
    }

    /// Stops every run in good order and gives the workspace free; everything is saved when it answers.
    pub async fn quit(&self) {
        if let Err(error) = self.inner.engine.quit().await {
            tracing::warn!(%error, "not everything could be saved at the end");
        }
        self.inner.models.unload().await;
    }
}

/// Opens the workspace's folder; makes it, with the sample notes in it, where that is allowed.
fn open_folder(options: &StudioOptions) -> Result<Folder, CommandError> {
    let opened =
        if options.make { Folder::create(&options.workspace) } else { Folder::open(&options.workspace) };
    let folder = opened.map_err(|error| {
        tracing::warn!(?error, "the workspace was not opened");
        let name = options.workspace.display();
        let sentence = match error.fault {
            FileFault::Missing => format!("There is no folder {name}. Make it first, or name another."),
            FileFault::Odd(_) => {
                format!("{name} is no folder. Name the folder that the stories should lie in.")
            }
            FileFault::Denied => format!("The folder {name} may not be opened by this user. Name another."),
            FileFault::ReadOnly => format!("The folder {name} cannot be made there. Name another."),
            _ => format!("The folder {name} could not be opened. Name another."),
        };
        CommandError::new(ErrorCode::BadWorkspace, sentence)
    })?;
    if options.make
        && folder.names(None).is_ok_and(|names| names.is_empty())
        && let Err(error) = notes::lay_sample(&folder)
    {
        tracing::warn!(%error, "the sample notes were not written");
    }
    Ok(folder)
}

/// A path as people read it, with `~` for the home folder.
fn shown(path: &std::path::Path) -> String {
    let home = std::env::home_dir();
    crate::Places { config: PathBuf::new(), data: PathBuf::new(), home }.shown(path)
}
