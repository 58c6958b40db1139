use std::path::Path;

/// Bytes of disk that this user can have at a place; none where the system does not say.
#[cfg(unix)]
pub(super) fn free(place: &Path) -> Option<u64> {
    let there = place.ancestors().find(|folder| folder.exists())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

/// Bytes of disk; not known here.
#[cfg(not(unix))]
pub(super) fn free(_: &Path) -> Option<u64> {
    None
}
