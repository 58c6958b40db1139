use serde::{Deserialize, Serialize};

/// What the desktop around the window says, in the window's language. The program fills in what stands in
/// braces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DesktopWords {
    /// How a story stands that is being written: `{title}`, `{done}` and `{total}` of its scenes.
    pub line: String,
    /// How one stands whose scenes are not counted yet: `{title}`.
    pub begun: String,
    /// That more are written than are named: `{n}`.
    pub more: String,
    /// That none is.
    pub idle: String,
    /// Why the computer is kept awake.
    pub writing: String,
    /// Brings the window forward.
    pub open: String,
    /// Pauses everything.
    pub pause: String,
    /// Lets it go on.
    pub go_on: String,
    /// Ends the program.
    pub quit: String,
    /// The same while stories are being written: `{n}`.
    pub quit_writing: String,
}
