use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use mythline_protocol::{CommandError, ErrorCode};

use crate::Settings;

/// Where the user's own things lie, outside every workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Settings.
    pub config: PathBuf,
    /// Logs, the shelf of models, measured speeds.
    pub data: PathBuf,
    /// The home folder, where it is known.
    pub home: Option<PathBuf>,
}

/// A workspace to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The folder.
    pub folder: PathBuf,
    /// Whether it may be made: nobody named it.
    pub make: bool,
}

impl Places {
    /// Finds them as the system's conventions say: the XDG variables and `HOME` on Linux, the library
    /// folder on macOS, the roaming and local folders on Windows. `env` looks up a variable.
    ///
    /// # Errors
    /// When neither `HOME` nor the variables that could stand for it are set.
    pub fn find(env: impl Fn(&str) -> Option<OsString>) -> Result<Self, CommandError> {
        let folder = |name: &str| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
        let (config, data) = if cfg!(windows) {
            (folder("APPDATA"), folder("LOCALAPPDATA"))
        } else if cfg!(target_os = "macos") {
            let library = home.as_ref().map(|home| home.join("Library/Application Support"));
            (library.clone(), library)
        } else {
            let beneath_home = |path: &str| home.as_ref().map(|home| home.join(path));
            (
                folder("XDG_CONFIG_HOME").or_else(|| beneath_home(".config")),
                folder("XDG_DATA_HOME").or_else(|| beneath_home(".local/share")),
            )
        };
        match (config, data) {
            (Some(config), Some(data)) => {
                Ok(Self { config: config.join("mythline"), data: data.join("mythline"), home })
            }
            _ => Err(no_home()),
        }
    }

    /// The workspace to open: the one named, else the one last opened, else `Mythline` in the home folder.
    ///
    /// # Errors
    /// When none of them is known.
    pub fn workspace(&self, named: Option<PathBuf>) -> Result<Chosen, CommandError> {
        if let Some(folder) = named.or_else(|| Settings::read(&self.config).workspace) {
            return Ok(Chosen { folder, make: false });
        }
        let folder = self.home.as_ref().map(|home| home.join("Mythline")).ok_or_else(no_home)?;
        Ok(Chosen { folder, make: true })
    }

    /// A path as people read it, with `~` for the home folder.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        match self.home.as_ref().and_then(|home| path.strip_prefix(home).ok()) {
            Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
            Some(rest) => format!("~/{}", rest.display()),
            None => path.display().to_string(),
        }
    }
}

fn no_home() -> CommandError {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    CommandError::new(
        ErrorCode::BadWorkspace,
        format!(
            "{name} is not set, so there is no place for settings and stories. Set it to your home folder and try again."
        ),
    )
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn env<'a>(pairs: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
    }

    #[test]
    fn the_home_folder_is_enough() {
        let places = Places::find(env(&[("HOME", "/home/ada")])).unwrap();
        assert_eq!(places.config, Path::new("/home/ada/.config/mythline"));
        assert_eq!(places.data, Path::new("/home/ada/.local/share/mythline"));
        assert_eq!(
            places.workspace(None).unwrap(),
            Chosen { folder: "/home/ada/Mythline".into(), make: true }
        );
        assert_eq!(places.shown(Path::new("/home/ada/Mythline")), "~/Mythline");
        assert_eq!(places.shown(Path::new("/srv/x")), "/srv/x");
    }

    #[test]
    fn without_a_home_folder_the_user_is_told() {
        for pairs in [vec![], vec![("HOME", "")], vec![("HOME", "relative")], vec![("XDG_DATA_HOME", "/d")]] {
            let error = Places::find(env(&pairs)).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadWorkspace);
            assert!(error.message.starts_with("HOME is not set"), "{error}");
        }
    }

    #[test]
    fn the_xdg_folders_do_without_home() {
        let places = Places::find(env(&[("XDG_CONFIG_HOME", "/c"), ("XDG_DATA_HOME", "/d")])).unwrap();
        assert_eq!(places.config, Path::new("/c/mythline"));
        assert!(places.workspace(None).is_err());
        let named = places.workspace(Some("/srv/x".into())).unwrap();
        assert_eq!(named, Chosen { folder: "/srv/x".into(), make: false });
    }
}
