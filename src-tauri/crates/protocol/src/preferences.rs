use serde::{Deserialize, Serialize};

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What the user has set. It is kept in the user's own configuration, never in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// The size of everything in the window, in per cent of the usual; 80 to 200.
    pub text_percent: u32,
    /// The size of a story's text where it is read, in per cent of the usual; 80 to 200.
    pub reading_percent: u32,
    /// The window's language, `en` or `de`; null for the system's.
    pub language: Option<String>,
    /// Records of finished jobs are cleaned after this many hours; null keeps them.
    pub clean_after_hours: Option<u32>,
    /// Whether what was at work or waited when the program ended goes on by itself at the next start.
    pub go_on_after_start: bool,
    /// Whether the system says so when work ends or needs somebody, and the window is not in front.
    pub notify: bool,
    /// Whether the thread of what is being written stands in the tray, with a menu.
    pub tray: bool,
    /// Whether the computer is kept awake while stories are being written, and only then.
    pub keep_awake: bool,
    /// Whether writing waits while the battery is nearly empty.
    pub wait_for_power: bool,
    /// Whether writing waits while the workspace's disk is nearly full.
    pub wait_for_room: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_percent: 100,
            reading_percent: 100,
            language: None,
            clean_after_hours: Some(24),
            go_on_after_start: false,
            notify: true,
            tray: true,
            keep_awake: true,
            wait_for_power: true,
            wait_for_room: true,
        }
    }
}
