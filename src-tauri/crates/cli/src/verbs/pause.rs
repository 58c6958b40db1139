use clap::Args;
use mythline_protocol::JobStatus;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
    which::Which,
};

/// Stop jobs for now, and hold back those that wait for their turn
#[derive(Debug, Args)]
pub(crate) struct Pause {
    #[command(flatten)]
    which: Which,
}

impl Pause {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let (studio, mut rows) = desk.act_for(&self.which, is_ahead).await?;
        for row in &mut rows {
            studio.pause(&row.id).await?;
            *row = studio.job(&row.id)?;
            if !desk.out.json {
                desk.out.line(&format!("{}: paused.", shown_line(&row.title)));
            }
        }
        if desk.out.json {
            desk.out.document(&rows);
        }
        studio.quit().await;
        Ok(Exit::Done)
    }
}

fn is_ahead(status: JobStatus) -> bool {
    status.is_active() && status != JobStatus::Paused
}
