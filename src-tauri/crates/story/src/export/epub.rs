use anyhow::{Result, anyhow};
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, MetadataOpf, ReferenceType, ZipLibrary};

use super::{
    About,
    html::{STYLE, chapter, escaped, is_xml},
    language,
};
use crate::take::Book;

/// EPUB 3. The pages are escaped here, the titles and what is said about the book by the crate.
pub(super) fn write(book: &Book<'_>, about: &About) -> Result<Vec<u8>> {
    let mut epub = EpubBuilder::new(ZipLibrary::new()?)?;
    epub.epub_version(EpubVersion::V30);
    epub.set_title(clean(book.title));
    epub.set_languages(vec![language(book).to_owned()]);
    epub.set_generator(clean(&about.program));
    epub.add_description(clean(&about.sentence()));
    // The crate escapes no quotation marks here.
    let program = clean(&about.program).replace('"', "'");
    let generator = MetadataOpf { name: "generator".to_owned(), content: program };
    epub.add_metadata_opf(Box::new(generator));
    epub.set_toc_name("Contents");
    let date = chrono::DateTime::from_timestamp_millis(about.changed_at)
        .ok_or_else(|| anyhow!("{} is no time", about.changed_at))?;
    epub.set_modified_date(date);
    epub.set_uuid(uuid::Uuid::parse_str(&about.id.to_string())?);
    epub.stylesheet(STYLE.as_bytes())?;
    let title = page(book.title, book, &format!("<h1>{}</h1>\n", escaped(book.title)));
    let title = EpubContent::new("title.xhtml", title.as_bytes());
    // Without one landmark the crate writes a list of none, which EPUB forbids.
    epub.add_content(title.title(clean(book.title)).reftype(ReferenceType::TitlePage))?;
    for (at, part) in book.chapters.iter().enumerate() {
        let text = page(part.title, book, &chapter(part));
        let name = format!("chapter-{}.xhtml", at + 1);
        epub.add_content(EpubContent::new(name, text.as_bytes()).title(clean(part.title)))?;
    }
    let mut out = Vec::new();
    epub.generate(&mut out)?;
    Ok(out)
}

/// What XML can hold of a text.
fn clean(text: &str) -> String {
    text.chars().filter(|c| is_xml(*c)).collect()
}

fn page(title: &str, book: &Book<'_>, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"{language}\" lang=\"{language}\">\n<head>\n\
         <title>{}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        escaped(title),
        language = language(book),
    )
}
