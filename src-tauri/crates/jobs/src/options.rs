use std::{sync::Arc, time::Duration};

use mythline_files::Folder;
use mythline_protocol::JobId;

use crate::{ChangeSource, Clock, Durations, SystemChanges, SystemClock, Work};

/// What an engine is opened with.
#[derive(Clone)]
pub struct EngineOptions {
    /// The workspace.
    pub folder: Folder,
    /// `mythline` or `mythline-desktop`: what others are told who owns the workspace.
    pub program: String,
    /// Every kind of job that can be run.
    pub works: Vec<Arc<dyn Work>>,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub ids: Arc<dyn Fn() -> JobId + Send + Sync>,
    /// How long steps take on this computer, as far as it is known.
    pub durations: Durations,
    /// Who tells of changes that other programs make.
    pub changes: Arc<dyn ChangeSource>,
    /// What the user has set.
    pub settings: Settings,
    /// Lanes with a limit of their own, and that limit.
    pub limits: Vec<(String, usize)>,
    /// Whether to look even where nobody owns the workspace: nothing is taken, now or later, and nothing
    /// is written but requests to an owner.
    pub look: bool,
}

impl EngineOptions {
    /// The workspace and what runs in it; the computer's clock, random ids, and default settings.
    #[must_use]
    pub fn new(folder: Folder, program: impl Into<String>, works: Vec<Arc<dyn Work>>) -> Self {
        Self {
            folder,
            program: program.into(),
            works,
            clock: Arc::new(SystemClock::new()),
            ids: Arc::new(JobId::random),
            durations: Durations::default(),
            changes: Arc::new(SystemChanges),
            settings: Settings::default(),
            limits: Vec::new(),
            look: false,
        }
    }
}

/// What the user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many jobs of one lane run at once, until [`crate::Engine::set_limit`] says otherwise.
    pub lane_limit: usize,
    /// Records of finished jobs are cleaned when they are older than this; `None` keeps them.
    pub clean_after: Option<Duration>,
    /// Whether what was at work or waited when the program ended goes on by itself at the next start.
    pub go_on: bool,
}

impl Default for Settings {
    /// One job a lane (two at once are slower on a processor), a day, and nothing that runs by itself.
    fn default() -> Self {
        Self { lane_limit: 1, clean_after: Some(Duration::from_secs(24 * 60 * 60)), go_on: false }
    }
}
