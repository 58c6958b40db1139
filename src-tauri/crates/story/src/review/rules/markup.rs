use mythline_protocol::{Finding, Rule};

use crate::review::look::{Look, finding};

/// What no story holds: tokens of chat templates, marks of Markdown, HTML and templates, and what turns the
/// direction of the text round.
const TOKENS: &[&str] = &[
    "<|", "|>", "[INST]", "[/INST]", "<<SYS>>", "<s>", "</s>", "<unk>", "<pad>", "<eos>", "<bos>", "###",
    "```", "**", "__", "](", "{", "}", "http://", "https://", "&lt;", "&gt;", "&amp;", "&nbsp;", "\\n",
    "<!--", "\u{202A}", "\u{202B}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}", "\u{2068}",
];

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    let text = look.passage.text;
    markup(text)
        .map(|at| {
            let quote: String = text[at..].chars().take_while(|c| *c != '\n').take(40).collect();
            let message = format!("Marks that are no part of a story: \"{}\".", quote.trim());
            finding(Rule::Markup, quote.trim(), message)
        })
        .into_iter()
        .collect()
}

/// Where the first mark stands that is no part of a story.
pub(crate) fn markup(text: &str) -> Option<usize> {
    let token = TOKENS.iter().filter_map(|token| text.find(token)).min();
    let tag = text.match_indices('<').map(|(at, _)| at).find(|&at| {
        let rest = text[at + 1..].trim_start_matches('/');
        rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.chars().take(60).any(|c| c == '>')
    });
    let mut offset = 0;
    let mut line_mark = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        if ["# ", "## ", "- ", "* ", "> ", "| ", "• "].iter().any(|mark| bare.starts_with(mark))
            || is_numbered(bare)
        {
            line_mark = Some(offset + line.len() - bare.len());
            break;
        }
        offset += line.len();
    }
    [token, tag, line_mark].into_iter().flatten().min()
}

/// `1. ` or `2) ` at the start of a line.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    (1..3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_caught_and_prose_is_left_alone() {
        for text in [
            "He left.<|im_end|>",
            "<|im_start|>assistant",
            "**Marrow** left.",
            "## Scene 2",
            "- He left.",
            "1. He left.",
            "A <b>bold</b> man",
            "{player} left.",
            "See [this](http://x).",
            "He left.\n* * *",
            "[INST] go",
            "He said&nbsp;no.",
            "He \u{202E}left.",
        ] {
            assert!(markup(text).is_some(), "{text}");
        }
        for text in [
            "He left.",
            "It was 3 < 4.",
            "“No—” he said - and left.",
            "In 1902. He came.",
            "He paid £5 * 2.",
            "灯が消えた。",
            "Sum: 4 > 3.",
            "He was #1.",
            "The year was\n1902 and he was old.",
        ] {
            assert!(markup(text).is_none(), "{text}");
        }
    }
}
