use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use mythline_protocol::{Access, CommandError, ErrorCode, JobRow, Owner};
use mythline_studio::{Chosen, Entry, Models, Places, Studio, StudioOptions};

use crate::out::{Out, shown_line};

/// What others are told who owns a workspace, and what the log is called.
const PROGRAM: &str = "mythline";

/// What the program is given from outside, so that tests can stand in for it.
pub struct Surroundings {
    /// Makes the models that stories are written with.
    pub models: fn(&Places) -> Result<Arc<dyn Models>, CommandError>,
}

impl Surroundings {
    /// The real ones: the shelf of models in the user's own folder.
    #[must_use]
    pub fn real() -> Self {
        Self { models: mythline_studio::shelf }
    }
}

/// Everything a verb works with: where to write, which workspace, and how to open it.
pub(crate) struct Desk {
    pub(crate) out: Out,
    pub(crate) places: Places,
    workspace: Chosen,
    surroundings: Surroundings,
}

impl Desk {
    /// Finds the workspace: the one named, else the one last opened, else the one in the home folder.
    pub(crate) fn new(
        named: Option<PathBuf>,
        out: Out,
        surroundings: Surroundings,
    ) -> Result<Self, CommandError> {
        let places = Places::find(|name| std::env::var_os(name))?;
        mythline_studio::begin_log(&places.data, PROGRAM);
        let variable = std::env::var_os("MYTHLINE_WORKSPACE").filter(|folder| !folder.is_empty());
        let named = named.or_else(|| variable.map(PathBuf::from));
        let workspace = places.workspace(named.map(absolute).transpose()?)?;
        Ok(Self { out, places, workspace, surroundings })
    }

    /// Opens the workspace to look at it, whoever owns it.
    pub(crate) async fn look(&self) -> Result<Studio, CommandError> {
        self.enter(Entry::Look, self.workspace.make).await
    }

    /// Opens the workspace to change its jobs or to run them. Nothing runs that is not told to.
    pub(crate) async fn own(&self) -> Result<Studio, CommandError> {
        owned(self.enter(Entry::Own, self.workspace.make).await?).await
    }

    /// As [`Desk::own`], and makes the workspace where it is not there.
    pub(crate) async fn own_made(&self) -> Result<Studio, CommandError> {
        owned(self.enter(Entry::Own, true).await?).await
    }

    /// Opens the workspace to change these jobs, which may be named by the beginnings of their ids.
    pub(crate) async fn own_for(&self, ids: &[String]) -> Result<(Studio, Vec<JobRow>), CommandError> {
        let studio = self.own().await?;
        let rows = ids.iter().map(|id| studio.job(id)).collect::<Result<_, _>>()?;
        Ok((studio, rows))
    }

    /// A path as people read it: beneath the folder one stands in, or with `~` for the home folder. Where
    /// no person reads along it is whole, to be used.
    pub(crate) fn shown_path(&self, path: &Path) -> String {
        if !self.out.live {
            return shown_line(&path.display().to_string());
        }
        let here = std::env::current_dir().ok();
        let shown =
            match here.and_then(|here| path.strip_prefix(here).ok().map(|rest| rest.display().to_string())) {
                Some(rest) if !rest.is_empty() => rest,
                _ => self.places.shown(path),
            };
        shown_line(&shown)
    }

    /// The models, without a workspace.
    pub(crate) fn models(&self) -> Result<Arc<dyn Models>, CommandError> {
        (self.surroundings.models)(&self.places)
    }

    /// The folder that is worked in.
    pub(crate) fn workspace(&self) -> &Path {
        &self.workspace.folder
    }

    async fn enter(&self, entry: Entry, make: bool) -> Result<Studio, CommandError> {
        Studio::open(StudioOptions {
            workspace: self.workspace.folder.clone(),
            config: self.places.config.clone(),
            data: self.places.data.clone(),
            program: PROGRAM,
            models: self.models()?,
            entry,
            make,
        })
        .await
    }
}

fn absolute(folder: PathBuf) -> Result<PathBuf, CommandError> {
    std::path::absolute(folder).map_err(|_| {
        CommandError::new(
            ErrorCode::BadWorkspace,
            "The folder you are in is gone. Change to another, or name the whole path of the workspace.",
        )
    })
}

async fn owned(studio: Studio) -> Result<Studio, CommandError> {
    match studio.info().access {
        Access::Owner => Ok(studio),
        Access::Looking { owner } => {
            let refusal = studio.may_change().err();
            studio.quit().await;
            Err(owner.as_ref().map(not_owner).or(refusal).unwrap_or_else(lost))
        }
    }
}

fn not_owner(Owner { pid, program, .. }: &Owner) -> CommandError {
    let who = if program == "mythline-desktop" {
        format!("the window (process {pid}). Do it there, or close it first")
    } else {
        format!("another mythline in a terminal (process {pid}). Wait for its end, or stop it with Ctrl C")
    };
    CommandError::new(ErrorCode::NotOwner, format!("This workspace belongs to {who}."))
}

/// The owner went away between the two looks.
fn lost() -> CommandError {
    CommandError::new(ErrorCode::NotOwner, "Another program had this workspace just now. Try again.")
}

/// Milliseconds since the epoch.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
