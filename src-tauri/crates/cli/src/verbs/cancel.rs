use clap::Args;
use mythline_protocol::CancelAnswer;
use serde_json::json;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
    words::kept,
};

/// Stop jobs for good; what is finished is kept
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    /// The jobs, or the beginnings of their ids
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Cancel {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let (studio, rows) = desk.act_for(&self.ids).await?;
        let mut answers = Vec::new();
        for row in rows {
            let answer = studio.cancel(&row.id).await?;
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
        Ok(Exit::Done)
    }
}
