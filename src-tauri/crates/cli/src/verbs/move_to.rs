use clap::{ArgGroup, Args};
use mythline_studio::Place;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
};

/// Move a job that waits for its turn
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("place").required(true).args(["first", "last", "before"]))]
pub(crate) struct Move {
    /// The job, or the beginning of its id
    id: String,
    /// Before all that wait
    #[arg(long)]
    first: bool,
    /// After all that wait
    #[arg(long)]
    last: bool,
    /// Before this one
    #[arg(long, value_name = "ID")]
    before: Option<String>,
}

impl Move {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = desk.act().await?;
        let row = studio.job(&self.id)?;
        let place = match self.before {
            Some(before) => Place::Before(before),
            None if self.first => Place::First,
            None => Place::Last,
        };
        studio.move_to(&row.id, place).await?;
        let row = studio.job(&row.id)?;
        if desk.out.json {
            desk.out.document(&row);
        } else {
            desk.out.line(&format!("{}: moved.", shown_line(&row.title)));
        }
        studio.quit().await;
        Ok(Exit::Done)
    }
}
