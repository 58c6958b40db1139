use serde::{Deserialize, Serialize};

/// What a story can be written as, for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ExportFormat {
    /// Markdown.
    #[serde(rename = "md")]
    Markdown,
    /// One HTML file.
    Html,
    /// EPUB 3.
    Epub,
    /// A Word document.
    Docx,
    /// Plain text.
    #[serde(rename = "txt")]
    Text,
}

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Markdown, Self::Html, Self::Epub, Self::Docx, Self::Text];

    /// How files of it end, without the dot; also its name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Epub => "epub",
            Self::Docx => "docx",
            Self::Text => "txt",
        }
    }
}

/// Which story is to be exported, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExportParams {
    /// The subject; or a job, or the beginning of its id.
    pub of: String,
    /// The take of the subject, by the beginning of its id; null for the one written to last.
    pub take: Option<String>,
    /// As what.
    pub format: ExportFormat,
    /// Scenes as in `2-5` or `1,4-6`; null for the whole story with introduction and conclusion.
    pub scenes: Option<String>,
}

/// A story that was exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExportResponse {
    /// The file that was written.
    pub path: String,
    /// Its size.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
    /// Words of the story that are in it.
    pub words: u32,
    /// Steps of the story that are not written yet, and so are not in it.
    pub unwritten: u32,
}
