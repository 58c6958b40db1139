use std::collections::HashSet;

use super::{
    is_stop_word,
    words::{fold, words},
};

/// The runs of `N` words that a text has, folded, for asking whether another text has them too.
#[derive(Debug, Clone, Default)]
pub struct Grams<const N: usize> {
    seen: HashSet<u64>,
    /// Runs with fewer words of content than this do not count.
    content: usize,
}

impl<const N: usize> Grams<N> {
    /// None yet; of those to come only runs count that have so many words of content.
    #[must_use]
    pub fn saying(content: usize) -> Self {
        Self { seen: HashSet::new(), content }
    }

    /// The runs of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut grams = Self::default();
        grams.add(text);
        grams
    }

    /// Adds the runs of a text.
    pub fn add(&mut self, text: &str) {
        let (folded, _) = folded(text);
        let says = |run: &[String]| run.iter().filter(|word| !is_stop_word(word)).count() >= self.content;
        let kept: Vec<u64> = folded
            .windows(N)
            .zip(marks(&folded, N))
            .filter(|(run, _)| says(run))
            .map(|(_, mark)| mark)
            .collect();
        self.seen.extend(kept);
    }

    /// Which words of a text stand in runs that are here too.
    #[must_use]
    pub fn shared(&self, text: &str) -> Runs {
        let (folded, spans) = folded(text);
        let mut held = vec![false; folded.len()];
        let mut runs = 0;
        for (at, mark) in marks(&folded, N).enumerate() {
            if self.seen.contains(&mark) {
                runs += 1;
                held[at..at + N].fill(true);
            }
        }
        Runs::new(&held, &spans, runs)
    }
}

/// Words of a text that stand in runs shared with something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    /// How many runs of the fixed length are shared.
    pub grams: usize,
    /// Words in shared runs.
    pub words: usize,
    /// Words in all.
    pub total: usize,
    /// The longest stretch of shared words, in bytes of the text.
    pub longest: Option<std::ops::Range<usize>>,
}

impl Runs {
    fn new(held: &[bool], spans: &[std::ops::Range<usize>], grams: usize) -> Self {
        let mut longest: Option<(usize, usize)> = None;
        let mut from = 0;
        for at in 0..=held.len() {
            if held.get(at) == Some(&true) {
                continue;
            }
            if at > from && longest.is_none_or(|(a, b)| at - from > b - a) {
                longest = Some((from, at));
            }
            from = at + 1;
        }
        Self {
            grams,
            words: held.iter().filter(|held| **held).count(),
            total: held.len(),
            longest: longest.map(|(from, to)| spans[from].start..spans[to - 1].end),
        }
    }

    /// Words in shared runs by words in all; 0 of an empty text.
    #[must_use]
    pub fn share(&self) -> f32 {
        share(self.words, self.total)
    }
}

/// The share of a text's runs of `n` words that repeat an earlier one; 0 of a text without any.
#[must_use]
pub fn repeated_share(text: &str, n: usize) -> f32 {
    let (folded, _) = folded(text);
    let mut seen = HashSet::new();
    let (mut again, mut all) = (0, 0);
    for mark in marks(&folded, n) {
        all += 1;
        again += usize::from(!seen.insert(mark));
    }
    share(again, all)
}

#[expect(clippy::cast_precision_loss, reason = "word counts are far below what a float holds exactly")]
pub(crate) fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn folded(text: &str) -> (Vec<String>, Vec<std::ops::Range<usize>>) {
    words(text).map(|(span, word)| (fold(word), span)).unzip()
}

/// One number for each run of `n` words. FNV-1a, so that it is the same everywhere.
fn marks(folded: &[String], n: usize) -> impl Iterator<Item = u64> {
    folded.windows(n.max(1)).map(|run| {
        run.iter()
            .flat_map(|word| word.bytes().chain([0xFF]))
            .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_words_are_those_in_runs_of_eight() {
        let notes = Grams::<8>::of("The wall between the gardens is four feet high, and nobody climbs it.");
        let all = notes.shared("the WALL between the gardens is four feet");
        assert_eq!((all.words, all.total), (8, 8));
        let part = notes.shared("He knew that the wall between the gardens is four feet high and wept.");
        assert_eq!((part.words, part.total), (10, 14));
        assert_eq!(notes.shared("The wall between the gardens was four feet high").words, 0);
        assert_eq!(notes.shared("").longest, None);
    }

    #[test]
    fn repeated_runs_are_counted_over_the_whole_text() {
        assert!(repeated_share("a b c d e f", 4).abs() < f32::EPSILON);
        assert!((repeated_share("a b c d a b c d", 4) - 0.2).abs() < 1e-6);
        assert!(repeated_share("", 4).abs() < f32::EPSILON);
    }
}
