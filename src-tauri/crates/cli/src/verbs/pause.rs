use clap::Args;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
};

/// Hold jobs back that wait for their turn
#[derive(Debug, Args)]
pub(crate) struct Pause {
    /// The jobs, or the beginnings of their ids
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Pause {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let (studio, mut rows) = desk.act_for(&self.ids).await?;
        for row in &mut rows {
            studio.pause(&row.id).await?;
            *row = studio.job(&row.id)?;
            if !desk.out.json {
                desk.out.line(&format!("{}: paused.", shown_line(&row.title)));
            }
        }
        if desk.out.json {
            desk.out.document(&rows);
        }
        studio.quit().await;
        Ok(Exit::Done)
    }
}
