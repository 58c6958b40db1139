use clap::Args;
use mythline_protocol::{CancelAnswer, CommandError, ErrorCode, JobAnswer, JobStatus, Said};
use mythline_studio::JobVerb;
use serde_json::json;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
    which::Which,
    words::kept,
};

/// Stop jobs for good; what is finished is kept
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    #[command(flatten)]
    which: Which,
}

impl Cancel {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let (studio, rows) = desk.act_for(&self.which, JobStatus::is_active).await?;
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut answers = Vec::new();
        let mut refused = None;
        // All are told before the first is waited for.
        for (row, JobAnswer { said, .. }) in rows.iter().zip(studio.each(JobVerb::Cancel, &ids).await?) {
            let answer = match answered(said) {
                Ok(answer) => answer,
                Err(error) => {
                    refused.get_or_insert(error);
                    continue;
                }
            };
            let said = match answer {
                CancelAnswer::Cancelled => {
                    let kept = studio.job(&row.id).ok().as_ref().and_then(kept);
                    format!("cancelled{}", kept.map(|kept| format!("; {kept}")).unwrap_or_default())
                }
                CancelAnswer::AlreadyCompleted => "had ended before".to_owned(),
            };
            if !desk.out.json {
                desk.out.line(&format!("{}: {said}.", shown_line(&row.title)));
            }
            answers.push(json!({ "jobId": row.id, "status": answer }));
        }
        if desk.out.json {
            desk.out.document(&answers);
        }
        studio.quit().await;
        refused.map_or(Ok(Exit::Done), Err)
    }
}

fn answered(said: Said) -> Result<CancelAnswer, CommandError> {
    serde_json::from_value(Result::from(said)?).map_err(|error| {
        tracing::error!(%error, "an answer to cancel is not understood");
        CommandError::new(ErrorCode::Internal, "The answer was not understood. See mythline jobs.")
    })
}
