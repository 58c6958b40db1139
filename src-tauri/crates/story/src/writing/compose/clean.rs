use mythline_models::StopCause;

use crate::text::{sentences, word_count};

/// Words that make a passage at least.
const FEWEST: u32 = 8;

/// A try as it can stand: paragraphs of whole sentences, without a heading over it and without marks of
/// emphasis.
pub(super) fn clean(text: &str, title: &str, cause: StopCause) -> Option<String> {
    let mut paragraphs: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ").replace("**", ""))
        .filter(|line| !line.is_empty() && line != "---" && line != "***")
        .collect();
    let is_heading = |line: &str| {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        line.starts_with('#') || bare.eq_ignore_ascii_case(title)
    };
    if paragraphs.first().is_some_and(|line| is_heading(line)) {
        paragraphs.remove(0);
    }
    if let Some(last) = paragraphs.last_mut()
        && (cause == StopCause::Length || !ends(last))
    {
        let whole = sentences(last).into_iter().rev().find(|span| ends(&last[span.clone()]));
        last.truncate(whole.map_or(0, |span| span.end));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let text = paragraphs.join("\n\n");
    (word_count(&text) >= FEWEST).then_some(text)
}

fn ends(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '"', '”', '’', '…', '。', '」'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_is_made_paragraphs_of_whole_sentences() {
        let long = "## The Well\n\n**Ann** went down to the old well again.\nIt was dry.\n\n\nShe threw the";
        let kept = "Ann went down to the old well again.\n\nIt was dry.";
        assert_eq!(clean(long, "The Well", StopCause::Length).as_deref(), Some(kept));
        let titled = format!("“The well”\n{kept}");
        assert_eq!(clean(&titled, "The Well", StopCause::Done).as_deref(), Some(kept));
        assert_eq!(clean("No.", "The Well", StopCause::Done), None);
        assert_eq!(clean("She ran and ran and ran and ran and", "The Well", StopCause::Length), None);
    }
}
