/// A sentence with its words. Plainer than the program's own reading, and apart from it on purpose.
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) words: Vec<Word>,
    /// Whether it is the first of a paragraph.
    pub(crate) opens: bool,
}

pub(crate) struct Word {
    /// Lower case, without a possessive ending.
    pub(crate) low: String,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whether a sentence, a speech or what follows a colon begins with it.
    pub(crate) first: bool,
    /// Whether somebody says it.
    pub(crate) spoken: bool,
}

/// The sentences of a text, line by line; headings are sentences too.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    for paragraph in text.lines() {
        let (mut spoken, mut opens) = (false, true);
        for piece in pieces(paragraph) {
            let words = words(piece, &mut spoken);
            if !words.is_empty() {
                found.push(Sentence { text: piece.trim().to_owned(), words, opens });
                opens = false;
            }
        }
    }
    found
}

/// Words that end with a dot in the middle of a sentence.
const SHORT: &[&str] = &["Mr.", "Mrs.", "Dr.", "St."];

fn pieces(paragraph: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut ended) = (0, false);
    for (at, c) in paragraph.char_indices() {
        let closes = matches!(c, '"' | '”' | '’' | '“' | '」' | ')');
        if ended && !closes && !is_end(c) {
            let short = SHORT.iter().any(|short| paragraph[from..at].trim_end().ends_with(short));
            if !short && (c.is_whitespace() || u32::from(c) >= 0x2E80) {
                pieces.push(&paragraph[from..at]);
                from = at;
            }
        }
        ended = is_end(c) || (ended && closes);
    }
    pieces.push(&paragraph[from..]);
    pieces
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn words(piece: &str, spoken: &mut bool) -> Vec<Word> {
    let chars: Vec<char> = piece.chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let (mut at, mut first) = (0, true);
    while at < chars.len() {
        match chars[at] {
            '"' => *spoken = !*spoken,
            '“' | '„' | '「' => *spoken = !(chars[at] == '“' && *spoken),
            '”' | '」' => *spoken = false,
            _ => {}
        }
        if !chars[at].is_alphanumeric() {
            first |= matches!(chars[at], '"' | '“' | '„' | '「' | ':');
            at += 1;
            continue;
        }
        let inside = |at: usize| {
            chars[at].is_alphanumeric()
                || (matches!(chars[at], '\'' | '’') && chars.get(at + 1).is_some_and(|c| c.is_alphanumeric()))
        };
        let end = (at..chars.len()).find(|at| !inside(*at)).unwrap_or(chars.len());
        let word: String = chars[at..end].iter().map(|c| if *c == '’' { '\'' } else { *c }).collect();
        let low = word.to_lowercase();
        let low = low.strip_suffix("'s").unwrap_or(&low).to_owned();
        words.push(Word { low, capital: chars[at].is_uppercase(), first, spoken: *spoken });
        (at, first) = (end, false);
    }
    words
}

#[test]
fn texts_are_taken_apart() {
    let found = sentences("Mr. Vale’s cat ran. “Stop!” he said. It hid: One eye shone.\n- An item");
    let texts: Vec<&str> = found.iter().map(|sentence| sentence.text.as_str()).collect();
    assert_eq!(texts, ["Mr. Vale’s cat ran.", "“Stop!”", "he said.", "It hid: One eye shone.", "- An item"]);
    let low: Vec<&str> = found[0].words.iter().map(|word| word.low.as_str()).collect();
    assert_eq!(low, ["mr", "vale", "cat", "ran"]);
    assert!(found[1].words[0].spoken && !found[2].words[0].spoken && found[3].words[2].first);
    assert_eq!(sentences("彼は歩いた。橋は落ちた。").len(), 2);
}
