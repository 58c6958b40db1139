//! What whoever mends the program needs to know, without a word of what is written with it: no text, no names
//! of people, stories, files, servers or folders, and no keys. Numbers, versions, and words out of closed sets
//! are all that goes in.

mod checks;
mod computer;
mod report;
mod shelf;
mod troubles;
mod workspace;

use std::path::Path;

use mythline_protocol::{CommandError, Preferences};
use serde::Serialize;

pub use self::{
    checks::{Check, Finding, Repaired},
    computer::Computer,
    shelf::ModelState,
    troubles::Trouble,
    workspace::WorkspaceState,
};
use crate::{Models, Places, Settings, Studio};

/// How the program is, and all around it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// Its version, and how it was built.
    pub program: String,
    /// What draws the window, where there is one.
    pub window: Option<String>,
    /// The computer.
    pub computer: Computer,
    /// The models on the shelf.
    pub models: Vec<ModelState>,
    /// What the user has set.
    pub settings: Preferences,
    /// The workspace, where it could be opened.
    pub workspace: Option<WorkspaceState>,
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// What went wrong last, the newest last: where in the program, not what was said.
    pub troubles: Vec<Trouble>,
}

/// Looks at the program and all around it. Nothing is changed, sent or asked of a server. `window` is what draws
/// the window, where there is one.
pub async fn diagnose(
    places: &Places,
    models: &dyn Models,
    studio: Result<&Studio, &CommandError>,
    window: Option<String>,
) -> Diagnosis {
    let shelf = shelf::states(models).await;
    let findings = checks::all(places, &shelf, studio.map_err(|error| error.code));
    let memory = models.view().await.ok().and_then(|view| view.computer.memory);
    let workspace = match studio {
        Ok(studio) => Some(workspace::state(studio).await),
        Err(_) => None,
    };
    Diagnosis {
        program: program(),
        window,
        computer: Computer::look(memory),
        models: shelf.unwrap_or_default(),
        settings: Settings::read(&places.config).preferences,
        workspace,
        findings,
        troubles: troubles::last(&places.data),
    }
}

/// Mends what can be mended, and answers for each finding what became of it. What lies in a workspace is mended
/// by its owner alone.
pub async fn repair(
    places: &Places,
    models: &dyn Models,
    studio: Result<&Studio, &CommandError>,
) -> Vec<Repaired> {
    let shelf = shelf::states(models).await;
    let mut mended = Vec::new();
    for finding in checks::all(places, &shelf, studio.map_err(|error| error.code)) {
        mended.push(checks::repair(places, studio.ok(), finding).await);
    }
    mended
}

fn program() -> String {
    let build = if cfg!(debug_assertions) { ", a debug build" } else { "" };
    format!("Mythline {}{build}", env!("CARGO_PKG_VERSION"))
}

/// A word that a file or the system says, where it is one: else nothing is told.
fn word(said: &str) -> Option<String> {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let said = said.trim();
    (!said.is_empty() && said.len() <= 32 && said.chars().all(fine)).then(|| said.to_owned())
}

/// A small file of the system's.
fn system_file(path: impl AsRef<Path>) -> Option<String> {
    std::fs::read_to_string(path).ok()
}
