use clap::Args;
use mythline_protocol::{CleanResponse, JobStatus};

use super::clean::tell;
use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    which::Which,
};

/// Give up jobs that stopped: their records go, what is finished stays in the output folder
#[derive(Debug, Args)]
pub(crate) struct Discard {
    #[command(flatten)]
    which: Which,
}

impl Discard {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let (studio, rows) = desk.act_for(&self.which, has_stopped).await?;
        let mut all = CleanResponse { cleaned: Vec::new(), undo_until: 0 };
        for row in rows {
            let gone = studio.discard(&row.id).await?;
            all.cleaned.extend(gone.cleaned);
            all.undo_until = gone.undo_until;
        }
        tell(&desk.out, &all, "Discarded");
        studio.quit().await;
        Ok(Exit::Done)
    }
}

fn has_stopped(status: JobStatus) -> bool {
    matches!(status, JobStatus::Error | JobStatus::Interrupted)
}
