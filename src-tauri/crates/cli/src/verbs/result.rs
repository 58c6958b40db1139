use clap::Args;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::shown_line,
    story,
};

/// Show the result of a finished job: where its story lies
#[derive(Debug, Args)]
pub(crate) struct ResultOf {
    /// The job, or the beginning of its id
    id: String,
    /// Print the story too
    #[arg(long)]
    print: bool,
}

impl ResultOf {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = desk.look().await?;
        let row = studio.job(&self.id)?;
        let result = studio.result(&row.id).await?;
        if desk.out.json {
            desk.out.document(&result);
            return Ok(Exit::Done);
        }
        if self.print {
            desk.out.line(&story::text(&studio.take(&row.id).await?, desk.out.measure()));
            desk.out.line("");
        }
        desk.out.line(&shown_line(&row.message));
        desk.out.line(&desk.shown_path(&studio.file_path(&row.id, "story").await?));
        Ok(Exit::Done)
    }
}
