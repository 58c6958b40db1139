//! What is still wrong with the best try, mended by rule: a sentence that says something false goes, and a
//! fact that is missing is said in the notes' own words.

use mythline_protocol::{Fact, Finding, Rule};

use super::passage::gravity;
use crate::{
    review::{Style, found},
    text::{content_stems, sentences},
};

/// Changes that are made to one text at most.
const MOST: usize = 8;

/// Mends a text while that leaves less to say against it. Of no text the facts themselves are made one. Where
/// the story is told in another person or tense than they are, a missing one stays missing.
pub(super) fn mend(text: &str, facts: &[Fact], style: Style, look: &impl Fn(&str) -> Vec<Finding>) -> String {
    if text.is_empty() {
        return facts.iter().map(|fact| fact.text.trim()).collect::<Vec<_>>().join(" ");
    }
    let fit = if style.is_usual() { facts } else { &[] };
    let mut text = text.to_owned();
    for _ in 0..MOST {
        let remarks = look(&text);
        let before = gravity(&remarks);
        let changes = remarks.iter().filter_map(|finding| change(&text, finding, fit));
        let best = changes.map(|changed| (gravity(&look(&changed)), changed)).min_by_key(|(after, _)| *after);
        match best {
            Some((after, changed)) if after < before => text = changed,
            _ => break,
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
        assert_eq!(mend(text, &facts, Style::default(), &look), mended);
        let present = Style { present: true, ..Style::default() };
        assert_eq!(mend(text, &facts, present, &look), text);
        assert_eq!(mend(mended, &facts, Style::default(), &look), mended);
        assert_eq!(
            mend("", &facts, Style::default(), &look),
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
            assert_eq!(mend(text, &[], Style::default(), &look), left);
        }
    }
}
