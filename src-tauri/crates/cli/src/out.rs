use std::{
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use console::Term;
use serde::Serialize;

/// Where a verb's words go: standard output, as text for people or as JSON for programs.
///
/// When the reader has gone (`mythline jobs | head -1`) everything further is dropped in silence, and
/// what is being done goes on.
pub(crate) struct Out {
    /// Whether JSON was asked for.
    pub(crate) json: bool,
    /// Whether a person reads along: a terminal, and no JSON.
    pub(crate) live: bool,
    /// Columns of the terminal; where there is none, as many as are needed.
    pub(crate) width: usize,
    closed: AtomicBool,
}

impl Out {
    pub(crate) fn new(json: bool) -> Self {
        let terminal = io::stdout().is_terminal();
        let width = if terminal { usize::from(Term::stdout().size().1).max(40) } else { usize::MAX };
        Self { json, live: terminal && !json, width, closed: AtomicBool::new(false) }
    }

    /// A width for running text: a comfortable measure, or less where the terminal is narrow.
    pub(crate) fn measure(&self) -> usize {
        self.width.min(76)
    }

    /// One line, or several.
    pub(crate) fn line(&self, text: &str) {
        self.put(format!("{text}\n").as_bytes());
    }

    /// One JSON document, laid out to be read.
    pub(crate) fn document(&self, value: &impl Serialize) {
        self.line(&serde_json::to_string_pretty(value).unwrap_or_default());
    }

    /// One JSON object on one line.
    pub(crate) fn object(&self, value: &impl Serialize) {
        self.line(&serde_json::to_string(value).unwrap_or_default());
    }

    /// Clears the terminal, to draw it anew.
    pub(crate) fn clear(&self) {
        self.put(b"\x1b[H\x1b[2J");
    }

    /// Whether nobody reads any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    fn put(&self, bytes: &[u8]) {
        if self.is_closed() {
            return;
        }
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            self.closed.store(true, Ordering::Relaxed);
            if error.kind() != io::ErrorKind::BrokenPipe {
                warn("The output could not be written to the end.");
            }
        }
    }
}

/// A sentence on standard error.
pub(crate) fn warn(sentence: &str) {
    // Where even this cannot be written there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "mythline: {}", shown(sentence));
}

/// Text that came from outside, as it may stand in a terminal: without control characters (which could
/// move the cursor or change colours) and without marks that turn the direction of writing. Line ends
/// stay.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || *c == '\t' || !hidden(*c)).collect()
}

/// As [`shown`], in one line.
pub(crate) fn shown_line(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !hidden(*c)).collect()
}

fn hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_cannot_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c\nd\r"), "a[2Jbc\nd");
        assert_eq!(shown_line("one\ntwo\u{7}"), "one two");
    }
}
