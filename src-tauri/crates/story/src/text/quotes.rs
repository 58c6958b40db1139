use std::ops::Range;

use super::ahead::Ahead;

/// What stands in quotation marks, with the marks: what people say, in which person and tense they
/// like. A quotation that is not closed ends with its paragraph.
#[must_use]
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut singles = Singles::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        let end = at + c.len_utf8();
        match open {
            Some((start, close)) => {
                let apostrophe = matches!(close, '\'' | '’') && after.is_alphanumeric();
                let paragraph_ends = c == '\n' && after == '\n';
                if paragraph_ends || (c == close && !apostrophe) {
                    spans.push(start..if paragraph_ends { at } else { end });
                    open = None;
                }
            }
            None => open = closing(c, before, after, || singles.close(text, end, c)).map(|close| (at, close)),
        }
        before = c;
    }
    if let Some((start, _)) = open {
        spans.push(start..text.len());
    }
    spans
}

/// The mark that will close a quotation which `mark` opens, if it opens one.
fn closing(mark: char, before: char, after: char, mut single: impl FnMut() -> bool) -> Option<char> {
    let free = !before.is_alphanumeric();
    match mark {
        '"' => Some('"'),
        '“' => Some('”'),
        '«' => Some('»'),
        '„' => Some('“'),
        '「' => Some('」'),
        '『' => Some('』'),
        '‘' if free && single() => Some('’'),
        '\'' if free && after.is_uppercase() && single() => Some('\''),
        _ => None,
    }
}

/// Where single marks close: one that does not is an apostrophe.
#[derive(Default)]
struct Singles {
    paragraph: Ahead,
    curled: Ahead,
    straight: Ahead,
}

impl Singles {
    /// Whether the quotation that `mark` opens closes before the paragraph ends, after the punctuation that
    /// speech ends on.
    fn close(&mut self, text: &str, from: usize, mark: char) -> bool {
        let (known, close) = match mark {
            '‘' => (&mut self.curled, '’'),
            _ => (&mut self.straight, '\''),
        };
        let rest = &text[from..];
        let ends_speech = |at: &usize| rest[..*at].ends_with(['.', ',', '!', '?', '…', '—']);
        let closes = known
            .from(from, || rest.match_indices(close).map(|(at, _)| at).find(ends_speech).map(|at| from + at));
        let paragraph = self.paragraph.from(from, || rest.find("\n\n").map(|at| from + at));
        closes.is_some_and(|at| paragraph.is_none_or(|end| at < end))
    }
}

/// Whether a span lies inside one of the quotations of its text.
pub(crate) fn is_within(span: &Range<usize>, quotations: &[Range<usize>]) -> bool {
    let begun = quotations.partition_point(|quotation| quotation.start <= span.start);
    begun.checked_sub(1).is_some_and(|last| span.end <= quotations[last].end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_found() {
        for (text, speech) in [
            (r#"He said, "I am here." Then he left."#, vec![r#""I am here.""#]),
            ("“I am,” she said, “not.”", vec!["“I am,”", "“not.”"]),
            ("'I don't know,' he said.", vec!["'I don't know,'"]),
            ("The lamplighters' town", vec![]),
            ("‘tis the boats’ fault", vec![]),
            ("\"I go on\n\nHe left.", vec!["\"I go on"]),
            ("„Komm her“, sagte er.", vec!["„Komm her“"]),
            ("「はい」と言った。", vec!["「はい」"]),
        ] {
            let found: Vec<_> = quoted(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(found, speech, "{text}");
        }
    }
}
