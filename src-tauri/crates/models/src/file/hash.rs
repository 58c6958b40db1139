use std::{
    collections::HashMap,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
    time::SystemTime,
};

use sha2::{Digest, Sha256};

use super::open::open_regular;

/// Bytes read at a time.
const PIECE: usize = 1 << 20;

/// What was hashed in the life of this program: a file that has its size and its time still is not
/// hashed again each time its model is loaded.
static KNOWN: LazyLock<Mutex<HashMap<PathBuf, Known>>> = LazyLock::new(Mutex::default);

struct Known {
    bytes: u64,
    changed: SystemTime,
    sha256: String,
}

/// The SHA-256 of a regular file, in lower-case hexadecimals.
pub(crate) fn sha256(path: &Path) -> io::Result<String> {
    let (mut file, bytes) = open_regular(path)?;
    let changed = file.metadata()?.modified()?;
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known().get(path)
        && known.bytes == bytes
        && known.changed == changed
    {
        return Ok(known.sha256.clone());
    }
    let mut hasher = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hasher.update(&piece[..read]),
        }
    }
    let sha256: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    known().insert(path.to_owned(), Known { bytes, changed, sha256: sha256.clone() });
    Ok(sha256)
}
