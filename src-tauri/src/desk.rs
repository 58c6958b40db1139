//! What lies open: one workspace's studio, or the reason why there is none.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{MutexGuard, PoisonError, atomic::AtomicBool},
    time::Duration,
};

use mythline_protocol::{CommandError, ErrorCode, WorkspaceInfo};
use mythline_studio::{Downloads, Studio, diagnose};
use tokio::sync::{Mutex, watch};

use crate::{desktop::Desktop, feed::Feeds, opening::Opener, pickers::Pickers};

/// How long the end of the program waits for its jobs to put down their work. They are quick, and what
/// is finished is on disk anyway: this keeps a disk that hangs from keeping the process.
const LONGEST_QUIT: Duration = Duration::from_secs(10);

/// The one state of the window's program: every command begins here.
pub(crate) struct Desk {
    lies: watch::Sender<Lies>,
    opener: Opener,
    /// Files that the start was given, until they are asked for.
    given: std::sync::Mutex<Vec<PathBuf>>,
    /// One folder is opened at a time.
    turn: Mutex<()>,
    /// What the window listens to.
    pub(crate) feeds: Feeds,
    /// What stands around the window.
    pub(crate) desktop: Desktop,
    /// Models on their way, whichever workspace is open.
    pub(crate) downloads: Downloads,
    /// The system's windows to choose files.
    pub(crate) pickers: Box<dyn Pickers>,
    /// Whether somebody was asked to confirm that the window is to close while stories are written.
    pub(crate) asked_to_close: AtomicBool,
    /// Files that stories were exported to since the start: these can be shown.
    pub(crate) exported: Mutex<HashSet<PathBuf>>,
}

#[derive(Clone)]
enum Lies {
    /// The first workspace is being opened.
    Opening,
    Open(Studio),
    /// It could not be opened; another folder may be chosen.
    Refused(CommandError),
    /// The program ends.
    Closed,
}

impl Desk {
    /// A desk with nothing on it yet; [`Desk::open_first`] follows.
    pub(crate) fn new(mut opener: Opener, pickers: Box<dyn Pickers>) -> Self {
        Self {
            lies: watch::Sender::new(Lies::Opening),
            given: std::mem::take(&mut opener.files).into(),
            desktop: Desktop::new(opener.preferences()),
            opener,
            turn: Mutex::new(()),
            feeds: Feeds::default(),
            downloads: Downloads::default(),
            pickers,
            asked_to_close: AtomicBool::new(false),
            exported: Mutex::default(),
        }
    }

    /// Opens the workspace of the start. A failure stays on the desk, for the window to say.
    pub(crate) async fn open_first(&self) {
        let _turn = self.turn.lock().await;
        let found = match self.opener.first().await {
            Ok(studio) => Lies::Open(studio),
            Err(error) => Lies::Refused(error),
        };
        self.lies.send_replace(found);
    }

    /// Opens another folder in place of the one that is open, which keeps all it has: its jobs can be
    /// resumed. When the folder cannot be opened, nothing changes.
    pub(crate) async fn open(&self, folder: PathBuf) -> Result<WorkspaceInfo, CommandError> {
        let _turn = self.turn.lock().await;
        let studio = self.opener.open(folder).await?;
        let info = studio.info();
        let before = self.lies.send_replace(Lies::Open(studio));
        self.feeds.end_all();
        put_down(before).await;
        Ok(info)
    }

    /// The studio that is open, once it is.
    pub(crate) async fn studio(&self) -> Result<Studio, CommandError> {
        let mut lies = self.lies.subscribe();
        match lies.wait_for(|lies| !matches!(lies, Lies::Opening)).await.as_deref() {
            Ok(Lies::Open(studio)) => Ok(studio.clone()),
            Ok(Lies::Refused(error)) => Err(error.clone()),
            _ => Err(CommandError::new(ErrorCode::NotNow, "Mythline is closing. Everything is kept.")),
        }
    }

    /// What whoever mends the program needs to know, whether a workspace could be opened or not.
    pub(crate) async fn diagnosis(&self, window: Option<String>) -> Result<String, CommandError> {
        let places = self.opener.places()?;
        let models = (self.opener.models)(places)?;
        let studio = self.studio().await;
        Ok(diagnose(places, &*models, studio.as_ref(), window).await.to_string())
    }

    /// The studio that is open now, if any is.
    pub(crate) fn open_now(&self) -> Option<Studio> {
        match &*self.lies.borrow() {
            Lies::Open(studio) => Some(studio.clone()),
            _ => None,
        }
    }

    /// The studios that are opened from now on, with the one that is open.
    pub(crate) fn studios(&self) -> Studios {
        let mut lies = self.lies.subscribe();
        lies.mark_changed();
        Studios(lies)
    }

    /// Whether the start was given files that nobody has taken yet.
    pub(crate) fn was_given_files(&self) -> bool {
        !self.given().is_empty()
    }

    /// Takes the files that the start was given.
    pub(crate) fn take_given(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.given())
    }

    fn given(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many stories this program is writing just now.
    pub(crate) fn writing(&self) -> usize {
        self.open_now().map_or(0, |studio| studio.writing())
    }

    /// Whether all work is put down and the process may end.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(*self.lies.borrow(), Lies::Closed)
    }

    /// Puts down all work: what is finished is kept, what was begun can be resumed.
    pub(crate) async fn close(&self) {
        self.feeds.end_all();
        let _turn = self.turn.lock().await;
        self.downloads.stop_all().await;
        let before = self.lies.borrow().clone();
        put_down(before).await;
        self.lies.send_replace(Lies::Closed);
    }
}

/// One studio after another, as workspaces are opened.
pub(crate) struct Studios(watch::Receiver<Lies>);

impl Studios {
    /// The next one that is opened; none when the program ends.
    pub(crate) async fn next(&mut self) -> Option<Studio> {
        loop {
            self.0.changed().await.ok()?;
            match &*self.0.borrow_and_update() {
                Lies::Open(studio) => return Some(studio.clone()),
                Lies::Closed => return None,
                Lies::Opening | Lies::Refused(_) => {}
            }
        }
    }
}

async fn put_down(lies: Lies) {
    if let Lies::Open(studio) = lies
        && tokio::time::timeout(LONGEST_QUIT, studio.quit()).await.is_err()
    {
        tracing::error!("the workspace did not close in time");
    }
}
