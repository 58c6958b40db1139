use super::{About, language};
use crate::take::{Book, Chapter, Part};

/// How a story looks, in the file itself and in an EPUB: nothing is loaded from elsewhere.
pub(super) const STYLE: &str = "\
body { max-width: 34em; margin: 3em auto; padding: 0 1em; font-family: Georgia, serif; font-size: 110%; }
body { line-height: 1.6; }
h1, h2 { line-height: 1.25; font-weight: normal; }
h2 { margin-top: 3em; }
p { margin: 0; }
p + p { text-indent: 1.5em; }
p.line { margin: 0.4em 0; text-indent: 0; }
.actor { font-variant: small-caps; }
footer { margin-top: 4em; font-size: 85%; opacity: 0.7; }
@media (prefers-color-scheme: dark) { body { background: #16161a; color: #e6e4df; } }
";

/// One HTML file.
pub(super) fn write(book: &Book<'_>, about: &About) -> String {
    let title = escaped(book.title);
    let chapters: String = book.chapters.iter().map(chapter).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"generator\" content=\"{}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{chapters}\
         <footer>{}</footer>\n</body>\n</html>\n",
        language(book),
        escaped(&about.program),
        escaped(&about.sentence()),
    )
}

/// A chapter as XHTML, which HTML reads too.
pub(super) fn chapter(chapter: &Chapter<'_>) -> String {
    let parts: String = chapter
        .parts
        .iter()
        .map(|part| match part {
            Part::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
            Part::Line(line) => format!(
                "<p class=\"line\"><span class=\"actor\">{}</span>: “{}”</p>\n",
                escaped(&line.actor),
                escaped(&line.line)
            ),
        })
        .collect();
    format!("<section>\n<h2>{}</h2>\n{parts}</section>\n", escaped(chapter.title))
}

/// Text that shows as itself in HTML and XML, in elements and in attributes. What XML cannot hold at all
/// is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_xml(c) => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether XML 1.0 can hold a character (its section 2.2).
pub(super) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
