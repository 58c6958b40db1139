use std::path::{Path, PathBuf};

use mythline_files::{FileError, FileFault, FileKind, Folder, RelPath, Subject};
use mythline_protocol::{CommandError, ErrorCode, JobRow, NotesInfo};
use mythline_story::{notes, sample, text::word_count};

use crate::Studio;

/// Where the notes of all subjects lie.
const OUTPUT: &str = "output";
/// The notes' file in a subject's folder.
const NOTES: &str = "research.md";

impl Studio {
    /// The notes of every subject; those that cannot be read say why.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn notes(&self) -> Result<Vec<NotesInfo>, CommandError> {
        let folder = &self.inner.folder;
        let output = RelPath::segment(OUTPUT).map_err(|error| told(&error))?;
        let entries = match folder.list(Some(&output)) {
            Err(error) if error.fault == FileFault::Missing => Vec::new(),
            listed => listed.map_err(|error| error.command_error("The folder of the notes"))?,
        };
        let folders = entries.into_iter().filter(|entry| entry.kind == FileKind::Folder);
        Ok(folders.filter_map(|entry| info_of(folder, &entry.name)).collect())
    }

    /// The text of a subject's notes.
    ///
    /// # Errors
    /// When there are none, or they cannot be read.
    pub async fn read_notes(&self, subject: &str) -> Result<String, CommandError> {
        read(&self.inner.folder, &self.subject(subject)?)
    }

    /// Writes the notes of a subject, new or known.
    ///
    /// # Errors
    /// When the subject cannot be a folder's name, the text is no notes, or it cannot be saved.
    pub async fn save_notes(&self, subject: &str, text: &str) -> Result<NotesInfo, CommandError> {
        write(&self.inner.folder, &self.subject(subject)?, text.as_bytes())
    }

    /// Copies a file into the workspace as the notes of a subject, which is the file's name unless it is
    /// given. Quests in a file such as `research.json` are taken in as Markdown.
    ///
    /// # Errors
    /// When the file cannot be read as notes, or there are notes of this subject already.
    pub async fn import_notes(
        &self,
        file: &Path,
        subject: Option<String>,
    ) -> Result<NotesInfo, CommandError> {
        let mut bytes = outside(file)?;
        if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            bytes = notes::from_research(&bytes)?.into_bytes();
        }
        let named = subject.unwrap_or_else(|| {
            file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        });
        self.add(&named, &bytes)
    }

    /// Begins the notes of a new subject with a page to fill in.
    ///
    /// # Errors
    /// As [`Studio::save_notes`], and when there are notes of this subject already.
    pub async fn new_notes(&self, subject: &str) -> Result<NotesInfo, CommandError> {
        self.add(subject, page(subject.trim()).as_bytes())
    }

    /// Gives the notes of a subject another name. Stories that were written of them stay where they are.
    ///
    /// # Errors
    /// As [`Studio::new_notes`]; [`ErrorCode::NotNow`] while a story of them is written or waits.
    pub async fn rename_notes(&self, subject: &str, name: &str) -> Result<NotesInfo, CommandError> {
        self.unused(subject)?;
        let (from, text) = (self.subject(subject)?, self.read_notes(subject).await?);
        let to = Subject::parse(name)?;
        let renamed = if to.key() == from.key() && to.as_str() != from.as_str() {
            let sentence = "Another spelling of the same name would be the same folder. Give another name.";
            return Err(CommandError::new(ErrorCode::BadSubject, sentence));
        } else {
            self.add(name, text.as_bytes())?
        };
        self.inner.folder.remove(&there(&self.inner.folder, &from)?).map_err(|error| told(&error))?;
        Ok(renamed)
    }

    /// Moves the notes of a subject to the system's bin: its whole folder where nothing was written of them.
    ///
    /// # Errors
    /// [`ErrorCode::NotNow`] while a story of them is written or waits, and when the bin does not take them.
    pub async fn remove_notes(&self, subject: &str) -> Result<(), CommandError> {
        self.unused(subject)?;
        let subject = self.subject(subject)?;
        let (folder, notes) = (self.inner.folder.clone(), there(&self.inner.folder, &subject)?);
        let alone = folder.names(Some(&subject.folder())).is_ok_and(|names| names.len() == 1);
        let gone = if alone { subject.folder() } else { notes };
        tokio::task::spawn_blocking(move || folder.to_bin(&gone))
            .await
            .map_err(|_| CommandError::new(ErrorCode::Internal, "The notes were not removed."))?
            .map_err(|error| {
                tracing::warn!(?error, "notes were not moved to the bin");
                let sentence = "The system's bin did not take the notes. They are where they were.";
                CommandError::new(ErrorCode::ReadOnly, sentence)
            })
    }

    /// Refuses while a job at work or in the queue needs the notes.
    fn unused(&self, subject: &str) -> Result<(), CommandError> {
        let key = self.subject(subject)?.key();
        let needs = |row: &JobRow| {
            row.status.is_active() && Subject::parse(&row.subject).is_ok_and(|of| of.key() == key)
        };
        if self.jobs().iter().any(needs) {
            let sentence =
                "A story of these notes is being written or waits. Cancel it first, or let it end.";
            return Err(CommandError::new(ErrorCode::NotNow, sentence));
        }
        Ok(())
    }

    /// Lays the sample notes into the workspace, unless they are there.
    ///
    /// # Errors
    /// When they cannot be saved.
    pub async fn sample_notes(&self) -> Result<NotesInfo, CommandError> {
        lay_sample(&self.inner.folder)
    }

    /// Where the notes of a subject lie.
    ///
    /// # Errors
    /// When the subject cannot be a folder's name.
    pub fn notes_path(&self, subject: &str) -> Result<PathBuf, CommandError> {
        Ok(self.inner.folder.absolute(&path(&self.subject(subject)?)?))
    }

    /// The sample's subject, while its notes are there and no job has used them.
    pub(crate) fn sample_unused(&self) -> Option<String> {
        let subject = Subject::parse(sample::SUBJECT).ok()?;
        self.inner.folder.entry(&path(&subject).ok()?).ok()?;
        let used = self.jobs().iter().any(|row| row.subject == subject.as_str());
        (!used).then(|| subject.as_str().to_owned())
    }

    fn add(&self, named: &str, bytes: &[u8]) -> Result<NotesInfo, CommandError> {
        let subject = self.subject(named)?;
        let folder = &self.inner.folder;
        if folder.entry(&path(&subject)?).is_ok() {
            return Err(CommandError::new(
                ErrorCode::BadSubject,
                format!("There are notes called {} already. Give these another name.", subject.as_str()),
            ));
        }
        write(folder, &subject, bytes)
    }

    /// A subject from its name, in the spelling that stands on disk where there is one.
    fn subject(&self, name: &str) -> Result<Subject, CommandError> {
        let subject = Subject::parse(name)?;
        let output = RelPath::segment(OUTPUT).map_err(|error| told(&error))?;
        let names = self.inner.folder.names(Some(&output)).unwrap_or_default();
        let known = names.iter().filter_map(|name| Subject::parse(name).ok());
        let mut same = known.filter(|known| known.key() == subject.key());
        Ok(same.next().unwrap_or(subject))
    }
}

/// Writes the sample notes, unless they are there.
pub(crate) fn lay_sample(folder: &Folder) -> Result<NotesInfo, CommandError> {
    let subject = Subject::parse(sample::SUBJECT)?;
    match info_of(folder, subject.as_str()) {
        Some(there) => Ok(there),
        None => write(folder, &subject, sample::NOTES.as_bytes()),
    }
}

/// What a list shows of a subject's notes; none where there are none.
fn info_of(folder: &Folder, name: &str) -> Option<NotesInfo> {
    let subject = Subject::parse(name);
    let beneath = RelPath::new([OUTPUT, name]).ok()?;
    let entry =
        [NOTES, notes::RESEARCH].into_iter().find_map(|name| folder.entry(&beneath.join(name).ok()?).ok())?;
    let read = subject.and_then(|subject| read(folder, &subject));
    let (words, problem) = match read {
        Ok(text) => (word_count(&text), None),
        Err(error) => (0, Some(error.message)),
    };
    let has_story = beneath.join("story.md").is_ok_and(|story| folder.entry(&story).is_ok());
    Some(NotesInfo { subject: name.to_owned(), words, changed_at: entry.changed_at, has_story, problem })
}

fn read(folder: &Folder, subject: &Subject) -> Result<String, CommandError> {
    let from = there(folder, subject)?;
    let bytes = folder.read(&from, notes::MOST_BYTES as u64).map_err(|error| match error.fault {
        FileFault::Missing => CommandError::new(
            ErrorCode::MissingNotes,
            format!("There are no notes for {}. Create them, or import a file.", subject.as_str()),
        ),
        _ => unreadable(&error),
    })?;
    if from.as_str().ends_with(notes::RESEARCH) {
        notes::from_research(&bytes)
    } else {
        notes::decode(&bytes)
    }
}

fn write(folder: &Folder, subject: &Subject, bytes: &[u8]) -> Result<NotesInfo, CommandError> {
    let text = notes::decode(bytes)?;
    folder.write(&path(subject)?, text.as_bytes()).map_err(|error| {
        tracing::warn!(?error, "notes were not saved");
        error.command_error("The file of the notes")
    })?;
    info_of(folder, subject.as_str()).ok_or_else(|| told(&FileError::new(FileFault::Missing, NOTES)))
}

/// Reads a file of the user's choosing: a regular file, wherever it lies; a link is followed to one.
fn outside(file: &Path) -> Result<Vec<u8>, CommandError> {
    let missing =
        || CommandError::new(ErrorCode::MissingFile, format!("There is no file {}.", file.display()));
    let file = file.canonicalize().map_err(|error| {
        tracing::warn!(%error, "a file to import was not found");
        missing()
    })?;
    let (Some(parent), Some(name)) = (file.parent(), file.file_name().and_then(|name| name.to_str())) else {
        return Err(missing());
    };
    let read = Folder::open(parent).and_then(|folder| {
        RelPath::segment(name).and_then(|name| folder.read(&name, notes::MOST_BYTES as u64))
    });
    read.map_err(|error| unreadable(&error))
}

fn unreadable(error: &FileError) -> CommandError {
    tracing::warn!(?error, "notes were not read");
    CommandError::new(ErrorCode::UnreadableNotes, format!("The file of the notes {}.", error.reason()))
}

fn told(error: &FileError) -> CommandError {
    error.command_error("The file of the notes")
}

/// The file that the notes of a subject lie in now.
fn there(folder: &Folder, subject: &Subject) -> Result<RelPath, CommandError> {
    let notes = path(subject)?;
    if folder.entry(&notes).is_ok() {
        return Ok(notes);
    }
    let research = subject.folder().join(notes::RESEARCH).map_err(|error| told(&error))?;
    Ok(if folder.entry(&research).is_ok() { research } else { notes })
}

fn path(subject: &Subject) -> Result<RelPath, CommandError> {
    subject.folder().join(NOTES).map_err(|error| told(&error))
}

/// New notes: headings that the reader of notes knows, and what belongs beneath each.
fn page(subject: &str) -> String {
    format!(
        "# {subject}\n\n## People\n\n- \n\n## Places\n\n- \n\n## What happens\n\n- \n\n## Questions\n\n- \n"
    )
}
