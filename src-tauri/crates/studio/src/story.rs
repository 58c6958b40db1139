use mythline_jobs::Work;
use mythline_protocol::{CommandError, Outlook, OutlookParams, StartParams, TakeView};

use crate::{Studio, jobs::request};

impl Studio {
    /// What a story of these notes would be, said before it is begun.
    ///
    /// # Errors
    /// As [`Studio::start`].
    pub async fn outlook(&self, params: OutlookParams) -> Result<Outlook, CommandError> {
        let OutlookParams { subject, player, model, scenes } = params.clone();
        let wish = StartParams { subject, player, model, scenes, ..StartParams::default() };
        let mut outlook = self.inner.story.outlook(params).await?;
        let takes = self.inner.engine.foretell(self.inner.story.kind(), &request(wish)).await?;
        outlook.seconds = takes.and_then(|takes| u32::try_from(takes.as_secs()).ok());
        Ok(outlook)
    }

    /// What a job has written so far; of one that wrote a step again, the whole take.
    ///
    /// # Errors
    /// As [`Studio::job`], and when its take is damaged.
    pub async fn take(&self, id: &str) -> Result<TakeView, CommandError> {
        let row = self.job(id)?;
        let (subject, take) = self.story_of(&row.id).await;
        let mut view = self.inner.story.take(&subject, take.as_deref().unwrap_or(&row.id)).await?;
        view.again = self.step_again(&row.id, &view).await;
        Ok(view)
    }
}
