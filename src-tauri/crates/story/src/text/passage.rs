use std::ops::Range;

use super::{
    quotes::{is_within, quoted},
    sentences::sentences,
    words::{lower, words},
};

/// A text taken apart once, for every rule that looks at it.
#[derive(Debug, Clone)]
pub struct Passage<'t> {
    /// The text.
    pub text: &'t str,
    /// Its words, in order.
    pub words: Vec<Word<'t>>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence<'t>>,
}

/// One word, and how it stands in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// As it is written.
    pub text: &'t str,
    /// In bytes, on character boundaries.
    pub span: Range<usize>,
    /// Lower case with a straight apostrophe; the possessive ending stays.
    pub low: String,
    /// What stands between it and the next word of its sentence; to the sentence's end for the last.
    pub after: &'t str,
    /// Whether it is inside quotation marks.
    pub quoted: bool,
    /// Whether a sentence, or speech in one, begins with it.
    pub first: bool,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence<'t> {
    /// Without the space around it.
    pub text: &'t str,
    /// In bytes, on character boundaries.
    pub span: Range<usize>,
    /// Which words of the passage are its own.
    pub words: Range<usize>,
}

impl<'t> Passage<'t> {
    /// Takes a text apart.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let speech = quoted(text);
        let mut passage = Self { text, words: Vec::new(), sentences: Vec::new() };
        for span in sentences(text) {
            passage.add(span, &speech);
        }
        passage
    }

    fn add(&mut self, span: Range<usize>, speech: &[Range<usize>]) {
        let (text, begin) = (self.text, self.words.len());
        let mut found = words(&text[span.clone()])
            .map(|(at, word)| (span.start + at.start..span.start + at.end, word))
            .peekable();
        let mut before = span.start;
        while let Some((at, word)) = found.next() {
            let next = found.peek().map_or(span.end, |(next, _)| next.start);
            let opens = text[before..at.start].contains(['"', '“', '‘', '«', '„', '「', ':', '—']);
            self.words.push(Word {
                text: word,
                low: lower(word),
                after: &text[at.end..next],
                quoted: is_within(&at, speech),
                first: self.words.len() == begin || opens,
                span: at.clone(),
            });
            before = at.end;
        }
        self.sentences.push(Sentence { text: &text[span.clone()], span, words: begin..self.words.len() });
    }

    /// The words of a sentence.
    #[must_use]
    pub fn words_of(&self, sentence: &Sentence<'_>) -> &[Word<'t>] {
        &self.words[sentence.words.clone()]
    }

    /// The words that are not spoken by anybody.
    pub fn narrated(&self) -> impl Iterator<Item = &Word<'t>> {
        self.words.iter().filter(|word| !word.quoted)
    }

    /// The text from one word to another, both included.
    #[must_use]
    pub fn quote(&self, from: usize, to: usize) -> &'t str {
        match (self.words.get(from), self.words.get(to)) {
            (Some(first), Some(last)) if first.span.start <= last.span.end => {
                &self.text[first.span.start..last.span.end]
            }
            _ => "",
        }
    }
}

impl Word<'_> {
    /// Whether it begins with a capital letter and is more than a single letter.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase) && self.text.chars().nth(1).is_some()
    }

    /// Whether it is a possessive: `Teague's`, `boats'`.
    #[must_use]
    pub fn is_possessive(&self) -> bool {
        self.low.ends_with("'s") || (self.low.ends_with('s') && self.after.starts_with(['\'', '’']))
    }

    /// Folded: without the possessive ending.
    #[must_use]
    pub fn folded(&self) -> &str {
        self.low.strip_suffix("'s").unwrap_or(&self.low)
    }

    /// Whether a comma, a colon, a dash or the like parts it from the next word.
    #[must_use]
    pub fn breaks(&self) -> bool {
        self.after.contains([',', ';', ':', '—', '–', '(', ')', '.', '!', '?', '…', '"', '”', '“'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_knows_how_its_words_stand() {
        let passage = Passage::new("Old Teague’s wall fell, he said. “It is down,” Marrow said.");
        assert_eq!(passage.sentences.len(), 2);
        assert_eq!(passage.quote(0, 2), "Old Teague’s wall");
        let teague = &passage.words[1];
        assert!(teague.is_capital() && teague.is_possessive() && !teague.first);
        assert_eq!(teague.folded(), "teague");
        let spoken: Vec<_> = passage.words.iter().filter(|word| word.quoted).map(|word| word.text).collect();
        assert_eq!(spoken, ["It", "is", "down"]);
        assert!(passage.words[3].breaks());
    }
}
