use std::{path::PathBuf, sync::Arc};

use crate::Models;

/// What a studio is opened with.
#[derive(Clone)]
pub struct StudioOptions {
    /// The workspace.
    pub workspace: PathBuf,
    /// The user's own configuration folder.
    pub config: PathBuf,
    /// The user's own folder for data.
    pub data: PathBuf,
    /// `mythline` or `mythline-desktop`: what others are told who owns the workspace.
    pub program: &'static str,
    /// The models that stories are written with.
    pub models: Arc<dyn Models>,
    /// What the workspace is opened for.
    pub entry: Entry,
    /// Whether the workspace may be made when it is not there. A new or empty one is then given the
    /// sample notes. For the folder that the program itself proposes, not for one that the user named.
    pub make: bool,
}

/// What a workspace is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// To own it, and run its jobs; when another program owns it already, to look, and to take it over
    /// when that one is gone.
    Own,
    /// As [`Entry::Own`], but nothing that had stopped goes on by itself, whatever the setting says: for a
    /// program that does one thing and ends.
    Act,
    /// As [`Entry::Own`], and to go on with what was at work or waited when the program before ended,
    /// whatever the setting says.
    GoOn,
    /// Only to look: nothing is taken, and nothing is written but requests to an owner.
    Look,
}
