//! The notes that come with the program: something to write at once, and an example of notes that work.

/// Their subject.
pub const SUBJECT: &str = "The Weigh-House at Hallin";

/// The notes.
pub const NOTES: &str = include_str!("../samples/The Weigh-House at Hallin.md");
