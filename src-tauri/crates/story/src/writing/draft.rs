use crate::review::StepText;

/// A sentence or two of narration, with the fact that it tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Beat {
    /// The fact, by index into the notes' facts; `None` for what was put in so that the player acts.
    pub fact: Option<usize>,
    /// Which paragraph of the notes the fact stands in.
    pub paragraph: usize,
    /// The text chosen.
    pub text: String,
    /// Other ways to tell it, the best first.
    pub others: Vec<String>,
    /// Whether somebody speaks.
    pub speaks: bool,
}

/// Sentences in a paragraph at most.
const MOST: usize = 4;

/// Puts beats together in paragraphs of two to four.
pub(crate) fn prose(beats: &[Beat]) -> StepText {
    let mut out = String::new();
    for (at, beat) in beats.iter().enumerate() {
        if at > 0 {
            out.push_str(if begins_paragraph(beats, at) { "\n\n" } else { " " });
        }
        out.push_str(beat.text.trim());
    }
    StepText::Narration(out)
}

/// Whether a new paragraph begins with a beat: where the notes have one, and where it would be too long.
fn begins_paragraph(beats: &[Beat], at: usize) -> bool {
    let mut from = 0;
    let mut begins = false;
    for index in 1..=at {
        let run = index - from;
        let left = beats.len() - index;
        let changes = beats[index].paragraph != beats[index - 1].paragraph;
        let spoken = beats[index].speaks || beats[index - 1].speaks;
        let even = balanced(beats, from);
        begins = (changes && run >= 2 && left >= 2) || (spoken && changes) || run >= even;
        if begins {
            from = index;
        }
    }
    begins
}

/// How long the paragraph that begins at `from` should be, so that the last one is not a lone sentence.
fn balanced(beats: &[Beat], from: usize) -> usize {
    let left = beats.len() - from;
    left.div_ceil(left.div_ceil(MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beats(paragraphs: &[usize]) -> Vec<Beat> {
        let beat = |paragraph: &usize| Beat {
            fact: Some(0),
            paragraph: *paragraph,
            text: "It rained.".to_owned(),
            others: Vec::new(),
            speaks: false,
        };
        paragraphs.iter().map(beat).collect()
    }

    fn sizes(paragraphs: &[usize]) -> Vec<usize> {
        let StepText::Narration(text) = prose(&beats(paragraphs)) else { return Vec::new() };
        text.split("\n\n").map(|paragraph| paragraph.matches('.').count()).collect()
    }

    #[test]
    fn paragraphs_have_two_to_four_sentences() {
        assert_eq!(sizes(&[1, 1, 1]), [3]);
        assert_eq!(sizes(&[1, 1, 1, 1, 1]), [3, 2]);
        assert_eq!(sizes(&[1; 8]), [4, 4]);
        assert_eq!(sizes(&[1, 1, 2, 2, 2]), [2, 3]);
        assert_eq!(sizes(&[1, 2, 3, 4]), [2, 2]);
    }
}
