use std::ops::Range;

/// What stands in quotation marks, with the marks: what people say, in which person and tense they
/// like. A quotation that is not closed ends with its paragraph.
#[must_use]
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
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
            None => open = closing(c, before, after, &text[end..]).map(|close| (at, close)),
        }
        before = c;
    }
    if let Some((start, _)) = open {
        spans.push(start..text.len());
    }
    spans
}

/// The mark that will close a quotation which `mark` opens, if it opens one.
fn closing(mark: char, before: char, after: char, rest: &str) -> Option<char> {
    let free = !before.is_alphanumeric();
    match mark {
        '"' => Some('"'),
        '“' => Some('”'),
        '«' => Some('»'),
        '„' => Some('“'),
        '「' => Some('」'),
        '『' => Some('』'),
        '‘' if free && closes(rest, '’') => Some('’'),
        '\'' if free && after.is_uppercase() && closes(rest, '\'') => Some('\''),
        _ => None,
    }
}

/// Whether a single mark closes before the paragraph ends, after the punctuation that speech ends on:
/// otherwise it is an apostrophe.
fn closes(rest: &str, mark: char) -> bool {
    let paragraph = rest.split("\n\n").next().unwrap_or(rest);
    paragraph.match_indices(mark).any(|(at, _)| paragraph[..at].ends_with(['.', ',', '!', '?', '…', '—']))
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
