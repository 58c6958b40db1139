use serde::Serialize;

use super::{system_file, word};

/// The computer, as far as it matters to stories and to a window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Computer {
    /// The kind of system and of processor: `linux x86_64`.
    pub system: String,
    /// Which release of it: `debian 12`.
    pub release: Option<String>,
    /// Its kernel.
    pub kernel: Option<String>,
    /// How the desktop draws: `x11`, `wayland`.
    pub session: Option<String>,
    /// The language and country that the system is set to: `de_DE.UTF-8`.
    pub language: Option<String>,
    /// Bytes of memory in all, where the system says.
    pub memory: Option<u64>,
    /// Threads that run at once.
    pub cores: usize,
    /// Drivers of graphics cards with the cards' numbers: `amdgpu 1002-73DF`. The processor writes the stories
    /// all the same; the window is drawn with these.
    pub graphics: Vec<String>,
    /// Variables of the environment that are set and change how the program runs, without their values.
    pub variables: Vec<&'static str>,
}

/// What can change how the program runs.
const VARIABLES: [&str; 8] = [
    "MYTHLINE_WORKSPACE",
    "MYTHLINE_STARTER_MODEL",
    "MYTHLINE_LOG",
    "HF_ENDPOINT",
    "HTTPS_PROXY",
    "GDK_BACKEND",
    "WEBKIT_DISABLE_DMABUF_RENDERER",
    "WEBKIT_DISABLE_COMPOSITING_MODE",
];

impl Computer {
    pub(super) fn look(memory: Option<u64>) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        Self {
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            release: system_file("/etc/os-release").and_then(|text| release(&text)),
            kernel: system_file("/proc/sys/kernel/osrelease").and_then(|text| word(&text)),
            session: variable("XDG_SESSION_TYPE").and_then(|said| word(&said)),
            language: variable("LC_ALL").or_else(|| variable("LANG")).and_then(|said| word(&said)),
            memory,
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            graphics: graphics(),
            variables: VARIABLES.into_iter().filter(|name| std::env::var_os(name).is_some()).collect(),
        }
    }
}

/// `debian 12`, out of the file that systems describe themselves in.
fn release(text: &str) -> Option<String> {
    let said = |name: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
        word(value.trim_matches('"'))
    };
    let version = said("VERSION_ID").map(|version| format!(" {version}")).unwrap_or_default();
    Some(said("ID")? + &version)
}

/// The cards that the system can draw with, where it says so.
fn graphics() -> Vec<String> {
    let cards = std::fs::read_dir("/sys/class/drm").into_iter().flatten().flatten();
    let mut seen: Vec<String> = cards
        .filter(|card| card.file_name().to_string_lossy().starts_with("render"))
        .filter_map(|card| card_of(&system_file(card.path().join("device/uevent"))?))
        .collect();
    seen.sort();
    seen
}

/// The driver and the number of a card, out of what the system says of a device.
fn card_of(uevent: &str) -> Option<String> {
    let said = |name: &str| {
        uevent.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    let number = said("PCI_ID").and_then(|id| word(&id.replace(':', "-")));
    Some([word(&said("DRIVER")?)?, number.unwrap_or_default()].join(" ").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_and_a_card_are_read() {
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n";
        assert_eq!(release(debian).as_deref(), Some("debian 12"));
        assert_eq!(release("ID=arch\n").as_deref(), Some("arch"));
        assert_eq!(release("ID=\"a b; c\"\n"), None);
        let card = "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:73DF\n";
        assert_eq!(card_of(card).as_deref(), Some("amdgpu 1002-73DF"));
        assert_eq!(card_of("DRIVER=v3d\n").as_deref(), Some("v3d"));
        assert_eq!(card_of("MODALIAS=x\n"), None);
    }
}
