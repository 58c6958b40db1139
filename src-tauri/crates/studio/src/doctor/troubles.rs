//! What went wrong last, out of the program's own log: when, how bad, and at which line of the program. What was
//! said there may hold names, and is left out.

use std::path::Path;

use mythline_files::{Folder, RelPath};
use serde::Serialize;

/// The most that are told.
const MOST: usize = 20;
/// How much of a log's end is looked at, in bytes.
const END: u64 = 256 * 1024;

/// One line of the log without what it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    /// When, in UTC.
    pub at: String,
    /// `WARN` or `ERROR`.
    pub level: String,
    /// The file of the program's source, and the line in it.
    pub place: String,
}

/// The last of every log in the data folder, the newest last.
pub(super) fn last(data: &Path) -> Vec<Trouble> {
    let Ok(folder) = RelPath::segment("logs").and_then(|logs| Folder::open(data)?.sub(&logs)) else {
        return Vec::new();
    };
    let mut all: Vec<Trouble> = folder
        .names(None)
        .unwrap_or_default()
        .iter()
        .filter_map(|name| folder.read_tail(&RelPath::segment(name).ok()?, END).ok())
        .flat_map(|tail| String::from_utf8_lossy(&tail.bytes).lines().filter_map(read).collect::<Vec<_>>())
        .collect();
    all.sort();
    all.split_off(all.len().saturating_sub(MOST))
}

/// Reads a line as the log has it: time, level, module, file, line, and what was said.
fn read(line: &str) -> Option<Trouble> {
    let mut words = line.split_whitespace();
    let (at, level, module, place) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let timely =
        at.len() < 40 && at.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | 'T' | 'Z'));
    let ours = module.starts_with("mythline_");
    let (file, number) = place.strip_suffix(':')?.rsplit_once(':')?;
    let of_source = file.len() < 120
        && file.starts_with("src-tauri/")
        && file.ends_with(".rs")
        && file
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '/' | '_' | '-' | '.'));
    let numbered = number.len() < 6 && number.chars().all(|c| c.is_ascii_digit());
    (timely && ours && of_source && numbered && matches!(level, "WARN" | "ERROR")).then(|| Trouble {
        at: at.to_owned(),
        level: level.to_owned(),
        place: format!("{file}:{number}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_told_without_what_it_says() {
        let line = "2026-11-23T09:00:01.123456Z  WARN mythline_jobs::load: src-tauri/crates/jobs/src/load.rs:97: The Ferry of Ida: sk-1234";
        let told = read(line).map(|trouble| (trouble.at, trouble.level, trouble.place));
        let wanted = ("2026-11-23T09:00:01.123456Z", "WARN", "src-tauri/crates/jobs/src/load.rs:97");
        assert_eq!(told, Some((wanted.0.to_owned(), wanted.1.to_owned(), wanted.2.to_owned())));
    }

    #[test]
    fn a_line_of_another_shape_is_not_told() {
        for line in [
            "",
            "Ida WARN mythline_jobs::load: src-tauri/crates/jobs/src/load.rs:97: x",
            "2026-11-23T09:00:01Z  INFO mythline_jobs::load: src-tauri/crates/jobs/src/load.rs:97: x",
            "2026-11-23T09:00:01Z  WARN mythline_jobs::load: The ferry of Ida:97: x",
            "2026-11-23T09:00:01Z  WARN mythline_jobs::load: /home/ida/load.rs:97: x",
            "2026-11-23T09:00:01Z  WARN ida: src-tauri/crates/jobs/src/load.rs:97: x",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
