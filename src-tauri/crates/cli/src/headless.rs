//! The owner without a terminal: the same program, started to run what waits and to end after that.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use mythline_protocol::{CommandError, ErrorCode};
use tokio::time::Instant;

/// The verb with which it is started.
pub(crate) const VERB: &str = "own";
/// How long it may take to have the workspace.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks whether it has.
const LOOKS: Duration = Duration::from_millis(20);

/// The program that was started.
pub(crate) struct Headless(Child);

/// Starts it on a workspace; `go_on` with what has stopped there.
///
/// # Errors
/// When this program cannot be started once more.
pub(crate) fn start(workspace: &Path, go_on: bool) -> Result<Headless, CommandError> {
    let program = std::env::current_exe().map_err(not_started)?;
    let mut command = Command::new(program);
    command.arg("--workspace").arg(workspace).arg(VERB);
    if go_on {
        command.arg("--go-on");
    }
    // Nothing of the terminal: neither its folder, nor its input and output, nor (see `let_go`) its session.
    command.current_dir(workspace).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, DETACHED);
    command.spawn().map(Headless).map_err(not_started)
}

/// Without a console, and in a group of its own.
#[cfg(windows)]
const DETACHED: u32 = 0x0000_0008 | 0x0000_0200;

/// Called by the program that was started: lets go of the terminal, which may close from now on.
pub(crate) fn let_go() {
    #[cfg(unix)]
    if let Err(error) = rustix::process::setsid() {
        tracing::warn!(%error, "the session of the terminal is kept");
    }
}

impl Headless {
    /// Waits until it is as wanted.
    ///
    /// # Errors
    /// When it ends before, or takes too long.
    pub(crate) async fn until(mut self, wanted: impl Fn() -> bool) -> Result<(), CommandError> {
        let end = Instant::now() + PATIENCE;
        while !wanted() {
            let ended = self.0.try_wait().is_ok_and(|status| status.is_some());
            if (ended && !wanted()) || Instant::now() > end {
                return Err(not_started("it ended, or took too long"));
            }
            tokio::time::sleep(LOOKS).await;
        }
        Ok(())
    }
}

fn not_started(why: impl std::fmt::Display) -> CommandError {
    tracing::error!("the program without a terminal was not started: {why}");
    CommandError::new(
        ErrorCode::Internal,
        "The jobs could not be handed to a program in the background. Nothing was begun; do it without --detach.",
    )
}
