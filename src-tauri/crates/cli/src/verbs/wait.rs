use clap::Args;
use mythline_protocol::{Access, CommandError, ErrorCode};

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    follow::{has_ended, look_on, verdict},
    out::shown_line,
    words::short,
};

/// Wait until jobs have ended that another program runs
#[derive(Debug, Args)]
pub(crate) struct Wait {
    /// The jobs, or the beginnings of their ids
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Wait {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = desk.look().await?;
        let mut rows = self.ids.iter().map(|id| studio.job(id)).collect::<Result<Vec<_>, _>>()?;
        let mut exit = Exit::Done;
        for row in &mut rows {
            if !has_ended(row) {
                if matches!(studio.info().access, Access::Looking { owner: None }) {
                    return Err(nobody_writes(&row.id));
                }
                *row = look_on(desk, &studio, &row.id).await?;
            }
            if !desk.out.json {
                desk.out.line(&format!("{}: {}", shown_line(&row.title), shown_line(&row.message)));
            }
            exit = exit.and(verdict(row));
        }
        if desk.out.json {
            desk.out.object(&serde_json::json!({ "event": "ended", "jobs": rows }));
        }
        Ok(exit)
    }
}

fn nobody_writes(id: &str) -> CommandError {
    CommandError::new(
        ErrorCode::NotNow,
        format!("No program is writing it now. mythline resume {} goes on with it.", short(id)),
    )
}
