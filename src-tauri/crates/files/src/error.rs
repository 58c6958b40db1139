use std::{fmt, io};

use mythline_protocol::{CommandError, ErrorCode};

/// What stands where a regular file or a folder was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A symbolic link.
    Link,
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A named pipe.
    Pipe,
    /// A device.
    Device,
    /// A socket.
    Socket,
}

impl FileKind {
    /// With its article, for a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Link => "a link",
            Self::Folder => "a folder",
            Self::File => "a file",
            Self::Pipe => "a pipe",
            Self::Device => "a device",
            Self::Socket => "a socket",
        }
    }
}

/// What went wrong with a file, in the terms that callers decide by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileFault {
    /// Nothing has this name.
    Missing,
    /// Something has this name, and it is not what was asked for.
    Odd(FileKind),
    /// The file is larger than the caller allows.
    TooLarge {
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// The file is no UTF-8 text.
    NotText,
    /// The disk, or the user's share of it, is full.
    DiskFull,
    /// The disk or the folder cannot be written to.
    ReadOnly,
    /// The operating system does not allow it.
    Denied,
    /// The folder that was opened is gone.
    Gone,
    /// The name is no plain name.
    BadPath,
    /// Anything else; the source says what.
    Other,
}

/// A file could not be read or written.
#[derive(Debug)]
pub struct FileError {
    /// What went wrong.
    pub fault: FileFault,
    /// The file, relative to its folder.
    pub file: String,
    /// What the operating system said, for the log.
    pub source: Option<io::Error>,
}

impl FileError {
    /// A fault with no error of the operating system behind it.
    pub fn new(fault: FileFault, file: impl Into<String>) -> Self {
        Self { fault, file: file.into(), source: None }
    }

    /// An error of the operating system, with its fault read from it.
    pub fn from_io(error: io::Error, file: impl Into<String>) -> Self {
        let fault = match error.kind() {
            io::ErrorKind::NotFound => FileFault::Missing,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FileFault::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => FileFault::ReadOnly,
            io::ErrorKind::PermissionDenied => FileFault::Denied,
            io::ErrorKind::NotADirectory => FileFault::Odd(FileKind::File),
            io::ErrorKind::IsADirectory => FileFault::Odd(FileKind::Folder),
            _ => FileFault::Other,
        };
        Self { fault, file: file.into(), source: Some(error) }
    }

    /// Why, as the end of a sentence for people: "is a link", "is larger than 4 MB".
    #[must_use]
    pub fn reason(&self) -> String {
        match self.fault {
            FileFault::Missing => "is not there".into(),
            FileFault::Odd(kind) => format!("is {}", kind.words()),
            FileFault::TooLarge { limit } => format!("is larger than {}", size(limit)),
            FileFault::NotText => "is not text in UTF-8".into(),
            FileFault::DiskFull => "does not fit: the disk is full".into(),
            FileFault::ReadOnly => "cannot be written: its folder is read-only".into(),
            FileFault::Denied => "may not be opened by this user".into(),
            FileFault::Gone => "is gone: its folder was moved or deleted".into(),
            FileFault::BadPath => "has a name that cannot be used".into(),
            FileFault::Other => "could not be read or written".into(),
        }
    }

    /// The error for people. `what` begins the sentence and names the thing, not the path: "The notes".
    #[must_use]
    pub fn command_error(&self, what: &str) -> CommandError {
        let code = match self.fault {
            FileFault::Missing => ErrorCode::MissingFile,
            FileFault::Odd(_) | FileFault::TooLarge { .. } | FileFault::NotText => ErrorCode::DamagedFile,
            FileFault::DiskFull => ErrorCode::DiskFull,
            FileFault::ReadOnly | FileFault::Denied => ErrorCode::ReadOnly,
            FileFault::Gone => ErrorCode::BadWorkspace,
            FileFault::BadPath => ErrorCode::BadOption,
            FileFault::Other => ErrorCode::Internal,
        };
        CommandError::new(code, format!("{what} {}.", self.reason()))
    }

    /// Whether this says that saving is in trouble, rather than that this one file is odd.
    #[must_use]
    pub fn is_saving_trouble(&self) -> bool {
        matches!(
            self.fault,
            FileFault::DiskFull
                | FileFault::ReadOnly
                | FileFault::Denied
                | FileFault::Gone
                | FileFault::Other
        )
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} KB", (bytes >> 10).max(1)) }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.file, self.reason())?;
        match &self.source {
            Some(source) => write!(f, " ({source})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|e| e as _)
    }
}
