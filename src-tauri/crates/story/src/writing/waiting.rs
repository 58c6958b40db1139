use std::sync::{Mutex, MutexGuard, PoisonError};

use mythline_jobs::StepProgress;
use mythline_protocol::TextEvent;
use tokio::sync::watch;

use super::report::Report;

/// A report that says, for as long as the model waits for something, what it waits for: in the job's line
/// for people, and once in its log.
pub(super) struct Waiting<'a> {
    report: &'a dyn Report,
    said: Mutex<Said>,
}

#[derive(Default)]
struct Said {
    /// Where the run is, as it said last.
    progress: Option<StepProgress>,
    /// What the model waits for.
    waits: Option<String>,
}

impl<'a> Waiting<'a> {
    pub(super) fn new(report: &'a dyn Report) -> Self {
        Self { report, said: Mutex::default() }
    }

    /// Runs to the end and listens meanwhile to what the model waits for.
    pub(super) async fn during<T>(
        &self,
        mut waits: Option<watch::Receiver<Option<String>>>,
        run: impl Future<Output = T>,
    ) -> T {
        tokio::pin!(run);
        loop {
            tokio::select! {
                biased;
                ended = &mut run => return ended,
                waits = changed(&mut waits) => self.note(waits),
            }
        }
    }

    fn note(&self, waits: Option<String>) {
        match &waits {
            Some(what) => self.report.log(what),
            None => self.report.log("The model writes again."),
        }
        let mut said = self.said();
        said.waits = waits;
        said.tell(self.report);
    }

    fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Said {
    fn tell(&self, report: &dyn Report) {
        let Some(mut progress) = self.progress.clone() else { return };
        if let Some(waits) = &self.waits {
            progress.message.clone_from(waits);
        }
        report.progress(progress);
    }
}

impl Report for Waiting<'_> {
    fn progress(&self, progress: StepProgress) {
        let mut said = self.said();
        said.progress = Some(progress);
        said.tell(self.report);
    }

    fn text(&self, event: TextEvent) {
        self.report.text(event);
    }

    fn log(&self, line: &str) {
        self.report.log(line);
    }
}

/// What is waited for now, once that is something else; never where nothing ever is.
async fn changed(waits: &mut Option<watch::Receiver<Option<String>>>) -> Option<String> {
    if let Some(receiver) = waits
        && receiver.changed().await.is_ok()
    {
        return receiver.borrow_and_update().clone();
    }
    std::future::pending().await
}
