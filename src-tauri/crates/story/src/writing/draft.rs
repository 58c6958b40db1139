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

/// Puts beats together in paragraphs of two to four.
pub(crate) fn prose(beats: &[Beat]) -> StepText {
    let breaks = breaks(beats);
    let mut out = String::new();
    for (at, beat) in beats.iter().enumerate() {
        if at > 0 {
            out.push_str(if breaks.contains(&at) { "\n\n" } else { " " });
        }
        out.push_str(beat.text.trim());
    }
    StepText::Narration(out)
}

/// Where paragraphs begin, the first left out: the cheapest way to part the beats.
fn breaks(beats: &[Beat]) -> Vec<usize> {
    // The cost of parting the first `end` beats, and where the last of their paragraphs begins.
    let mut best: Vec<(u32, usize)> = vec![(0, 0)];
    for end in 1..=beats.len() {
        let from = end.saturating_sub(LONGEST)..end;
        let cost = |from: usize| best[from].0 + size_cost(beats, from, end) + break_cost(beats, from);
        best.push(from.map(|from| (cost(from), from)).min().unwrap_or_default());
    }
    let mut found = Vec::new();
    let mut end = beats.len();
    while end > 0 {
        end = best[end].1;
        found.push(end);
    }
    found.retain(|at| *at > 0);
    found.reverse();
    found
}

/// Beats in a paragraph at most.
const LONGEST: usize = 5;

fn size_cost(beats: &[Beat], from: usize, end: usize) -> u32 {
    let notes_break_inside =
        (from + 1..end).filter(|at| beats[*at].paragraph != beats[at - 1].paragraph).count();
    let lone_speech = end - from == 1 && beats[from].speaks;
    let size = match end - from {
        1 if lone_speech => 1,
        1 => 8,
        2 => 3,
        3 | 4 => 1,
        _ => 7,
    };
    // What somebody else does after words were spoken stands in a paragraph of its own.
    let mixed = (from + 1..end)
        .filter(|at| beats[at - 1].speaks && !beats[*at].speaks && !leans(&beats[*at]))
        .count();
    size + 3 * u32::try_from(notes_break_inside).unwrap_or(u32::MAX / 8)
        + 5 * u32::try_from(mixed).unwrap_or(u32::MAX / 8)
}

/// What it costs to begin a paragraph here: little where the notes do so or somebody begins to speak, much
/// with a word that leans on the sentence before.
fn break_cost(beats: &[Beat], at: usize) -> u32 {
    if at == 0 {
        return 0;
    }
    let noted = beats[at].paragraph != beats[at - 1].paragraph;
    let leans = leans(&beats[at]);
    let spoken = beats[at].speaks != beats[at - 1].speaks;
    match (leans, noted || spoken) {
        (true, false) => 6,
        (true, true) => 2,
        (false, true) => 0,
        (false, false) => 2,
    }
}

/// Whether a beat begins with a word that points back.
fn leans(beat: &Beat) -> bool {
    beat.text.split_whitespace().next().is_some_and(|word| LEANING.contains(&word.trim_end_matches(',')))
}

/// Words that point back.
const LEANING: &[&str] = &[
    "It", "She", "He", "They", "This", "That", "These", "Those", "But", "And", "So", "Its", "His", "Her",
    "Their", "Then",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn beats(paragraphs: &[usize]) -> Vec<Beat> {
        let beat = |paragraph: &usize| Beat {
            fact: Some(0),
            paragraph: *paragraph,
            text: "Rain fell.".to_owned(),
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
        assert_eq!(sizes(&[1, 1, 1, 1, 1]).iter().max(), Some(&3));
        assert_eq!(sizes(&[1; 8]), [4, 4]);
        assert_eq!(sizes(&[1, 1, 2, 2, 2]), [2, 3]);
    }

    #[test]
    fn a_paragraph_does_not_begin_with_a_word_that_points_back() {
        let mut six = beats(&[1; 6]);
        six[3].text = "It stopped.".to_owned();
        assert_eq!(breaks(&six), [2]);
    }
}
