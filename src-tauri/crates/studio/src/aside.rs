use mythline_files::{FileError, FileFault, Folder, RelPath};

/// Moves a file out of the way, under the first free one of the names that `name` gives to 1, 2, 3 and so on.
/// Whatever it is, nothing of it is lost.
pub(crate) fn set_aside(
    folder: &Folder,
    file: &RelPath,
    name: impl Fn(u32) -> String,
) -> Result<(), FileError> {
    for number in 1.. {
        let aside = RelPath::parse(&name(number))?;
        if folder.entry(&aside).is_err_and(|error| error.fault == FileFault::Missing) {
            return folder.set_aside(file, &aside);
        }
    }
    Ok(())
}

/// Moves a file that cannot be read out of the way, beside where it was: `name.damaged`.
pub(crate) fn damaged(folder: &Folder, file: &RelPath) -> Result<(), FileError> {
    set_aside(folder, file, |number| match number {
        1 => format!("{file}.damaged"),
        _ => format!("{file}.damaged-{number}"),
    })
}
