//! The same for every job that matches: each answers for itself, and what one refuses does not keep it
//! from the rest.

use mythline_protocol::{
    BulkCleanResponse, CleanResponse, CommandError, ErrorCode, JobAnswer, ListQuery, Said,
};

use crate::{Engine, JobVerb};

/// Jobs that are cleaned at once.
const AT_ONCE: usize = 100;

impl Engine {
    /// Does the same with every job that matches.
    ///
    /// # Errors
    /// As [`Engine::each`].
    pub async fn each_matching(
        &self,
        verb: JobVerb,
        query: &ListQuery,
    ) -> Result<Vec<JobAnswer>, CommandError> {
        self.each(verb, &self.matching(query)).await
    }

    /// Cleans the record of every job that matches; those at work are cancelled first. Stories stay.
    ///
    /// # Errors
    /// When nothing can be cleaned because the owner of the workspace cannot be asked.
    pub async fn clean_matching(&self, query: &ListQuery) -> Result<BulkCleanResponse, CommandError> {
        self.clean_each(&self.matching(query)).await
    }

    /// Cleans the records of these; what cannot be cleaned does not keep the rest.
    ///
    /// # Errors
    /// As [`Engine::clean_matching`].
    pub async fn clean_each(&self, ids: &[String]) -> Result<BulkCleanResponse, CommandError> {
        let mut done = BulkCleanResponse::default();
        for ids in ids.chunks(AT_ONCE) {
            if let Ok(cleaned) = self.clean(ids).await {
                add(&mut done, cleaned);
                continue;
            }
            for id in ids {
                match self.clean(std::slice::from_ref(id)).await {
                    Ok(cleaned) => add(&mut done, cleaned),
                    Err(error) if matches!(error.code, ErrorCode::NotOwner | ErrorCode::ReadOnly) => {
                        return Err(error);
                    }
                    Err(error) => {
                        done.refused.push(JobAnswer { job_id: id.clone(), said: Said::Error(error) });
                    }
                }
            }
        }
        Ok(done)
    }
}

fn add(done: &mut BulkCleanResponse, cleaned: CleanResponse) {
    let first = done.cleaned.is_empty();
    done.undo_until = if first { cleaned.undo_until } else { done.undo_until.min(cleaned.undo_until) };
    done.cleaned.extend(cleaned.cleaned);
}
