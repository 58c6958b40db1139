//! Elsewhere the battery is not known, and nothing waits for it.

use tokio::sync::watch;

use super::Battery;

pub(crate) async fn follow(_: watch::Sender<Option<Battery>>) {}
