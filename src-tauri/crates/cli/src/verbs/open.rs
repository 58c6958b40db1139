use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clap::Args;
use mythline_protocol::{CommandError, ErrorCode};

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
};

/// Open the window
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The folder to open; else the workspace
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Open {
    pub(crate) fn run(self, desk: &Desk) -> Answer {
        let folder = self.folder.as_deref().unwrap_or_else(|| desk.workspace());
        if self.folder.is_some() && !folder.is_dir() {
            return Err(CommandError::new(
                ErrorCode::BadWorkspace,
                format!("There is no folder {}. Make it first, or name another.", desk.shown_path(folder)),
            ));
        }
        let program = window(std::env::current_exe().ok().as_deref());
        Command::new(program)
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                tracing::warn!("the window was not started: {error}");
                CommandError::new(
                    ErrorCode::MissingFile,
                    "The window's program, mythline-desktop, is neither beside this one nor on the PATH. Install it, \
                     or work here: mythline --help lists every verb.",
                )
            })?;
        if desk.out.json {
            desk.out.document(&serde_json::json!({ "opened": folder }));
        } else {
            desk.out.line(&format!("The window opens on {}.", desk.shown_path(folder)));
        }
        Ok(Exit::Done)
    }
}

/// The window's program: the one beside this, else whichever the PATH has.
fn window(here: Option<&Path>) -> PathBuf {
    let name = format!("mythline-desktop{}", std::env::consts::EXE_SUFFIX);
    here.and_then(Path::parent)
        .map(|folder| folder.join(&name))
        .filter(|beside| beside.is_file())
        .unwrap_or(name.into())
}
