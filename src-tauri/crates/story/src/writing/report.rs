use mythline_jobs::{JobHandle, StepProgress};
use mythline_protocol::TextEvent;

/// Whom a run tells how it goes: the engine, or a test.
pub trait Report: Send + Sync {
    /// Where the run is.
    fn progress(&self, progress: StepProgress);
    /// Text as it is written.
    fn text(&self, event: TextEvent);
    /// A line for the log.
    fn log(&self, line: &str);
}

impl Report for JobHandle {
    fn progress(&self, progress: StepProgress) {
        Self::progress(self, progress);
    }

    fn text(&self, event: TextEvent) {
        Self::text(self, event);
    }

    fn log(&self, line: &str) {
        Self::log(self, tracing::Level::INFO, line);
    }
}
