use clap::Args;
use serde_json::json;

use super::write::finish;
use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    follow::follow,
    out::shown_line,
};

/// Go on with jobs where they stopped, and follow them to their end
#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// The jobs, or the beginnings of their ids
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Print the story at the end even where the output is no terminal
    #[arg(long)]
    print: bool,
}

impl Resume {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let (studio, rows) = desk.own_for(&self.ids).await?;
        let mut exit = Exit::Done;
        for row in rows {
            studio.resume(&row.id).await?;
            if desk.out.json {
                desk.out.object(&json!({ "event": "resumed", "job": row }));
            } else {
                desk.out.line(&console::style(shown_line(&row.title)).bold().to_string());
            }
            let row = follow(desk, &studio, &row.id).await?;
            exit = exit.and(finish(desk, &studio, &row, self.print).await?);
            if exit == Exit::Cancelled {
                break;
            }
        }
        studio.quit().await;
        Ok(exit)
    }
}
