use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mythline_files::{FileError, FileFault, Folder, RelPath, Subject};
use mythline_protocol::{CommandError, ErrorCode, JobId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Step, Take,
    story::{markdown, plan_json, story_json},
};
use crate::notes::{MOST_BYTES, RESEARCH, decode, from_research};

/// The most that a take's file may have. The longest book we write is a tenth of it.
const MOST_TAKE_BYTES: u64 = 32 * 1024 * 1024;

/// The file in which a plan waits to be read.
pub(crate) const PLAN: &str = "plan.md";
/// The most that it may have.
const MOST_PLAN_BYTES: u64 = 4 * 1024 * 1024;

/// How often a change begins anew because somebody has changed the take meanwhile.
const MOST_MEANWHILE: usize = 50;

/// What lies under `output/{subject}`: the notes, the takes, and the story at the top.
#[derive(Clone)]
pub struct Shelf {
    workspace: Folder,
    subject: Subject,
    /// The take that was read or written last, so that a long book is not parsed again at each of its steps.
    last: Arc<Mutex<Option<Last>>>,
}

/// A take, and the bytes of the file that it is.
struct Last {
    id: JobId,
    bytes: Vec<u8>,
    take: Take,
}

/// The files at the top of a subject's folder: those to write, and the names of those that are the user's.
#[derive(Default)]
struct Top {
    fresh: Vec<(RelPath, String)>,
    kept: Vec<String>,
}

/// Why a take could not be read or written.
#[derive(Debug)]
pub enum TakeFault {
    /// It is not there.
    Missing,
    /// It is no take; it is left as it is. The end of a sentence says why.
    Damaged(String),
    /// The disk does not take it or give it.
    Disk(FileError),
}

impl Shelf {
    /// The shelf of a subject. Nothing is made.
    #[must_use]
    pub fn new(workspace: Folder, subject: Subject) -> Self {
        Self { workspace, subject, last: Arc::default() }
    }

    /// The subject.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The notes as text: `research.md`, else what `research.json` of the page's tool stands for.
    ///
    /// # Errors
    /// [`ErrorCode::MissingNotes`], and [`ErrorCode::UnreadableNotes`] for what is no text, no regular
    /// file, too large or not to be opened.
    pub fn notes(&self) -> Result<String, CommandError> {
        if let Some(bytes) = self.notes_file("research.md")? {
            return decode(&bytes);
        }
        if let Some(bytes) = self.notes_file(RESEARCH)? {
            return from_research(&bytes);
        }
        let subject = self.subject.as_str();
        let sentence =
            format!("There are no notes for \u{201C}{subject}\u{201D} yet. Write them, or import a file.");
        Err(CommandError::new(ErrorCode::MissingNotes, sentence))
    }

    /// What a file of the notes holds; none where it is not there.
    fn notes_file(&self, name: &str) -> Result<Option<Vec<u8>>, CommandError> {
        let path = self.at(&[name]).map_err(|error| error.command_error("The notes"))?;
        match self.workspace.read(&path, MOST_BYTES as u64) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.fault == FileFault::Missing => Ok(None),
            Err(error) => {
                let message = format!(
                    "The notes for \u{201C}{}\u{201D} cannot be read: the file {}.",
                    self.subject.as_str(),
                    error.reason()
                );
                Err(CommandError::new(ErrorCode::UnreadableNotes, message))
            }
        }
    }

    /// Reads a take.
    ///
    /// # Errors
    /// See [`TakeFault`]; a damaged file is left alone.
    pub fn take(&self, id: JobId) -> Result<Take, TakeFault> {
        self.read(id).map(|(_, take)| take)
    }

    /// A take, and the bytes that it was read from.
    fn read(&self, id: JobId) -> Result<(Vec<u8>, Take), TakeFault> {
        let bytes = match self
            .take_path(id, "take.json")
            .and_then(|path| self.workspace.read(&path, MOST_TAKE_BYTES))
        {
            Ok(bytes) => bytes,
            Err(error) => {
                return Err(match error.fault {
                    FileFault::Missing => TakeFault::Missing,
                    FileFault::Odd(_) | FileFault::TooLarge { .. } => TakeFault::Damaged(error.reason()),
                    _ => TakeFault::Disk(error),
                });
            }
        };
        if let Some(last) = self.last().as_ref().filter(|last| last.id == id && last.bytes == bytes) {
            return Ok((bytes, last.take.clone()));
        }
        let take: Take = serde_json::from_slice(&bytes).map_err(|error| {
            TakeFault::Damaged(match error.classify() {
                serde_json::error::Category::Data => {
                    format!("does not have a take's form (line {})", error.line())
                }
                serde_json::error::Category::Eof => "is cut short".to_owned(),
                _ => format!("is not JSON (line {})", error.line()),
            })
        })?;
        if take.task_id != id.to_string() {
            return Err(TakeFault::Damaged("belongs to another job".to_owned()));
        }
        Ok((bytes, take))
    }

    /// Writes a new take whole, and the story to read beside it.
    ///
    /// # Errors
    /// [`TakeFault::Disk`].
    pub fn put(&self, id: JobId, take: &Take) -> Result<(), TakeFault> {
        let path = self.take_path(id, "take.json").map_err(TakeFault::Disk)?;
        self.workspace.write(&path, pretty(take).as_bytes()).map_err(TakeFault::Disk)?;
        self.put_story(id, take)
    }

    /// Changes a take as it lies on disk: what somebody edits meanwhile stays, and is changed again. Nothing
    /// is written where nothing changes.
    ///
    /// # Errors
    /// As [`Shelf::take`] and [`Shelf::put`]; [`TakeFault::Damaged`] when another program never lets it lie.
    pub fn change(&self, id: JobId, mut change: impl FnMut(&mut Take)) -> Result<Take, TakeFault> {
        let path = self.take_path(id, "take.json").map_err(TakeFault::Disk)?;
        for _ in 0..MOST_MEANWHILE {
            let (bytes, before) = self.read(id)?;
            let mut take = before.clone();
            change(&mut take);
            if take == before {
                return Ok(take);
            }
            let content = pretty(&take);
            if self.workspace.write_over(&path, &bytes, content.as_bytes()).map_err(TakeFault::Disk)? {
                *self.last() = Some(Last { id, bytes: content.into_bytes(), take: take.clone() });
                self.put_story(id, &take)?;
                return Ok(take);
            }
        }
        Err(TakeFault::Damaged("is changed by another program all the time".to_owned()))
    }

    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes one step, and nothing else. A step that is no longer there is let go.
    ///
    /// # Errors
    /// As [`Shelf::change`].
    pub fn put_step(&self, id: JobId, step: &Step) -> Result<Take, TakeFault> {
        self.change(id, |take| {
            if let Some(old) = take.steps.iter_mut().find(|old| old.id == step.id) {
                old.clone_from(step);
            }
        })
    }

    /// The story of a take, to read beside it.
    fn put_story(&self, id: JobId, take: &Take) -> Result<(), TakeFault> {
        let path = self.take_path(id, "story.md").map_err(TakeFault::Disk)?;
        self.workspace.write(&path, markdown(take).as_bytes()).map_err(TakeFault::Disk)
    }

    /// The plan of a take as its author left it; none where it is not there.
    ///
    /// # Errors
    /// [`TakeFault::Disk`].
    pub fn plan(&self, id: JobId) -> Result<Option<String>, TakeFault> {
        let path = self.take_path(id, PLAN).map_err(TakeFault::Disk)?;
        match self.workspace.read_text(&path, MOST_PLAN_BYTES) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.fault == FileFault::Missing => Ok(None),
            Err(error) => Err(TakeFault::Disk(error)),
        }
    }

    /// Writes the plan of a take, for its author.
    ///
    /// # Errors
    /// [`TakeFault::Disk`].
    pub fn put_plan(&self, id: JobId, text: &str) -> Result<(), TakeFault> {
        let path = self.take_path(id, PLAN).map_err(TakeFault::Disk)?;
        self.workspace.write(&path, text.as_bytes()).map_err(TakeFault::Disk)
    }

    /// Ids of the takes that are there.
    #[must_use]
    pub fn takes(&self) -> Vec<JobId> {
        let Ok(folder) = self.at(&["takes"]) else { return Vec::new() };
        let names = self.workspace.names(Some(&folder)).unwrap_or_default();
        names.iter().filter_map(|name| name.parse().ok()).collect()
    }

    /// Puts a finished take at the top of the subject's folder: `story.json`, `story.md`, `plan.json`.
    /// A file there that no take of ours wrote is the user's: it stays, and its name is answered.
    ///
    /// # Errors
    /// As [`Shelf::change`].
    pub fn publish(&self, id: JobId) -> Result<(Take, Vec<String>), TakeFault> {
        let mut top = Ok(Top::default());
        // The hashes go first: a file of ours must never look like the user's after a crash.
        let take = self.change(id, |take| top = self.top(take))?;
        let Top { fresh, kept } = top.map_err(TakeFault::Disk)?;
        for (path, content) in fresh {
            self.workspace.write(&path, content.as_bytes()).map_err(TakeFault::Disk)?;
        }
        Ok((take, kept))
    }

    /// What of a take goes to the top. The take notes the hashes of it.
    fn top(&self, take: &mut Take) -> Result<Top, FileError> {
        let files = [
            ("story.json", pretty(&story_json(take))),
            ("story.md", markdown(take)),
            ("plan.json", pretty(&plan_json(take))),
        ];
        let known = self.published(take);
        let mut top = Top::default();
        for (name, content) in files {
            let path = self.at(&[name])?;
            let there = self.hash_of(&path);
            let ours = there.is_none_or(|found| {
                known.contains(&(name.to_owned(), found.clone())) || found == hash(content.as_bytes())
            });
            if ours {
                take.published.insert(name.to_owned(), json!(hash(content.as_bytes())));
                top.fresh.push((path, content));
            } else {
                top.kept.push(name.to_owned());
            }
        }
        Ok(top)
    }

    /// Whether a take is the one at the top of the subject's folder, or was before it was changed.
    #[must_use]
    pub fn is_at_top(&self, take: &Take) -> bool {
        take.published.iter().any(|(name, hash)| {
            let there = self.at(&[name]).ok().and_then(|path| self.hash_of(&path));
            there.is_some() && there.as_deref() == hash.as_str()
        })
    }

    /// What a file's content is known by; `None` where there is no file, empty where it cannot be read.
    fn hash_of(&self, path: &RelPath) -> Option<String> {
        match self.workspace.read(path, MOST_TAKE_BYTES) {
            Ok(bytes) => Some(hash(&bytes)),
            Err(error) if error.fault == FileFault::Missing => None,
            Err(_) => Some(String::new()),
        }
    }

    /// What the takes of this subject ever put at the top: file name and hash.
    fn published(&self, take: &Take) -> Vec<(String, String)> {
        let mut all: Vec<(String, Value)> = take.published.clone().into_iter().collect();
        for other in self.takes() {
            if let Ok(other) = self.take(other) {
                all.extend(other.published);
            }
        }
        all.into_iter().filter_map(|(name, hash)| Some((name, hash.as_str()?.to_owned()))).collect()
    }

    /// Where a file of a take lies, relative to the workspace.
    ///
    /// # Errors
    /// None with the names that we use.
    pub fn take_path(&self, id: JobId, name: &str) -> Result<RelPath, FileError> {
        self.at(&["takes", &id.to_string(), name])
    }

    /// A path below the subject's folder.
    fn at(&self, names: &[&str]) -> Result<RelPath, FileError> {
        names.iter().try_fold(self.subject.folder(), |path, name| path.join(name))
    }
}

/// JSON as our files have it: indented by two, with a line's end.
fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl TakeFault {
    /// The error for people.
    #[must_use]
    pub fn command_error(&self) -> CommandError {
        match self {
            Self::Missing => {
                CommandError::new(ErrorCode::MissingFile, "Nothing of this story is written yet.")
            }
            Self::Damaged(reason) => CommandError::new(
                ErrorCode::DamagedFile,
                format!(
                    "The story's file take.json {reason}. It was left as it is; mend it, or start again."
                ),
            ),
            Self::Disk(error) => error.command_error("The story"),
        }
    }
}
