use std::path::PathBuf;

use clap::{Args, ValueEnum};
use mythline_protocol::{ExportFormat, ExportParams, ExportResponse};
use mythline_studio::ExportTo;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    words::count,
};

/// Write a story as a file for other programs
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The subject; or a job, or the beginning of its id
    #[arg(value_name = "SUBJECT")]
    of: String,
    /// As what
    #[arg(long, visible_alias = "as", value_name = "FORMAT")]
    format: Format,
    /// The file, replaced where it is there; else one in this folder, named after the story
    #[arg(long, visible_alias = "out", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Some scenes alone, as in 3, 2-5 or 1,4-6
    #[arg(long, value_name = "SCENES")]
    scenes: Option<String>,
    /// The take of the subject that this job wrote; else the one written to last
    #[arg(long, value_name = "ID")]
    take: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Md,
    Html,
    Epub,
    Docx,
    Txt,
}

impl Export {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let to = match self.output {
            Some(file) => ExportTo::File(file),
            None => ExportTo::Folder(PathBuf::from(".")),
        };
        let params =
            ExportParams { of: self.of, take: self.take, format: self.format.into(), scenes: self.scenes };
        let written = desk.look().await?.export(params, to).await?;
        if desk.out.json {
            desk.out.document(&written);
        } else {
            show(desk, &written);
        }
        Ok(Exit::Done)
    }
}

fn show(desk: &Desk, written: &ExportResponse) {
    desk.out.line(&format!("Written: {}", count(written.words, "word")));
    desk.out.line(&desk.shown_path(std::path::Path::new(&written.path)));
    if written.unwritten > 0 {
        let steps = count(written.unwritten, "step");
        desk.out.line(&format!("{steps} of the story not written yet, and not in it."));
    }
}

impl From<Format> for ExportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Md => Self::Markdown,
            Format::Html => Self::Html,
            Format::Epub => Self::Epub,
            Format::Docx => Self::Docx,
            Format::Txt => Self::Text,
        }
    }
}
