use std::time::Duration;

use clap::Args;
use mythline_protocol::{Access, JobRow, JobSource, JobStatus};
use mythline_studio::Studio;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    headless,
    interrupts::Interrupts,
};

/// How long there may be nothing to do before the program ends: time for whoever started it to ask.
const QUIET: Duration = Duration::from_secs(5);

/// Run the jobs of the workspace without a terminal, until nothing is left
#[derive(Debug, Args)]
#[command(name = headless::VERB, hide = true)]
pub(crate) struct Own {
    /// Go on with what was at work or waited when the program before ended
    #[arg(long)]
    go_on: bool,
}

impl Own {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        headless::let_go();
        let studio = desk.run(self.go_on).await?;
        if studio.info().access == Access::Owner {
            until_nothing_is_left(&studio).await;
        }
        // Another program was quicker: it is the one that is asked.
        studio.quit().await;
        Ok(Exit::Done)
    }
}

async fn until_nothing_is_left(studio: &Studio) {
    let mut jobs = studio.subscribe_jobs();
    let mut interrupts = Interrupts::listen();
    loop {
        let busy = studio.jobs().iter().any(has_something_ahead);
        tokio::select! {
            event = jobs.next() => if event.is_none() { return },
            () = tokio::time::sleep(QUIET), if !busy => return,
            () = interrupts.next() => return,
        }
    }
}

fn has_something_ahead(row: &JobRow) -> bool {
    row.source == JobSource::Mythline
        && matches!(row.status, JobStatus::Queued | JobStatus::Starting | JobStatus::Running)
}
