use clap::Args;
use mythline_protocol::JobStatus;
use serde_json::json;

use super::write::{finish, tell_detached};
use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    follow::follow,
    out::shown_line,
    which::Which,
};

/// Go on with jobs where they stopped, and follow them to their end
#[derive(Debug, Args)]
pub(crate) struct Resume {
    #[command(flatten)]
    which: Which,
    /// Leave the writing to the program that runs the jobs, or to one in the background, and return
    #[arg(long, conflicts_with = "print")]
    detach: bool,
    /// Print the story at the end even where the output is no terminal
    #[arg(long)]
    print: bool,
}

impl Resume {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let (studio, rows) = desk.act_or_hand_over(&self.which, can_go_on, self.detach).await?;
        let mut exit = Exit::Done;
        for row in rows {
            studio.resume(&row.id).await?;
            if desk.out.json {
                desk.out.object(&json!({ "event": "resumed", "job": row }));
            } else {
                desk.out.line(&console::style(shown_line(&row.title)).bold().to_string());
            }
            if self.detach {
                tell_detached(&desk.out, &row.id);
                continue;
            }
            let row = follow(desk, &studio, &row.id).await?;
            exit = exit.and(finish(desk, &studio, &row, self.print).await?);
            if exit == Exit::Cancelled {
                break;
            }
        }
        desk.leave(&studio).await;
        Ok(exit)
    }
}

fn can_go_on(status: JobStatus) -> bool {
    matches!(status, JobStatus::Paused | JobStatus::Error | JobStatus::Interrupted)
}
