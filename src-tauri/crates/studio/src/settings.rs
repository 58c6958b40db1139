use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use mythline_files::{FileError, FileFault, Folder, RelPath};
use mythline_protocol::Preferences;
use serde::{Deserialize, Serialize};

use crate::{aside, hours};

/// How large the settings may be, in bytes; anything larger is not ours.
const LIMIT: u64 = 64 * 1024;

/// What the user has set, and what the program remembers for them between its starts. Lies in the
/// user's own configuration, never in a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settings {
    /// The workspace last opened.
    pub workspace: Option<PathBuf>,
    /// What the user has set.
    #[serde(flatten)]
    pub preferences: Preferences,
}

impl Settings {
    /// Reads them from the user's configuration folder. Settings that are not there, or cannot be read,
    /// are the usual ones: they must never keep the program from starting.
    #[must_use]
    pub fn read(config: &Path) -> Self {
        let Ok(folder) = Folder::open(config) else { return Self::default() };
        let Ok(file) = file() else { return Self::default() };
        match folder.read(&file, LIMIT).map(|bytes| serde_json::from_slice(&bytes)) {
            Ok(Ok(settings)) => settings,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the settings cannot be read; the usual ones are used");
                Self::default()
            }
            Err(_) => Self::default(),
        }
    }

    /// Whether there is a file of settings that cannot be read as such.
    pub(crate) fn are_damaged(config: &Path) -> bool {
        let Ok(folder) = Folder::open(config) else { return false };
        match file().and_then(|file| folder.read(&file, LIMIT)) {
            Ok(bytes) => serde_json::from_slice::<Self>(&bytes).is_err(),
            Err(error) => error.fault != FileFault::Missing,
        }
    }

    /// How long the records of finished jobs are kept.
    pub(crate) fn clean_after(&self) -> Option<Duration> {
        self.preferences.clean_after_hours.map(hours)
    }

    /// Writes them.
    ///
    /// # Errors
    /// When the folder cannot be made or written to, or what is there cannot be read: somebody may mend it.
    pub fn write(&self, config: &Path) -> Result<(), FileError> {
        if Self::are_damaged(config) {
            return Err(FileError::new(FileFault::NotText, file()?.as_str()));
        }
        let mut text = serde_json::to_vec_pretty(self).unwrap_or_default();
        text.push(b'\n');
        Folder::create(config)?.write(&file()?, &text)
    }

    /// Writes them because the user has set something. What was there and could not be read is kept beside them.
    ///
    /// # Errors
    /// When the folder cannot be made or written to.
    pub(crate) fn write_over(&self, config: &Path) -> Result<(), FileError> {
        if Self::are_damaged(config) {
            aside::damaged(&Folder::open(config)?, &file()?)?;
        }
        self.write(config)
    }
}

fn file() -> Result<RelPath, FileError> {
    RelPath::segment("settings.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use mythline_protocol::Theme;

    use super::*;

    #[test]
    fn settings_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("new");
        let settings = Settings {
            workspace: Some("/srv/stories".into()),
            preferences: Preferences {
                clean_after_hours: None,
                go_on_after_start: true,
                theme: Theme::Dark,
                ..Preferences::default()
            },
        };
        settings.write(&config).unwrap();
        assert_eq!(Settings::read(&config), settings);
    }

    #[test]
    fn settings_that_cannot_be_read_are_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
        Settings::default().write(folder.path()).unwrap();
        let path = folder.path().join("settings.json");
        let text = std::fs::read_to_string(&path).unwrap();
        for damaged in [&text[..text.len() / 2], "[]", ""] {
            write(folder.path(), damaged);
            assert_eq!(Settings::read(folder.path()), Settings::default());
        }
    }

    fn write(folder: &Path, text: &str) {
        Folder::open(folder).unwrap().write(&file().unwrap(), text.as_bytes()).unwrap();
    }
}
