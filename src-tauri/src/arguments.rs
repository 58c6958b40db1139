//! What stands on the command line: a folder to open, or nothing.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// The folder named, against the folder in which the program was started. Options are not for us: some
/// desktops add their own.
pub(crate) fn folder(arguments: impl IntoIterator<Item = OsString>, started_in: &Path) -> Option<PathBuf> {
    let mut named = arguments.into_iter().skip(1);
    named
        .find(|argument| !argument.as_encoded_bytes().starts_with(b"-"))
        .map(|folder| started_in.join(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(arguments: &[&str]) -> Option<PathBuf> {
        folder(arguments.iter().map(OsString::from), Path::new("/home/ada"))
    }

    #[test]
    fn a_folder_is_found_from_where_the_program_was_started() {
        assert_eq!(from(&["mythline-desktop"]), None);
        assert_eq!(from(&["mythline-desktop", "tales"]), Some("/home/ada/tales".into()));
        assert_eq!(from(&["mythline-desktop", "--gapplication-service", "/srv/t"]), Some("/srv/t".into()));
    }
}
