use clap::Args;
use serde_json::json;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
    words::list,
};

/// Choose another try at a step, or which take of a subject is its story
#[derive(Debug, Args)]
pub(crate) struct Choose {
    /// The job that wrote the story, or the beginning of its id
    #[arg(value_name = "JOB")]
    of: String,
    /// The step: its number, or its id; without it the whole take is chosen
    #[arg(value_name = "STEP", requires = "number")]
    step: Option<String>,
    /// The try, as `mythline tries JOB STEP` numbers them
    #[arg(value_name = "TRY")]
    number: Option<u32>,
}

impl Choose {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = desk.act().await?;
        if let (Some(step), Some(number)) = (&self.step, self.number) {
            studio.choose_try(&self.of, step, number).await?;
            if desk.out.json {
                desk.out.document(&studio.tries(&self.of, Some(step)).await?);
            } else {
                desk.out.line(&format!(
                    "Number {number} is in the story now; the one before is kept as {number}."
                ));
            }
        } else {
            let kept = studio.choose_take_of(&self.of).await?;
            if desk.out.json {
                desk.out.document(&json!({ "kept": kept }));
            } else if kept.is_empty() {
                desk.out.line("It is the story of its subject now.");
            } else {
                let kept = shown_line(&list(&kept));
                desk.out.line(&format!("You edited {kept}, which stays. The take stays beside it."));
            }
        }
        studio.quit().await;
        Ok(Exit::Done)
    }
}
