use std::{
    fs::{File, OpenOptions},
    io,
    path::Path,
};

/// Opens a regular file for reading and answers its size. A pipe does not hang it, and what has
/// become a link since it was chosen is not followed.
#[expect(clippy::disallowed_methods, reason = "opened to be read, wherever the user keeps it")]
pub(super) fn open_regular(path: &Path) -> io::Result<(File, u64)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed());
    }
    let not_regular = || io::Error::new(io::ErrorKind::InvalidInput, "not a regular file");
    let file = options.open(path).map_err(|error| match path.symlink_metadata() {
        Ok(meta) if !meta.is_file() => not_regular(),
        _ => error,
    })?;
    let meta = file.metadata()?;
    if meta.is_file() { Ok((file, meta.len())) } else { Err(not_regular()) }
}
