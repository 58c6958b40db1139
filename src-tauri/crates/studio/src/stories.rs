use mythline_files::{FileKind, RelPath, Subject};
use mythline_protocol::{CommandError, ErrorCode, StoryInfo, TakeView};
use mythline_story::take::Shelf;

use crate::Studio;

impl Studio {
    /// Every finished story of the workspace, the newest first: by what lies under `output/`, so that a
    /// story stays when the record of its job is cleaned. What cannot be read is left out.
    ///
    /// # Errors
    /// None: a folder that cannot be read has no stories.
    pub async fn stories(&self) -> Result<Vec<StoryInfo>, CommandError> {
        let folder = &self.inner.folder;
        let subjects =
            RelPath::segment("output").and_then(|output| folder.list(Some(&output))).unwrap_or_default();
        let mut stories: Vec<_> = subjects
            .iter()
            .filter(|entry| entry.kind == FileKind::Folder)
            .filter_map(|entry| Subject::parse(&entry.name).ok())
            .flat_map(|subject| self.finished(&Shelf::new(folder.clone(), subject)))
            .collect();
        stories.sort_unstable_by_key(|story| std::cmp::Reverse(story.finished_at));
        Ok(stories)
    }

    /// A story to read: by its take, or by a job that wrote a step of it again.
    ///
    /// # Errors
    /// When there is no such take, or it is damaged.
    pub async fn story(&self, subject: &str, take: &str) -> Result<TakeView, CommandError> {
        let (_, written) = self.story_of(take).await;
        self.inner.story.take(subject, written.as_deref().unwrap_or(take)).await
    }

    /// Puts a finished take at the top of its subject's folder, until a newer one is finished.
    ///
    /// # Errors
    /// When there is no such take, it is not finished, or it cannot be written.
    pub async fn choose_take(&self, subject: &str, take: &str) -> Result<(), CommandError> {
        let kept = self.to_the_top(subject.to_owned(), Some(take.to_owned())).await?;
        if kept.is_empty() {
            return Ok(());
        }
        let sentence = format!(
            "{} was edited by hand and stays as it is. The take is under takes/ as before.",
            kept.join(" and ")
        );
        Err(CommandError::new(ErrorCode::NotNow, sentence))
    }

    fn finished(&self, shelf: &Shelf) -> Vec<StoryInfo> {
        let read = |id| {
            let take = shelf.take(id).ok().filter(mythline_story::take::Take::is_finished)?;
            let file = self.inner.folder.entry(&shelf.take_path(id, "take.json").ok()?).ok()?;
            Some(StoryInfo {
                subject: shelf.subject().as_str().to_owned(),
                take: id.to_string(),
                title: take.title.clone(),
                player: take.player.name.clone(),
                words: take.words(),
                finished_at: file.changed_at,
            })
        };
        shelf.takes().into_iter().filter_map(read).collect()
    }
}
