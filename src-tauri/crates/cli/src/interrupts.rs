use std::{future::pending, io};

use crate::exit::Exit;

/// Ctrl C, counted from when this is made: none that comes meanwhile is lost.
pub(crate) struct Interrupts {
    signals: Option<Signals>,
}

#[cfg(unix)]
type Signals = tokio::signal::unix::Signal;
#[cfg(windows)]
type Signals = tokio::signal::windows::CtrlC;

impl Interrupts {
    /// Begins to listen. Where the system lets nobody listen, Ctrl C ends the program as it always does.
    pub(crate) fn listen() -> Self {
        let signals = listen();
        if let Err(error) = &signals {
            tracing::warn!(%error, "Ctrl C is not heard");
        }
        Self { signals: signals.ok() }
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        let heard = match &mut self.signals {
            Some(signals) => signals.recv().await,
            None => None,
        };
        if heard.is_none() {
            pending::<()>().await;
        }
    }

    /// From here on the next one ends the program at once, whatever it is doing.
    pub(crate) fn end_at_once(&mut self) {
        if let Some(mut signals) = self.signals.take() {
            tokio::spawn(async move {
                if signals.recv().await.is_some() {
                    std::process::exit(i32::from(Exit::Cancelled.number()));
                }
            });
        }
    }
}

#[cfg(unix)]
fn listen() -> io::Result<Signals> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())
}

#[cfg(windows)]
fn listen() -> io::Result<Signals> {
    tokio::signal::windows::ctrl_c()
}
