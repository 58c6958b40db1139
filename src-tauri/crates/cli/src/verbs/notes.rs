use std::path::PathBuf;

use clap::{Args, Subcommand};
use console::style;
use mythline_protocol::NotesInfo;
use mythline_studio::Studio;

use crate::{
    desk::{Desk, now},
    exit::{Answer, Exit},
    out::{Out, shown_line},
    table::{Column, Table},
    words::{ago, count},
};

/// List your notes, import a file, or begin new ones
#[derive(Debug, Args)]
pub(crate) struct Notes {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the notes of this workspace
    List,
    /// Copy a file of Markdown or plain text into the workspace as notes
    Import {
        /// The file
        file: PathBuf,
        /// What the notes are called; else the file's name
        #[arg(long)]
        subject: Option<String>,
    },
    /// Begin notes with a page to fill in
    New {
        /// What the notes are called, and their folder
        subject: String,
    },
}

impl Notes {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        match self.what.unwrap_or(What::List) {
            What::List => list(&desk.out, &desk.look().await?).await?,
            What::Import { file, subject } => {
                let studio = desk.look().await?;
                tell(desk, &studio, &studio.import_notes(&file, subject).await?, "Imported")?;
            }
            What::New { subject } => {
                let studio = desk.look().await?;
                tell(desk, &studio, &studio.new_notes(&subject).await?, "Begun")?;
            }
        }
        Ok(Exit::Done)
    }
}

async fn list(out: &Out, studio: &Studio) -> Result<(), mythline_protocol::CommandError> {
    let mut all = studio.notes().await?;
    all.sort_by(|one, other| one.subject.cmp(&other.subject));
    if out.json {
        out.document(&all);
        return Ok(());
    }
    if all.is_empty() {
        out.line("No notes yet. mythline notes import FILE brings some in, mythline notes new SUBJECT begins a page.");
        return Ok(());
    }
    let now = now();
    let mut table = Table::new(&[
        ("subject", Column::Flexible),
        ("words", Column::Number),
        ("changed", Column::Text),
        ("", Column::Flexible),
    ]);
    for notes in all {
        let remark = match (&notes.problem, notes.has_story) {
            (Some(problem), _) => style(shown_line(problem)).red().to_string(),
            (None, true) => "has a story".to_owned(),
            (None, false) => String::new(),
        };
        table.row(vec![
            shown_line(&notes.subject),
            notes.words.to_string(),
            style(ago(now, notes.changed_at)).dim().to_string(),
            remark,
        ]);
    }
    out.line(&table.text(out.width));
    Ok(())
}

fn tell(
    desk: &Desk,
    studio: &Studio,
    notes: &NotesInfo,
    done: &str,
) -> Result<(), mythline_protocol::CommandError> {
    if desk.out.json {
        desk.out.document(notes);
        return Ok(());
    }
    desk.out.line(&format!("{done}: {}, {}.", shown_line(&notes.subject), count(notes.words, "word")));
    desk.out.line(&desk.shown_path(&studio.notes_path(&notes.subject)?));
    Ok(())
}
