use std::io::Cursor;

use anyhow::{Result, anyhow};
use docx_rs::{BreakType, Docx, LineSpacing, Paragraph, Run, Style, StyleType};

use super::{
    About,
    html::{escaped, is_xml},
    language,
};
use crate::take::{Book, Part};

/// Half points, as Word counts the size of letters.
const TEXT: usize = 24;
const HEADING: usize = 32;
const TITLE: usize = 48;
/// Twentieths of a point.
const BETWEEN: u32 = 160;

/// A Word document.
pub(super) fn write(book: &Book<'_>, about: &About) -> Result<Vec<u8>> {
    let mut docx = Docx::new()
        .default_size(TEXT)
        .add_style(heading("Title", "Title", TITLE))
        .add_style(heading("Heading1", "heading 1", HEADING).outline_lvl(0))
        .add_paragraph(styled(book.title, "Title"));
    for chapter in &book.chapters {
        docx = docx.add_paragraph(styled(chapter.title, "Heading1"));
        for part in &chapter.parts {
            docx = docx.add_paragraph(paragraph(part));
        }
    }
    let mut parts = docx.build();
    parts.doc_props.core = properties(book, about)?.into_bytes();
    let mut out = Cursor::new(Vec::new());
    parts.pack(&mut out)?;
    Ok(out.into_inner())
}

fn heading(id: &str, name: &str, size: usize) -> Style {
    let space = LineSpacing::new().before(2 * BETWEEN).after(BETWEEN);
    Style::new(id, StyleType::Paragraph).name(name).size(size).line_spacing(space)
}

fn styled(text: &str, style: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(run(text))
}

fn paragraph(part: &Part<'_>) -> Paragraph {
    let paragraph = Paragraph::new().line_spacing(LineSpacing::new().after(BETWEEN));
    match part {
        Part::Paragraph(text) => paragraph.add_run(run(text)),
        Part::Line(line) => paragraph
            .add_run(run(&format!("{}: ", line.actor)).bold())
            .add_run(run(&format!("“{}”", line.line))),
    }
}

/// The lines of a text; the crate escapes it.
fn run(text: &str) -> Run {
    let clean: String = text.chars().filter(|c| is_xml(*c)).collect();
    let mut run = Run::new();
    for (at, line) in clean.lines().enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

/// What the document says of itself: the crate has no way to set more than the dates.
fn properties(book: &Book<'_>, about: &About) -> Result<String> {
    let date = chrono::DateTime::from_timestamp_millis(about.changed_at)
        .ok_or_else(|| anyhow!("{} is no time", about.changed_at))?
        .format("%Y-%m-%dT%H:%M:%SZ");
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:language>{}</dc:language><dc:description>{}</dc:description>\
         <dc:creator>{program}</dc:creator><cp:lastModifiedBy>{program}</cp:lastModifiedBy>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:modified></cp:coreProperties>",
        escaped(book.title),
        language(book),
        escaped(&about.sentence()),
        program = escaped(&about.program),
    ))
}
