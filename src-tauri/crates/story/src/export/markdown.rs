use serde_json::json;

use super::About;
use crate::take::{Book, book_markdown};

/// Markdown, with what it is about in a front matter. Its values are JSON strings, which YAML reads.
pub(super) fn write(book: &Book<'_>, about: &About) -> String {
    format!(
        "---\ntitle: {}\ngenerator: {}\nmodel: {}\n---\n\n{}",
        json!(book.title),
        json!(about.program),
        json!(about.model),
        book_markdown(book)
    )
}
