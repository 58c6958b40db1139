use mythline_protocol::{CommandError, ErrorCode};

/// The most that notes may have, in bytes. Two million letters are four long novels; whatever is larger
/// is not notes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Makes text of the bytes of a notes file.
///
/// UTF-8 with or without a byte order mark is read as it is. Text that is not UTF-8 but has no control
/// characters is read as Windows-1252, which holds Latin-1. Line ends become `\n`; control characters
/// and marks that turn the direction of writing are left out.
///
/// # Errors
/// [`ErrorCode::UnreadableNotes`] for notes that are too large or no text.
pub fn decode(bytes: &[u8]) -> Result<String, CommandError> {
    if bytes.len() > MOST_BYTES {
        return Err(refused(
            "The notes are larger than 2 MB. Keep what the story is about and save them again.",
        ));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(refused("The notes are saved as UTF-16. Save them as UTF-8 and try again."));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.iter().any(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)) {
        return Err(refused("The notes are not text. Save them as plain text or Markdown and try again."));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    };
    Ok(text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| is_writing(*c)).collect())
}

fn refused(message: &str) -> CommandError {
    CommandError::new(ErrorCode::UnreadableNotes, message)
}

fn is_writing(c: char) -> bool {
    let turns_direction =
        matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c == '\n' || c == '\t' || !(c.is_control() || turns_direction || c == '\u{FEFF}')
}

/// The letters that Windows-1252 has where Latin-1 has control characters; 0x81, 0x8D, 0x8F, 0x90 and
/// 0x9D stand for nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}',
    '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn marks_and_line_ends_are_made_plain() {
        assert_eq!(decode(b"\xEF\xBB\xBFOne\r\nTwo\rThree").unwrap(), "One\nTwo\nThree");
    }

    #[test]
    fn latin_1_is_read() {
        assert_eq!(decode(b"The caf\xE9 said \x93no\x94.").unwrap(), "The café said “no”.");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x7FELF\x02\x01\x00"[..], &b"\xFF\xFEa\x00"[..], &[b'a'; MOST_BYTES + 1]] {
            assert_eq!(decode(bytes).unwrap_err().code, ErrorCode::UnreadableNotes);
        }
    }

    #[test]
    fn direction_cannot_be_turned() {
        assert_eq!(decode("a\u{202E}b\u{2066}c".as_bytes()).unwrap(), "abc");
    }
}
