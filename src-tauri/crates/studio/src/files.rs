use std::path::PathBuf;

use mythline_files::{FileError, RelPath};
use mythline_protocol::{CommandError, ErrorCode, JobFile, JobFileText, JobId, JobRow, JobSource};

use crate::Studio;

/// The most of a file that is shown, in bytes: its end.
const SHOWN: u64 = 512 * 1024;

impl Studio {
    /// The files of a job that are there.
    ///
    /// # Errors
    /// As [`Studio::job`].
    pub async fn files(&self, id: &str) -> Result<Vec<JobFile>, CommandError> {
        let row = self.job(id)?;
        let files = self.paths(&row).await?;
        Ok(files.into_iter().filter_map(|(key, path)| self.there(key, &path).ok()).collect())
    }

    /// The text of one of a job's files; of one that is very long, its end.
    ///
    /// # Errors
    /// As [`Studio::job`]; and when the job has no such file, or it cannot be read.
    pub async fn file(&self, id: &str, key: &str) -> Result<JobFileText, CommandError> {
        let path = self.path_of(id, key).await?;
        let file = self.there(key, &path).map_err(|error| refused(&error))?;
        let tail = self.inner.folder.read_tail(&path, SHOWN).map_err(|error| refused(&error))?;
        let text = String::from_utf8_lossy(&tail.bytes);
        let text = if tail.cut { text.split_once('\n').map_or("", |(_, rest)| rest) } else { &text };
        Ok(JobFileText { file, text: text.to_owned(), cut: tail.cut })
    }

    /// Where one of a job's files lies, to show it to the user.
    ///
    /// # Errors
    /// As [`Studio::file`].
    pub async fn file_path(&self, id: &str, key: &str) -> Result<PathBuf, CommandError> {
        let path = self.path_of(id, key).await?;
        self.there(key, &path).map_err(|error| refused(&error))?;
        Ok(self.inner.folder.absolute(&path))
    }

    async fn path_of(&self, id: &str, key: &str) -> Result<RelPath, CommandError> {
        let row = self.job(id)?;
        let found = self.paths(&row).await?.into_iter().find(|(known, _)| *known == key);
        found
            .map(|(_, path)| path)
            .ok_or_else(|| CommandError::new(ErrorCode::MissingFile, "This job has no such file."))
    }

    /// Every file that a job may have, the story's first and the engine's after them.
    async fn paths(&self, row: &JobRow) -> Result<Vec<(&'static str, RelPath)>, CommandError> {
        let mut files = Vec::new();
        if row.source == JobSource::Mythline
            && let Ok(subject) = mythline_files::Subject::parse(&row.subject)
            && let Some(take) = self.story_of(&row.id).await.1
            && let Ok(id) = take.parse::<JobId>()
        {
            let output = subject.folder();
            let id = id.to_string();
            for (key, segments) in [
                ("notes", vec!["research.md"]),
                ("plan", vec!["takes", &id, "plan.md"]),
                ("story", vec!["takes", &id, "story.md"]),
                ("take", vec!["takes", &id, "take.json"]),
            ] {
                let path = segments.into_iter().try_fold(output.clone(), |path, segment| path.join(segment));
                files.push((key, path.map_err(|error| refused(&error))?));
            }
        }
        files.extend(self.inner.engine.files(&row.id)?);
        Ok(files)
    }

    fn there(&self, key: &str, path: &RelPath) -> Result<JobFile, FileError> {
        let entry = self.inner.folder.entry(path)?;
        Ok(JobFile {
            key: key.to_owned(),
            path: path.to_string(),
            bytes: entry.bytes,
            changed_at: entry.changed_at,
        })
    }
}

fn refused(error: &FileError) -> CommandError {
    tracing::info!(?error, "a job's file was not read");
    error.command_error("The file")
}
