use clap::Args;
use mythline_studio::{MoreParams, Studio};
use serde_json::json;

use super::write::{finish, tell_detached};
use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    follow::follow,
};

/// Go on with a finished story: what its notes say and it has not told becomes more scenes before its end
#[derive(Debug, Args)]
pub(crate) struct More {
    /// The job that wrote the story, or the beginning of its id; or the subject
    #[arg(value_name = "JOB")]
    of: String,
    /// How many scenes; as many as is left to tell unless you say
    #[arg(long, value_name = "N")]
    scenes: Option<u32>,
    /// The model; else the one that the story was asked of
    #[arg(long, value_name = "ID")]
    model: Option<String>,
    /// The same number writes the same again
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    /// Leave the writing to the program that runs the jobs, or to one in the background, and return
    #[arg(long)]
    detach: bool,
}

impl More {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = if self.detach { desk.hand_over(false).await? } else { desk.act().await? };
        let answer = self.go_on(desk, &studio).await;
        desk.leave(&studio).await;
        answer
    }

    async fn go_on(&self, desk: &Desk, studio: &Studio) -> Answer {
        let start = studio
            .more(MoreParams {
                of: self.of.clone(),
                scenes: self.scenes,
                model: self.model.clone(),
                seed: self.seed,
            })
            .await?;
        if desk.out.json {
            desk.out.object(&json!({ "event": "started", "job": start }));
        }
        if self.detach {
            tell_detached(&desk.out, &start.job_id);
            return Ok(Exit::Done);
        }
        let row = follow(desk, studio, &start.job_id).await?;
        finish(desk, studio, &row, false).await
    }
}
