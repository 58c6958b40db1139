use super::About;
use crate::take::{Book, Part};

/// Plain text: a line a paragraph, an empty line between them.
pub(super) fn write(book: &Book<'_>, about: &About) -> String {
    let mut blocks = vec![book.title.to_owned()];
    for chapter in &book.chapters {
        blocks.push(format!("\n{}", chapter.title));
        blocks.extend(chapter.parts.iter().map(|part| match part {
            Part::Paragraph(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Part::Line(line) => format!("{}: “{}”", line.actor, line.line),
        }));
    }
    blocks.push(format!("\n{}", about.sentence()));
    blocks.join("\n\n") + "\n"
}
