use std::path::{Path, PathBuf};

use mythline_files::{FileError, FileFault, Folder, RelPath};
use mythline_protocol::{CommandError, ErrorCode, ExportParams, ExportResponse};

use crate::Studio;

/// What a file says wrote it.
const PROGRAM: &str = concat!("Mythline ", env!("CARGO_PKG_VERSION"));

/// Where an exported story goes. The place is the user's choice, in the workspace or out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportTo {
    /// To this file. What was there is replaced: whoever named it was asked.
    File(PathBuf),
    /// Into this folder, under the story's title. Nothing is replaced.
    Folder(PathBuf),
}

impl Studio {
    /// What the file of an exported story is called unless somebody says otherwise.
    ///
    /// # Errors
    /// When there is no such story.
    pub async fn export_name(&self, params: &ExportParams) -> Result<String, CommandError> {
        let take = match &params.take {
            Some(take) => self.story(&params.of, take).await?,
            None => self.take(&params.of).await?,
        };
        Ok(format!("{}.{}", file_name(&take.title), params.format.extension()))
    }

    /// Writes a story as a file for other programs.
    ///
    /// # Errors
    /// When there is no such story or nothing of it is written, or the file cannot be written there.
    pub async fn export(&self, params: ExportParams, to: ExportTo) -> Result<ExportResponse, CommandError> {
        let ExportParams { of, take, format, scenes } = params;
        let (subject, take) = match take {
            Some(take) => (of, self.story_of(&take).await.1.or(Some(take))),
            None => self.story_of(&of).await,
        };
        let story =
            self.inner.story.export(&subject, take.as_deref(), format, scenes.as_deref(), PROGRAM).await?;
        let path = match to {
            ExportTo::File(path) => std::path::absolute(path).map_err(|_| nameless())?,
            ExportTo::Folder(folder) => {
                let path = folder.join(format!("{}.{}", file_name(&story.title), format.extension()));
                let path = std::path::absolute(path).map_err(|_| nameless())?;
                if path.symlink_metadata().is_ok() {
                    let sentence =
                        format!("There is a file {} already. Give the file another name.", path.display());
                    return Err(CommandError::new(ErrorCode::BadOption, sentence));
                }
                path
            }
        };
        write(&path, &story.content)?;
        Ok(ExportResponse {
            path: path.to_string_lossy().into_owned(),
            bytes: story.content.len() as u64,
            words: story.words,
            unwritten: story.unwritten,
        })
    }
}

/// Writes a file whole or not at all, into a folder that is there.
fn write(path: &Path, content: &[u8]) -> Result<(), CommandError> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(nameless());
    };
    let folder = Folder::open(parent).map_err(|error| {
        tracing::warn!(?error, "the folder of an export was not opened");
        match error.fault {
            FileFault::Missing => CommandError::new(
                ErrorCode::MissingFile,
                format!("There is no folder {}. Make it first, or name another.", parent.display()),
            ),
            _ => refused(&error),
        }
    })?;
    let written = RelPath::segment(name).and_then(|name| folder.write(&name, content));
    written.map_err(|error| {
        tracing::warn!(?error, "an export was not written");
        refused(&error)
    })
}

fn refused(error: &FileError) -> CommandError {
    error.command_error("The exported file")
}

fn nameless() -> CommandError {
    CommandError::new(ErrorCode::BadOption, "That is no name for a file. Name another.")
}

/// A title as the name of a file on every system: what may not stand in one becomes a space.
fn file_name(title: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| if c.is_control() || "<>:\"/\\|?*".contains(c) { ' ' } else { c })
        .take(100)
        .collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "Story".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_for_a_file() {
        for (title, name) in [
            ("The Weigh-House", "The Weigh-House"),
            ("../../etc/passwd", "etc passwd"),
            ("What? <b>Now</b>: \"go\"", "What b Now b go"),
            ("...", "Story"),
            ("\u{0}\n", "Story"),
        ] {
            assert_eq!(file_name(title), name);
        }
    }
}
