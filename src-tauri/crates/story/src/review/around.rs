use super::{Source, Style, Told};

/// Where a retelling will stand.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// What the story rests on.
    pub source: &'a Source,
    /// What was told before, this step included.
    pub told: &'a Told,
    /// The facts and sentences that may be drawn on besides the fact itself: its neighbours, and
    /// the last sentences told.
    pub near: &'a str,
    /// How the story is told.
    pub style: Style,
}
