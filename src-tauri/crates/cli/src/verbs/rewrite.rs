use clap::Args;
use mythline_studio::{RewriteParams, StepTries, Studio};
use serde_json::json;

use super::{tries::show_step, write::tell_detached};
use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    follow::{follow, verdict},
    out::shown_line,
    words::short,
    wrap::wrap,
};

/// Write one step of a story again; the text before is kept, the other steps stay as they are
#[derive(Debug, Args)]
pub(crate) struct Rewrite {
    /// The job that wrote the story, or the beginning of its id; or the subject
    #[arg(value_name = "JOB")]
    of: String,
    /// The step: its number, or its id, as `mythline tries JOB` lists them
    #[arg(value_name = "STEP")]
    step: String,
    /// What should be otherwise, in your words: "shorter, and she should be afraid"
    #[arg(long, value_name = "TEXT")]
    wish: Option<String>,
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

impl Rewrite {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = if self.detach { desk.hand_over(false).await? } else { desk.act().await? };
        let answer = self.rewrite(desk, &studio).await;
        desk.leave(&studio).await;
        answer
    }

    async fn rewrite(&self, desk: &Desk, studio: &Studio) -> Answer {
        let start = studio
            .rewrite(RewriteParams {
                of: self.of.clone(),
                step: self.step.clone(),
                wish: self.wish.clone(),
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
        let exit = verdict(&row);
        let steps = match exit {
            Exit::Done => studio.tries(&start.job_id, Some(&self.step)).await?,
            _ => Vec::new(),
        };
        if desk.out.json {
            desk.out.object(&json!({ "event": "ended", "job": row, "step": steps.first() }));
        } else if let Some(step) = steps.first() {
            show(desk, step, &row.message, short(&start.job_id));
        }
        Ok(exit)
    }
}

fn show(desk: &Desk, step: &StepTries, message: &str, job: &str) {
    show_step(&desk.out, step, false);
    let others = step.others.len();
    let back = if others == 0 {
        String::new()
    } else {
        format!(" mythline choose {job} {} {others} takes the one before again.", step.number)
    };
    desk.out.line("");
    desk.out.line(&wrap(&format!("{}{back}", shown_line(message)), desk.out.measure()));
}
