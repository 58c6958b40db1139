use clap::Args;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
};

/// Lock steps of a story, so that they stay as they are
#[derive(Debug, Args)]
pub(crate) struct Lock {
    #[command(flatten)]
    steps: Steps,
}

/// Unlock steps of a story
#[derive(Debug, Args)]
pub(crate) struct Unlock {
    #[command(flatten)]
    steps: Steps,
}

#[derive(Debug, Args)]
struct Steps {
    /// The job that wrote the story, or the beginning of its id; or the subject
    #[arg(value_name = "JOB")]
    of: String,
    /// The steps: their numbers, or their ids
    #[arg(value_name = "STEP", required = true)]
    steps: Vec<String>,
}

impl Lock {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        self.steps.set(desk, true).await
    }
}

impl Unlock {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        self.steps.set(desk, false).await
    }
}

impl Steps {
    async fn set(self, desk: &Desk, lock: bool) -> Answer {
        let studio = desk.act().await?;
        let mut changed = Vec::new();
        for step in &self.steps {
            studio.lock_step(&self.of, step, lock).await?;
            changed.extend(studio.tries(&self.of, Some(step)).await?);
        }
        if desk.out.json {
            desk.out.document(&changed);
        } else {
            let state = if lock { "locked" } else { "unlocked" };
            for step in &changed {
                desk.out.line(&format!("{} {}: {state}.", step.number, shown_line(&step.title)));
            }
        }
        studio.quit().await;
        Ok(Exit::Done)
    }
}
