//! A take as a file for other programs: Markdown, HTML, EPUB, DOCX and plain text.
//!
//! Text of notes and models is written so that it shows as itself: nothing in it becomes markup. Each
//! file says which program and which model wrote it.

mod chosen;
mod docx;
mod epub;
mod html;
mod markdown;
mod text;

use mythline_protocol::{CommandError, ExportFormat};

pub use chosen::Scenes;

use crate::{
    take::{Book, Part, Take},
    text::{is_english, word_count},
};

/// What is written into a file beside the story.
#[derive(Debug, Clone)]
pub struct About {
    /// The program with its version.
    pub program: String,
    /// The model that wrote the story, by name.
    pub model: String,
    /// When the take was last written to; milliseconds since the epoch.
    pub changed_at: i64,
    /// The take's id, which is the book's.
    pub id: mythline_protocol::JobId,
}

impl About {
    /// Which program and model wrote the story, in a sentence.
    fn sentence(&self) -> String {
        format!("Written by {} with the model {}.", self.program, self.model)
    }
}

/// Writes what is chosen of a take in a format, and answers how many words that is. What is not written
/// yet is left out.
///
/// # Errors
/// When nothing of it is written, or it has no such scenes.
pub fn export(
    take: &Take,
    format: ExportFormat,
    scenes: Option<&Scenes>,
    about: &About,
) -> Result<(Vec<u8>, u32), CommandError> {
    let book = chosen::book(take, scenes)?;
    let content = match format {
        ExportFormat::Markdown => markdown::write(&book, about).into_bytes(),
        ExportFormat::Html => html::write(&book, about).into_bytes(),
        ExportFormat::Text => text::write(&book, about).into_bytes(),
        ExportFormat::Epub => epub::write(&book, about).map_err(|error| failed(&error))?,
        ExportFormat::Docx => docx::write(&book, about).map_err(|error| failed(&error))?,
    };
    Ok((content, texts(&book).map(word_count).sum()))
}

fn failed(error: &anyhow::Error) -> CommandError {
    tracing::warn!(?error, "a story was not exported");
    CommandError::new(
        mythline_protocol::ErrorCode::Internal,
        "The file could not be made of this story. The story is unharmed; try another format.",
    )
}

/// `en` for English; of other languages the rules do not know which.
fn language(book: &Book<'_>) -> &'static str {
    if is_english(&texts(book).collect::<Vec<_>>().join(" ")) { "en" } else { "und" }
}

fn texts<'t>(book: &Book<'t>) -> impl Iterator<Item = &'t str> {
    book.parts().map(|part| match part {
        Part::Paragraph(text) => text,
        Part::Line(line) => &line.line,
    })
}

#[cfg(test)]
mod tests;
