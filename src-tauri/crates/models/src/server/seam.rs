/// The shortest piece that counts as said again where it is not the whole of what was there.
const SHORTEST: usize = 10;
/// How far back is looked.
const LONGEST: usize = 400;

/// Joins an answer to what was there before it. Some models begin by saying again what they were to go
/// on from: that is not taken twice.
pub(crate) struct Seam {
    /// What may be said again, the longest first.
    again: Vec<String>,
    /// The beginning of the answer, while it may still be a repetition.
    held: String,
    open: bool,
    /// What was there ends in a space, so that the answer need not begin with one.
    spaced: bool,
}

impl Seam {
    /// After this text; an empty one has nothing to join.
    pub(crate) fn after(before: &str) -> Self {
        let from = before.len().saturating_sub(LONGEST);
        let words = before.char_indices().filter(|(at, _)| {
            let behind = before[..*at].chars().next_back();
            behind.is_none_or(char::is_whitespace) && !before[*at..].starts_with(char::is_whitespace)
        });
        let again: Vec<String> = words
            .filter(|(at, _)| *at >= from && (*at == 0 || before.len() - at >= SHORTEST))
            .map(|(at, _)| before[at..].trim_end().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        Self {
            open: !again.is_empty(),
            again,
            held: String::new(),
            spaced: before.ends_with(char::is_whitespace),
        }
    }

    /// Takes a piece of the answer in; answers what is new for certain.
    pub(crate) fn push(&mut self, piece: &str) -> String {
        if !self.open {
            return self.spaced(piece);
        }
        self.held.push_str(piece);
        let said = self.held.trim_start();
        if self.again.iter().any(|again| again.len() > said.len() && again.starts_with(said)) {
            return String::new();
        }
        self.finish()
    }

    /// The end of the answer, or of the doubt.
    pub(crate) fn finish(&mut self) -> String {
        self.open = false;
        let held = std::mem::take(&mut self.held);
        let said = held.trim_start();
        let rest = self.again.iter().find_map(|again| said.strip_prefix(again.as_str())).unwrap_or(&held);
        self.spaced(rest)
    }

    /// Without the space that stands there already.
    fn spaced(&mut self, text: &str) -> String {
        if !self.spaced {
            return text.to_owned();
        }
        let text = text.trim_start();
        self.spaced = text.is_empty();
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Seam;

    fn joined(before: &str, answer: &str) -> String {
        let mut whole: Vec<String> = Vec::new();
        for size in [1, 3, 100] {
            let mut seam = Seam::after(before);
            let letters: Vec<char> = answer.chars().collect();
            let pieces = letters.chunks(size).map(|piece| piece.iter().collect::<String>());
            let mut text: String = pieces.map(|piece| seam.push(&piece)).collect();
            text.push_str(&seam.finish());
            whole.push(text);
        }
        assert!(whole.windows(2).all(|two| two[0] == two[1]), "{whole:?}");
        whole.remove(0)
    }

    #[test]
    fn what_is_said_again_is_taken_once() {
        assert_eq!(joined("At dawn", "At dawn Voss ran."), " Voss ran.");
        assert_eq!(joined("Orsa went down to the old quay ", "to the old quay and waited."), "and waited.");
        assert_eq!(joined("The boat — ‘früh’", "The boat — ‘früh’ came."), " came.");
    }

    #[test]
    fn what_is_new_stays_word_for_word() {
        assert_eq!(joined("", " Voss ran."), " Voss ran.");
        assert_eq!(joined("At dawn", " Voss ran."), " Voss ran.");
        assert_eq!(joined("At dawn", "At"), "At");
        assert_eq!(joined("Orsa went to the quay", " quayside."), " quayside.");
        assert_eq!(joined("the the", "the end"), "the end");
    }
}
