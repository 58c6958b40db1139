//! What stands on the command line: a folder to open, and files to take in as notes.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// What a start was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Given {
    /// A folder to open as the workspace; it may not be there.
    pub(crate) folder: Option<PathBuf>,
    /// Files to take in as notes.
    pub(crate) files: Vec<PathBuf>,
}

/// Reads a command line, against the folder in which the program was started. Options are not for us: some
/// desktops add their own.
pub(crate) fn given(arguments: impl IntoIterator<Item = OsString>, started_in: &Path) -> Given {
    let named = arguments.into_iter().skip(1).filter(|named| !named.as_encoded_bytes().starts_with(b"-"));
    let (files, folders): (Vec<_>, Vec<_>) =
        named.map(|named| started_in.join(named)).partition(|path| path.is_file());
    Given { folder: folders.into_iter().next(), files }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn from(arguments: &[&str], here: &Path) -> Given {
        given(arguments.iter().map(OsString::from), here)
    }

    #[test]
    fn a_folder_is_found_from_where_the_program_was_started() {
        let folder = |arguments| from(arguments, Path::new("/home/ada")).folder;
        assert_eq!(folder(&["mythline-desktop"]), None);
        assert_eq!(folder(&["mythline-desktop", "tales"]), Some("/home/ada/tales".into()));
        assert_eq!(folder(&["mythline-desktop", "--gapplication-service", "/srv/t"]), Some("/srv/t".into()));
    }

    #[test]
    fn files_are_told_from_folders() {
        let here = tempfile::tempdir().unwrap();
        let page = here.path().join("ferry.md");
        #[expect(clippy::disallowed_methods, reason = "a page of the user's, outside every workspace")]
        std::fs::write(&page, "Ida rows the ferry.").unwrap();
        let given = from(&["mythline-desktop", "ferry.md", "tales"], here.path());
        assert_eq!(given, Given { folder: Some(here.path().join("tales")), files: vec![page] });
    }
}
