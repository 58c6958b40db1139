use mythline_protocol::{CommandError, Outlook, OutlookParams, TakeView};

use crate::Studio;

impl Studio {
    /// What a story of these notes would be, said before it is begun.
    ///
    /// # Errors
    /// As [`Studio::start`].
    pub async fn outlook(&self, params: OutlookParams) -> Result<Outlook, CommandError> {
        let mut outlook = self.inner.story.outlook(params).await?;
        outlook.seconds = self.inner.speeds.seconds(&outlook.model, outlook.words).or(outlook.seconds);
        Ok(outlook)
    }

    /// What a job has written so far.
    ///
    /// # Errors
    /// As [`Studio::job`], and when its take is damaged.
    pub async fn take(&self, id: &str) -> Result<TakeView, CommandError> {
        let row = self.job(id)?;
        self.inner.story.take(&row.subject, &row.id).await
    }
}
