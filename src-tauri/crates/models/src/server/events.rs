//! Server-sent events, as far as a chat needs them: the data, with a bound on every length.

/// Bytes of an event at most; a chunk of a chat has some hundred.
const LARGEST: usize = 256 * 1024;

/// Puts events together from the bytes of an answer, however they are cut.
#[derive(Debug, Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    data: Option<String>,
    /// The line before ended in a carriage return, and a line feed that follows belongs to it.
    after_return: bool,
}

/// An event, or a line, longer than any that is meant.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an event of more than {LARGEST} bytes")]
pub(crate) struct TooLong;

impl Events {
    /// Takes bytes in; answers the data of the events that are whole now.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<String>, TooLong> {
        let mut whole = Vec::new();
        for byte in bytes {
            let ends_return = std::mem::take(&mut self.after_return) && *byte == b'\n';
            match byte {
                b'\n' if ends_return => {}
                b'\n' | b'\r' => {
                    self.after_return = *byte == b'\r';
                    whole.extend(self.end_line()?);
                }
                _ if self.line.len() == LARGEST => return Err(TooLong),
                _ => self.line.push(*byte),
            }
        }
        Ok(whole)
    }

    /// The end of the answer: some servers leave the last empty line out.
    pub(crate) fn finish(&mut self) -> Result<Option<String>, TooLong> {
        let ended = self.end_line()?;
        Ok(ended.or_else(|| self.data.take()))
    }

    /// Takes a line: an empty one ends an event. Comments, which keep a connection open, and fields
    /// other than the data say nothing here.
    fn end_line(&mut self) -> Result<Option<String>, TooLong> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return Ok(self.data.take());
        }
        let Some(value) = line.strip_prefix(b"data") else { return Ok(None) };
        let value = match value.strip_prefix(b":") {
            Some(value) => value.strip_prefix(b" ").unwrap_or(value),
            None if value.is_empty() => value,
            None => return Ok(None),
        };
        let value = String::from_utf8_lossy(value);
        match &mut self.data {
            Some(data) if data.len() + value.len() >= LARGEST => return Err(TooLong),
            Some(data) => {
                data.push('\n');
                data.push_str(&value);
            }
            None => self.data = Some(value.into_owned()),
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Events, LARGEST, TooLong};

    fn read(bytes: &[u8], size: usize) -> Vec<String> {
        let mut events = Events::default();
        let mut all = Vec::new();
        for piece in bytes.chunks(size) {
            all.extend(events.push(piece).unwrap());
        }
        all.extend(events.finish().unwrap());
        all
    }

    #[test]
    fn events_are_the_same_however_they_are_cut_and_whatever_ends_their_lines() {
        let expected = ["{\"a\":\"é🚢\"}", "b\nc", "[DONE]"];
        for end in ["\n", "\r\n", "\r"] {
            let text = [
                ": alive",
                "",
                "data: {\"a\":\"é🚢\"}",
                "id: 7",
                "",
                "",
                "event: x",
                "data:b",
                "data: c",
                "",
                "data: [DONE]",
            ]
            .join(end);
            for size in 1..text.len() {
                assert_eq!(read(text.as_bytes(), size), expected, "{end:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn what_never_ends_is_refused() {
        let line = vec![b'x'; LARGEST + 1];
        assert_eq!(Events::default().push(&line), Err(TooLong));
        let mut events = Events::default();
        let lines = b"data: 0123456789012345678901234567890123456789\n".repeat(LARGEST / 40);
        assert_eq!(events.push(&lines), Err(TooLong));
    }

    #[test]
    fn what_is_no_event_is_passed_over() {
        assert_eq!(read(b"database: 1\n\n<html>\n\ndata\n\n", 3), [""]);
        assert_eq!(read(b"data: \xff\n\n", 1), ["\u{fffd}"]);
    }
}
