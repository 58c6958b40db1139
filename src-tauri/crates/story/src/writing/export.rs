use mythline_protocol::{CommandError, ExportFormat};

use super::work::{StoryWork, told};
use crate::export::{About, Scenes, export};

/// A story as a file, before it is written anywhere.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The file's content.
    pub content: Vec<u8>,
    /// The story's title.
    pub title: String,
    /// Words of the story that are in it.
    pub words: u32,
    /// Steps of the story that are not written yet.
    pub unwritten: u32,
}

impl StoryWork {
    /// Makes a file of a take. `take` is the beginning of the id of the job that wrote it; without it the
    /// take that was written to last is meant. `program` is what the file says wrote it.
    ///
    /// # Errors
    /// When there is no such take, it cannot be read, or nothing of what is asked is written.
    pub async fn export(
        &self,
        subject: &str,
        take: Option<&str>,
        format: ExportFormat,
        scenes: Option<&str>,
        program: &str,
    ) -> Result<Exported, CommandError> {
        let shelf = self.shelf(subject)?;
        let scenes = scenes.map(str::parse::<Scenes>).transpose()?;
        let id = self.meant(&shelf, take)?;
        let take = shelf.take(id).map_err(|fault| told(&fault))?;
        let about = About {
            program: program.to_owned(),
            model: take.model.clone(),
            changed_at: self.changed_at(&shelf, id),
            id,
        };
        let (content, words) = export(&take, format, scenes.as_ref(), &about)?;
        let unwritten = take.steps.iter().filter(|step| !step.is_written()).count();
        Ok(Exported {
            content,
            title: take.title,
            words,
            unwritten: u32::try_from(unwritten).unwrap_or(u32::MAX),
        })
    }
}
