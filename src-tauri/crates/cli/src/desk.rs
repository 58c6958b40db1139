use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use mythline_protocol::{Access, CommandError, ErrorCode, JobRow, JobSource, JobStatus};
use mythline_studio::{Chosen, Entry, Models, Places, Studio, StudioOptions};

use crate::{
    headless,
    out::{Out, shown_line},
    which::Which,
};

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
    /// What was opened last.
    opened: Mutex<Option<Studio>>,
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
        Ok(Self { out, places, workspace, surroundings, opened: Mutex::default() })
    }

    /// Opens the workspace to look at it, whoever owns it.
    pub(crate) async fn look(&self) -> Result<Studio, CommandError> {
        self.enter(Entry::Look, self.workspace.make).await
    }

    /// Opens the workspace to change its jobs or to run them: as their owner, or by asking the program that
    /// is. Nothing runs that is not told to.
    pub(crate) async fn act(&self) -> Result<Studio, CommandError> {
        able(self.enter(Entry::Act, self.workspace.make).await?).await
    }

    /// As [`Desk::act`], and makes the workspace where it is not there.
    pub(crate) async fn act_made(&self) -> Result<Studio, CommandError> {
        able(self.enter(Entry::Act, true).await?).await
    }

    /// Opens the workspace to own it and run what waits there; `go_on` with what had stopped, too.
    pub(crate) async fn run(&self, go_on: bool) -> Result<Studio, CommandError> {
        self.enter(if go_on { Entry::GoOn } else { Entry::Act }, self.workspace.make).await
    }

    /// Opens the workspace so that another program runs its jobs: its owner, or one without a terminal
    /// that is started for it and ends when nothing is left.
    pub(crate) async fn hand_over(&self, make: bool) -> Result<Studio, CommandError> {
        let studio = self.enter(Entry::Look, make || self.workspace.make).await?;
        if studio.may_change().is_err() {
            headless::start(self.workspace(), false)?.until(|| studio.may_change().is_ok()).await?;
        }
        Ok(studio)
    }

    /// Lets the workspace go. What other programs asked for meanwhile is written on without a terminal.
    pub(crate) async fn leave(&self, studio: &Studio) {
        let ahead = |row: &JobRow| {
            row.source == JobSource::Mythline
                && matches!(row.status, JobStatus::Queued | JobStatus::Starting | JobStatus::Running)
        };
        let more = studio.info().access == Access::Owner && studio.jobs().iter().any(ahead);
        let more = more && !studio.queue_settings().await.held;
        studio.quit().await;
        if more && let Err(error) = headless::start(self.workspace(), true) {
            tracing::warn!(%error, "what other programs asked for is not written on");
        }
    }

    /// Lets go of whatever was opened, in good order: the program is told to end.
    pub(crate) async fn put_down(&self) {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(studio) = opened {
            studio.quit().await;
        }
    }

    /// Opens the workspace to change these jobs; of those that match, the ones for which it makes sense.
    pub(crate) async fn act_for(
        &self,
        which: &Which,
        makes_sense: fn(JobStatus) -> bool,
    ) -> Result<(Studio, Vec<JobRow>), CommandError> {
        let studio = self.act().await?;
        let rows = which.rows(&studio, makes_sense).await?;
        Ok((studio, rows))
    }

    /// As [`Desk::act_for`], or as [`Desk::hand_over`] where the work is left to another program.
    pub(crate) async fn act_or_hand_over(
        &self,
        which: &Which,
        makes_sense: fn(JobStatus) -> bool,
        detach: bool,
    ) -> Result<(Studio, Vec<JobRow>), CommandError> {
        if !detach {
            return self.act_for(which, makes_sense).await;
        }
        // Before a program is started for it: is there such a job at all?
        let studio = self.look().await?;
        let rows = which.rows(&studio, makes_sense).await?;
        Ok((self.hand_over(false).await?, rows))
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
        let studio = Studio::open(StudioOptions {
            workspace: self.workspace.folder.clone(),
            config: self.places.config.clone(),
            data: self.places.data.clone(),
            program: PROGRAM,
            models: self.models()?,
            entry,
            make,
        })
        .await?;
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(studio.clone());
        Ok(studio)
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

async fn able(studio: Studio) -> Result<Studio, CommandError> {
    match studio.may_change() {
        Ok(()) => Ok(studio),
        Err(refusal) => {
            studio.quit().await;
            Err(refusal)
        }
    }
}

/// Milliseconds since the epoch.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
