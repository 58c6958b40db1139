use std::fmt;

use crate::{FileError, FileFault};

/// A path beneath a [`crate::Folder`]: one or more checked segments.
///
/// A segment is never empty, `.` or `..`, and holds no separator, no NUL and no control character, so
/// that a path cannot leave its folder whatever it was made from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath {
    text: String,
}

impl RelPath {
    /// A path of one segment.
    ///
    /// # Errors
    /// [`FileFault::BadPath`] when the segment is no plain name.
    pub fn segment(name: &str) -> Result<Self, FileError> {
        check(name)?;
        Ok(Self { text: name.to_owned() })
    }

    /// A path from its segments, outermost first.
    ///
    /// # Errors
    /// [`FileFault::BadPath`] when there is none, or one is no plain name.
    pub fn new<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Result<Self, FileError> {
        let mut text = String::new();
        for segment in segments {
            let segment = segment.as_ref();
            check(segment)?;
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(segment);
        }
        if text.is_empty() { Err(bad("")) } else { Ok(Self { text }) }
    }

    /// A path from text with `/` between the segments, each of which is checked.
    ///
    /// # Errors
    /// [`FileFault::BadPath`] when a segment is no plain name.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        Self::new(text.split('/'))
    }

    /// This path and one segment more.
    ///
    /// # Errors
    /// [`FileFault::BadPath`] when the segment is no plain name.
    pub fn join(&self, name: &str) -> Result<Self, FileError> {
        check(name)?;
        Ok(Self { text: format!("{}/{name}", self.text) })
    }

    /// The segments, outermost first.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.text.split('/')
    }

    /// The last segment.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text.rsplit('/').next().unwrap_or(&self.text)
    }

    /// All but the last segment; `None` when there is only one.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.text.rsplit_once('/').map(|(parent, _)| Self { text: parent.to_owned() })
    }

    /// The path with `/` between its segments.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn check(name: &str) -> Result<(), FileError> {
    let plain = !name.is_empty()
        && name != "."
        && name != ".."
        && name.len() <= 255
        && !name.chars().any(|c| c == '/' || c == '\\' || c.is_control());
    if plain { Ok(()) } else { Err(bad(name)) }
}

fn bad(name: &str) -> FileError {
    FileError::new(FileFault::BadPath, name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn segments_are_plain_names() {
        for bad in ["", ".", "..", "a/b", "a\\b", "a\0", "line\nbreak"] {
            assert_eq!(RelPath::segment(bad).unwrap_err().fault, FileFault::BadPath, "{bad:?}");
            assert!(RelPath::new(["fine", bad]).is_err(), "{bad:?}");
        }
        for bad in ["", "/etc/passwd", "a//b", "a/../b", "a/"] {
            assert!(RelPath::parse(bad).is_err(), "{bad:?}");
        }
        assert!(RelPath::new::<&str>([]).is_err());
        assert!(RelPath::segment(&"x".repeat(256)).is_err());
    }

    #[test]
    fn a_path_knows_its_parts() {
        let path = RelPath::parse("output/The Tower").unwrap().join("research.md").unwrap();
        assert_eq!(path.as_str(), "output/The Tower/research.md");
        assert_eq!(path.name(), "research.md");
        assert_eq!(path.parent().unwrap().as_str(), "output/The Tower");
        assert_eq!(RelPath::segment("one").unwrap().parent(), None);
    }
}
