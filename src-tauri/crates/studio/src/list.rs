use mythline_jobs::{JobVerb, ViewFeed};
use mythline_protocol::{BulkCleanResponse, CommandError, ErrorCode, JobAnswer, ListQuery, ListWindow, View};

use crate::Studio;

impl Studio {
    /// A window on the list of jobs, filtered, sorted and searched.
    ///
    /// # Errors
    /// None but a fault of the program.
    pub async fn list(&self, query: ListQuery) -> Result<ListWindow, CommandError> {
        let engine = self.inner.engine.clone();
        // The first look at a large workspace takes a while.
        tokio::task::spawn_blocking(move || engine.list(&query)).await.map_err(|error| {
            tracing::error!(%error, "the list broke off");
            CommandError::new(ErrorCode::Internal, "The jobs could not be listed. They are all there.")
        })
    }

    /// What somebody sees who looks at a part of the list, and then whatever of it is other.
    #[must_use]
    pub fn watch(&self, view: View) -> ViewFeed {
        self.inner.engine.watch(view)
    }

    /// Does the same with every job that matches; each answers for itself.
    ///
    /// # Errors
    /// When the owner of the workspace cannot be asked.
    pub async fn each_matching(
        &self,
        verb: JobVerb,
        query: &ListQuery,
    ) -> Result<Vec<JobAnswer>, CommandError> {
        self.inner.engine.each_matching(verb, query).await
    }

    /// Removes the record of every job that matches, cancelling those that are active; stories stay.
    ///
    /// # Errors
    /// As [`Studio::each_matching`].
    pub async fn clean_matching(&self, query: &ListQuery) -> Result<BulkCleanResponse, CommandError> {
        self.inner.engine.clean_matching(query).await
    }
}
