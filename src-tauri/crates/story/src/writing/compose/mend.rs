//! What is still wrong with the best try, mended by rule: a sentence that says something false goes, or that says again
//! what was told; a fact that is missing is said in the notes' own words; and of what is too long goes what tells none
//! of the facts.

use std::ops::Range;

use mythline_protocol::{Fact, Finding, Rule};

use super::passage::gravity;
use crate::{
    review::{Brief, found},
    text::{content_stems, sentences, word_count},
};

/// Changes that are made to one text at most.
const MOST: usize = 12;
/// More than this share of the words asked for is too long.
const LONG: f32 = 1.1;

/// Mends a text while that leaves less to say against it. Of no text the facts themselves are made one. Where
/// the story is told in another person or tense than they are, a missing one stays missing.
pub(super) fn mend(text: &str, brief: &Brief, look: &impl Fn(&str) -> Vec<Finding>) -> String {
    let facts = &brief.facts;
    if text.is_empty() {
        return facts.iter().map(|fact| fact.text.trim()).collect::<Vec<_>>().join(" ");
    }
    let fit: &[Fact] = if brief.style.is_usual() { facts } else { &[] };
    let mut text = text.to_owned();
    for _ in 0..MOST {
        let remarks = look(&text);
        let before = gravity(&remarks);
        // A review names one repetition at a time: without it the next is named, and there is as much to say.
        let repeats = |finding: &Finding| finding.rule == Rule::Repetition;
        let changes = remarks.iter().filter_map(|finding| {
            let changed = change(&text, finding, fit)?;
            let after = gravity(&look(&changed));
            (after < before || after == before && repeats(finding)).then_some((after, changed))
        });
        let Some((_, changed)) = changes.min_by_key(|(after, _)| *after) else { break };
        text = changed;
    }
    shorten(text, brief.words, look)
}

/// The text without sentences that leave as little to say against it when they are gone, from its end, until it is
/// about as long as it was asked to be. What somebody says stays.
fn shorten(mut text: String, words: u32, look: &impl Fn(&str) -> Vec<Finding>) -> String {
    #[expect(clippy::cast_precision_loss, reason = "word counts are far below what a float holds exactly")]
    let is_long = |text: &str| words > 0 && word_count(text) as f32 > words as f32 * LONG;
    let mut kept = 0;
    while is_long(&text) {
        let spans = sentences(&text);
        let Some(span) = spans.len().checked_sub(kept + 1).map(|at| spans[at].clone()) else { break };
        let speaks = text[span.clone()].contains(['"', '“', '”', '«', '»']);
        match cut(&text, &span).filter(|cut| !speaks && gravity(&look(cut)) <= gravity(&look(&text))) {
            Some(shorter) => text = shorter,
            None => kept += 1,
        }
    }
    text
}

fn change(text: &str, finding: &Finding, facts: &[Fact]) -> Option<String> {
    match finding.rule {
        Rule::MissingFact => {
            let at = facts.iter().position(|fact| Some(&fact.id) == finding.fact.as_ref())?;
            Some(told(text, facts, at))
        }
        Rule::Length | Rule::Copied | Rule::Player => None,
        _ => without(text, &finding.quote),
    }
}

/// The text without the sentence in which these words stand.
fn without(text: &str, quote: &str) -> Option<String> {
    let at = text.find(quote).filter(|_| !quote.is_empty())?;
    let span = sentences(text).into_iter().find(|span| span.contains(&at))?;
    cut(text, &span)
}

/// The text without one of its sentences; none where that would be all of it.
fn cut(text: &str, span: &Range<usize>) -> Option<String> {
    let (before, after) = (text[..span.start].trim_end(), text[span.end..].trim_start_matches(' '));
    let left = match (before.is_empty(), after.starts_with('\n')) {
        (true, _) => after.trim_start().to_owned(),
        (_, true) => format!("{before}{after}"),
        _ => format!("{}{after}", &text[..span.start]),
    };
    Some(left.trim().to_owned()).filter(|left| !left.is_empty())
}

/// The text with a fact in it, after the sentence that tells most of the fact before.
fn told(text: &str, facts: &[Fact], at: usize) -> String {
    let spans = sentences(text);
    let before = facts[..at].iter().rev().find(|fact| found(&fact.text, text));
    let place = before.and_then(|fact| {
        let stems = content_stems(&fact.text);
        let shared = |sentence: &str| {
            let has = content_stems(sentence);
            stems.iter().filter(|stem| has.contains(stem)).count()
        };
        spans.iter().max_by_key(|span| shared(&text[(*span).clone()])).map(|span| span.end)
    });
    let fact = facts[at].text.trim();
    match place {
        Some(place) => format!("{} {fact}{}", text[..place].trim_end(), &text[place..]),
        None => format!("{fact} {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Style;

    fn brief(facts: &[Fact], style: Style, words: u32) -> Brief {
        Brief { words, facts: facts.to_vec(), style, ..Brief::default() }
    }

    fn fact(id: &str, text: &str) -> Fact {
        Fact { id: id.to_owned(), line: 1, text: text.to_owned() }
    }

    #[test]
    fn a_missing_fact_is_said_where_it_belongs() {
        let facts = [
            fact("f1", "Ann went down to the well."),
            fact("f2", "The rope was cut."),
            fact("f3", "She ran to the mill."),
        ];
        let look = |text: &str| -> Vec<Finding> {
            let missing = facts.iter().filter(|fact| !found(&fact.text, text));
            let remark = |fact: &Fact| Finding {
                rule: Rule::MissingFact,
                message: String::new(),
                quote: String::new(),
                fact: Some(fact.id.clone()),
            };
            missing.map(remark).collect()
        };
        let text = "Ann went slowly down to the old well. It was cold.\n\nShe ran to the mill.";
        let mended =
            "Ann went slowly down to the old well. The rope was cut. It was cold.\n\nShe ran to the mill.";
        assert_eq!(mend(text, &brief(&facts, Style::default(), 0), &look), mended);
        let present = Style { present: true, ..Style::default() };
        assert_eq!(mend(text, &brief(&facts, present, 0), &look), text);
        assert_eq!(mend(mended, &brief(&facts, Style::default(), 0), &look), mended);
        assert_eq!(
            mend("", &brief(&facts, Style::default(), 0), &look),
            "Ann went down to the well. The rope was cut. She ran to the mill."
        );
    }

    #[test]
    fn a_false_sentence_goes() {
        let look = |text: &str| -> Vec<Finding> {
            let quote = "Edric".to_owned();
            let remark = Finding { rule: Rule::UnknownName, message: String::new(), quote, fact: None };
            if text.contains("Edric") { vec![remark] } else { Vec::new() }
        };
        for (text, left) in [
            ("It rained. Edric came. He sat.", "It rained. He sat."),
            ("Edric came.\n\nHe sat.", "He sat."),
            ("It rained. Edric came.\n\nHe sat.", "It rained.\n\nHe sat."),
            ("It rained.\n\nEdric came. He sat.", "It rained.\n\nHe sat."),
            ("Edric came.", "Edric came."),
        ] {
            assert_eq!(mend(text, &brief(&[], Style::default(), 0), &look), left);
        }
    }

    /// Names the first sentence that says what an earlier scene said, as the review does.
    fn first_again(text: &str) -> Vec<Finding> {
        let again =
            ["The crown was of tin.", "The house was sold out."].into_iter().find(|old| text.contains(old));
        let remark = |quote: &str| Finding {
            rule: Rule::Repetition,
            message: String::new(),
            quote: quote.to_owned(),
            fact: None,
        };
        again.map(remark).into_iter().collect()
    }

    #[test]
    fn all_that_was_told_before_goes_though_the_review_names_one_at_a_time() {
        let text = "The crown was of tin. Odile bowed. The house was sold out. It rained.";
        let mended = mend(text, &brief(&[], Style::default(), 0), &first_again);
        assert_eq!(mended, "Odile bowed. It rained.");
    }

    #[test]
    fn of_what_is_too_long_goes_what_tells_no_fact_and_what_is_said_stays() {
        let facts = [fact("f1", "Odile bowed.")];
        let look = |text: &str| -> Vec<Finding> {
            let remark = |fact: &Fact| Finding {
                rule: Rule::MissingFact,
                message: String::new(),
                quote: String::new(),
                fact: Some(fact.id.clone()),
            };
            facts.iter().filter(|fact| !text.contains(&fact.text)).map(remark).collect()
        };
        let (rain, bow, words) = ("It rained on the town.", "Odile bowed.", "\u{201c}Good night.\u{201d}");
        let text = format!("{rain} {bow}\n\n{words}\n\nThe lamps went out in the house.");
        let asked = |words| mend(&text, &brief(&facts, Style::default(), words), &look);
        assert_eq!(asked(20), text);
        assert_eq!(asked(10), format!("{rain} {bow}\n\n{words}"));
        assert_eq!(asked(2), format!("{bow}\n\n{words}"));
    }
}
