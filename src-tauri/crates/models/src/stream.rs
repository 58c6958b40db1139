/// Turns the bytes of tokens into text that may be shown: whole characters only, and nothing that
/// could still become a stop text.
pub(crate) struct Stream {
    stop_at: Vec<String>,
    /// The beginning of a character whose rest has not come.
    part: Vec<u8>,
    text: String,
    /// Bytes of `text` that were handed out.
    shown: usize,
}

impl Stream {
    /// `stop_at` ends the text; empty ones are ignored.
    pub(crate) fn new(stop_at: Vec<String>) -> Self {
        let stop_at = stop_at.into_iter().filter(|stop| !stop.is_empty()).collect();
        Self { stop_at, part: Vec::new(), text: String::new(), shown: 0 }
    }

    /// Takes bytes in; answers whether a stop text came.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> bool {
        let from = self.text.len();
        self.part.extend_from_slice(bytes);
        self.decode();
        // A stop text that is complete now ends in what came now.
        let found = self.stop_at.iter().filter_map(|stop| {
            let mut at = from.saturating_sub(stop.len()).max(self.shown);
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            self.text[at..].find(stop.as_str()).map(|i| at + i)
        });
        if let Some(at) = found.min() {
            self.text.truncate(at);
            self.part.clear();
            return true;
        }
        false
    }

    /// Moves whole characters from `part` to `text`; what is no UTF-8 becomes a replacement character.
    fn decode(&mut self) {
        loop {
            match std::str::from_utf8(&self.part) {
                Ok(whole) => {
                    self.text.push_str(whole);
                    self.part.clear();
                    return;
                }
                Err(error) => {
                    let good = error.valid_up_to();
                    self.text.push_str(&String::from_utf8_lossy(&self.part[..good]));
                    let Some(bad) = error.error_len() else {
                        self.part.drain(..good);
                        return;
                    };
                    self.text.push(char::REPLACEMENT_CHARACTER);
                    self.part.drain(..good + bad);
                }
            }
        }
    }

    /// What may be shown now and was not shown before.
    pub(crate) fn fresh(&mut self) -> &str {
        let end = self.text.len() - self.held_back();
        let fresh = &self.text[self.shown..end];
        self.shown = end;
        fresh
    }

    /// Bytes at the end that are the beginning of a stop text.
    fn held_back(&self) -> usize {
        let open = &self.text.as_bytes()[self.shown..];
        let begins = |stop: &String| {
            (1..stop.len().min(open.len() + 1)).rev().find(|&n| open.ends_with(&stop.as_bytes()[..n]))
        };
        self.stop_at.iter().filter_map(begins).max().unwrap_or(0)
    }

    /// The end: what was held back may be shown after all. Half a character is dropped.
    pub(crate) fn finish(&mut self) -> &str {
        let fresh = &self.text[self.shown..];
        self.shown = self.text.len();
        fresh
    }

    /// The whole text.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Stream;

    /// Feeds bytes in pieces of `size`; answers what was shown, and the text.
    fn run(bytes: &[u8], size: usize, stop_at: &[&str]) -> (String, String) {
        let mut stream = Stream::new(stop_at.iter().map(ToString::to_string).collect());
        let mut shown = String::new();
        for piece in bytes.chunks(size) {
            let stopped = stream.push(piece);
            shown.push_str(stream.fresh());
            if stopped {
                break;
            }
        }
        shown.push_str(stream.finish());
        (shown, stream.into_text())
    }

    #[test]
    fn whole_characters_come_out_however_the_bytes_are_cut() {
        let text = "Orsa — ‘früh’ 北京 🚢.";
        for size in 1..=text.len() {
            let (shown, whole) = run(text.as_bytes(), size, &[]);
            assert_eq!(shown, text);
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn a_stop_text_ends_it_and_is_never_shown() {
        for size in 1..20 {
            let (shown, whole) = run("One line.\nNote: more".as_bytes(), size, &["\nNote:", "END"]);
            assert_eq!(shown, "One line.", "pieces of {size}");
            assert_eq!(whole, "One line.", "pieces of {size}");
        }
    }

    #[test]
    fn the_earliest_stop_text_counts() {
        let (shown, _) = run(b"a<END>b\nc", 40, &["\n", "<END>"]);
        assert_eq!(shown, "a");
    }

    #[test]
    fn what_only_looked_like_a_stop_text_is_shown_in_the_end() {
        let mut stream = Stream::new(vec!["\nNote:".into()]);
        stream.push(b"Text.\nNo");
        assert_eq!(stream.fresh(), "Text.");
        stream.push(b"w then");
        assert_eq!(stream.fresh(), "\nNow then");
        stream.push(b"\n");
        assert_eq!(stream.fresh(), "");
        assert_eq!(stream.finish(), "\n");
    }

    #[test]
    fn a_stop_text_inside_characters_of_many_bytes_is_found() {
        for size in 1..12 {
            let (shown, _) = run("“é”。é”x".as_bytes(), size, &["。é"]);
            assert_eq!(shown, "“é”");
        }
    }

    #[test]
    fn bytes_that_are_no_text_become_a_sign_and_half_a_character_is_dropped() {
        let (shown, _) = run(b"a\xffb\xf0\x9f", 1, &[]);
        assert_eq!(shown, "a\u{fffd}b");
    }
}
