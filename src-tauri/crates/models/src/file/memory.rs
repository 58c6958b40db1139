/// Bytes of memory that can be had without swapping; none where the system does not say.
pub(super) fn available() -> Option<u64> {
    meminfo("MemAvailable:")
}

/// Bytes of memory in all; none where the system does not say.
pub(crate) fn in_all() -> Option<u64> {
    meminfo("MemTotal:")
}

#[cfg(target_os = "linux")]
fn meminfo(what: &str) -> Option<u64> {
    from_meminfo(&std::fs::read_to_string("/proc/meminfo").ok()?, what)
}

/// Not known here.
#[cfg(not(target_os = "linux"))]
fn meminfo(_: &str) -> Option<u64> {
    None
}

#[cfg(any(target_os = "linux", test))]
fn from_meminfo(text: &str, what: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(what))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

/// A size for people.
pub(crate) fn words(bytes: u64) -> String {
    match bytes {
        1_000_000_000.. => format!("{:.1} GB", bytes as f64 / 1e9),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::{from_meminfo, words};

    #[test]
    fn meminfo_is_read() {
        let text = "MemTotal:  24000000 kB\nMemFree: 1 kB\nMemAvailable:   20480 kB\nBuffers: 3 kB\n";
        assert_eq!(from_meminfo(text, "MemAvailable:"), Some(20_971_520));
        assert_eq!(from_meminfo(text, "MemTotal:"), Some(24_576_000_000));
        assert_eq!(from_meminfo("MemTotal: 1 kB\n", "MemAvailable:"), None);
        assert_eq!(from_meminfo("MemAvailable: much\n", "MemAvailable:"), None);
    }

    #[test]
    fn sizes_are_said_in_megabytes_and_gigabytes() {
        assert_eq!(words(98_362_432), "99 MB");
        assert_eq!(words(1_117_320_768), "1.1 GB");
    }
}
