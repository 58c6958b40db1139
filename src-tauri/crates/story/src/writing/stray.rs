//! How far a try strays from its note. A small model that keeps every word of a note can still turn it
//! round; what it puts side by side that the note does not shows that.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::text::{Form, Pronoun, content_stems, is_stop_word, lower, sentences, stem, verb, words};

/// Share of the neighbouring pairs of words of a try, within its sentences, that the note does not have.
pub(crate) fn new_pairs(note: &str, told: &str) -> f32 {
    let known: HashSet<(String, String)> = pairs(note).into_iter().collect();
    let all = pairs(told);
    let new = all.iter().filter(|pair| !known.contains(pair)).count();
    #[expect(clippy::cast_precision_loss, reason = "a sentence has few words")]
    if all.is_empty() { 1.0 } else { new as f32 / all.len() as f32 }
}

/// Whether a try says a thing more often than the note does.
pub(crate) fn says_twice(note: &str, told: &str) -> bool {
    let once = counted(note);
    counted(told).iter().any(|(stem, count)| once.get(stem).is_some_and(|noted| count > noted))
}

/// Words that come and go in a retelling without harm: they join, or stand for who was named.
const FREE: &[&str] = &["and", "she", "he", "it", "they"];

/// The first word that hinges a sentence (`until`, `above`, `not`, `his`) and is not there as often as in
/// the note: one of these changed turns the meaning round, though every name and thing is kept.
pub(crate) fn shifted(note: &str, told: &str) -> Option<String> {
    let (was, is) = (hinges(note), hinges(told));
    let differs = |word: &&String| was.get(*word) != is.get(*word);
    was.keys().chain(is.keys()).find(differs).cloned()
}

/// Whether words are joined in a way that breaks the sentence: an `and` that is new joins a clause with
/// its own subject to one that has a verb, and nothing else; one that was there only goes where a
/// sentence ends. Nor may a `she` or an `it` get lost.
pub(crate) fn misjoined(note: &str, told: &str, leads: Option<Pronoun>) -> bool {
    let known: HashSet<(String, String)> = pairs(note).into_iter().collect();
    let ands = |text: &str| words(text).filter(|(_, word)| lower(word) == "and").count();
    let parted = sentences(told).len().saturating_sub(sentences(note).len());
    let count = |text: &str, pronoun: &str| words(text).filter(|(_, word)| lower(word) == pronoun).count();
    let dropped = SUBJECTS.iter().any(|pronoun| count(told, pronoun) < count(note, pronoun));
    if dropped || ands(told) + parted < ands(note) {
        return true;
    }
    let first = |text: &str| words(text).next().map(|(_, word)| lower(word)).unwrap_or_default();
    let begins = first(told);
    if SUBJECTS.contains(&begins.as_str())
        && begins != first(note)
        && (leads.is_none() || Pronoun::of(&begins) != leads)
    {
        return true;
    }
    sentences(told).into_iter().any(|span| {
        let all: Vec<String> = words(&told[span]).map(|(_, word)| lower(word)).collect();
        (1..all.len()).any(|at| {
            let pair = (all[at - 1].as_str(), all[at].as_str());
            let pronoun = matches!(pair.1, "she" | "he" | "it" | "they").then(|| Pronoun::of(pair.1));
            let new = !known.contains(&(stemmed(pair.0), stemmed(pair.1)));
            match pair {
                ("and", _) if new => {
                    pronoun.is_none_or(|pronoun| pronoun != leads || leads.is_none())
                        || !all[..at - 1].iter().any(|word| is_verb(word))
                }
                (_, "and") => false,
                _ => {
                    new && pronoun.is_some_and(|pronoun| pronoun != leads || leads.is_none())
                        && !hinge_before(pair.0)
                }
            }
        })
    })
}

fn hinge_before(word: &str) -> bool {
    is_stop_word(word)
}

fn is_verb(word: &str) -> bool {
    matches!(word, "was" | "were" | "had" | "did" | "could" | "would")
        || verb(word).any(|(form, _)| form == Form::Past)
}

/// Whether a try has a comma where neither the note has one nor a beginning or an `and` asks for it.
pub(crate) fn miscommaed(note: &str, told: &str) -> bool {
    let noted: HashSet<String> = before_commas(note).into_iter().map(|(_, word, _)| word).collect();
    let begins = |at: usize| {
        let first = words(told).next().map(|(_, word)| lower(word)).unwrap_or_default();
        let acts = words(told).take(at + 1).any(|(_, word)| is_verb(&lower(word)));
        at <= 7 && !acts && (is_stop_word(&first) || matches!(first.as_str(), "one" | "every" | "that"))
    };
    before_commas(told).into_iter().any(|(at, word, next)| {
        let joins = matches!(next.as_str(), "and" | "but")
            && SUBJECTS.iter().any(|subject| told.contains(&format!("{next} {subject} ")));
        !noted.contains(&word) && !joins && (!begins(at) || is_verb(&next))
    })
}

const SUBJECTS: &[&str] = &["she", "he", "it", "they"];

/// Of each comma: the number of the word before it, that word, and the word after it.
fn before_commas(text: &str) -> Vec<(usize, String, String)> {
    let all: Vec<_> = words(text).collect();
    let mut found = Vec::new();
    for (at, pair) in all.windows(2).enumerate() {
        if text[pair[0].0.end..pair[1].0.start].contains(',') {
            found.push((at, lower(pair[0].1), lower(pair[1].1)));
        }
    }
    found
}

/// Whether a try has a word in another form: `clothes` for `cloth`, `hanged` for `hung`. Where the note is
/// not in the past, verbs may change theirs.
pub(crate) fn bends(note: &str, told: &str, is_past: bool) -> bool {
    let known: Vec<String> = words(note).map(|(_, word)| lower(word)).collect();
    let same_verb =
        |one: &str, other: &str| verb(one).any(|(_, a)| verb(other).any(|(_, b)| a.base == b.base));
    words(told)
        .map(|(_, word)| lower(word))
        .filter(|word| !is_stop_word(word))
        .any(|word| !known.contains(&word) && (is_past || !known.iter().any(|other| same_verb(other, &word))))
}

fn hinges(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in words(text)
        .map(|(_, word)| lower(word))
        .filter(|word| is_stop_word(word) && !FREE.contains(&word.as_str()))
    {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Whether a try brings in something that the note does not have.
pub(crate) fn adds(note: &str, told: &str) -> bool {
    let known: HashSet<String> = content_stems(note).into_iter().collect();
    content_stems(told).iter().any(|stem| !known.contains(stem))
}

/// Whether a try ends on a verb that the note does not end on: `A widow Ada Moss was.`
pub(crate) fn hangs(note: &str, told: &str) -> bool {
    let last = |text: &str| words(text).last().map(|(_, word)| lower(word)).unwrap_or_default();
    let end = last(told);
    end != last(note) && is_verb(&end)
}

/// Whether a try is cut into sentences so short that they stumble.
pub(crate) fn stumbles(told: &str) -> bool {
    let spans = sentences(told);
    spans.len() > 1 && spans.iter().any(|span| words(&told[span.clone()]).count() < 4)
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for span in sentences(text) {
        let stems: Vec<String> = words(&text[span]).map(|(_, word)| stemmed(&lower(word))).collect();
        out.extend(stems.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())));
    }
    out
}

fn stemmed(word: &str) -> String {
    if is_stop_word(word) { word.to_owned() } else { stem(word) }
}

fn counted(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for stem in content_stems(text) {
        *counts.entry(stem).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_changes_stay_and_turned_ones_stray() {
        let note = "Nell walked beside it as far as the bridge.";
        assert!(new_pairs(note, "As far as the bridge, Nell walked beside it.") < 0.2);
        assert!(new_pairs(note, "Nell walked beside the bridge as far as it was.") > 0.4);
    }

    #[test]
    fn a_changed_hinge_is_seen() {
        assert_eq!(
            shifted("She waited until he came.", "She waited, and so he came.").as_deref(),
            Some("until")
        );
        assert_eq!(shifted("At dawn she left him.", "She left him at dawn.").as_deref(), None);
        assert_eq!(shifted("His mother wove it.", "Their mother wove it.").as_deref(), Some("his"));
        assert_eq!(
            shifted("He is the witness he knows.", "He was the witness he knew.").as_deref(),
            Some("is")
        );
    }

    #[test]
    fn a_new_and_needs_a_clause_on_both_sides() {
        let she = Some(Pronoun::She);
        assert!(!misjoined("Nell lit it and sat down.", "Nell lit it, and she sat down.", she));
        assert!(misjoined("Nell lit it and sat down.", "Nell lit it, and he sat down.", she));
        assert!(misjoined("At two he heard it.", "At two, and he heard it.", Some(Pronoun::He)));
        assert!(misjoined(
            "Watches lay in it, wrapped in towels.",
            "Watches lay in it, and wrapped in towels.",
            None
        ));
        assert!(misjoined("It stood there and lost a minute.", "It stood there, lost a minute.", None));
        assert!(misjoined("It was the witness that lied.", "The witness was that lied.", None));
        assert!(misjoined("It would be hers.", "They would be hers.", None));
        assert!(!misjoined("At noon she ate.", "She ate at noon.", she));
        assert!(misjoined("She ran, so that he saw.", "She ran, and so that he saw.", she));
    }

    #[test]
    fn commas_stand_where_they_may() {
        assert!(!miscommaed("At noon she ate.", "At noon, she ate."));
        assert!(!miscommaed("She ate and sang.", "She ate, and she sang."));
        assert!(miscommaed("Under the paint sat lead.", "Under the paint, sat lead."));
        assert!(miscommaed("She ate and sang.", "She ate, and sang."));
        assert!(miscommaed("It was a hotel above the sea.", "It was a hotel, above the sea."));
    }

    #[test]
    fn things_keep_their_form() {
        assert!(bends("Matti had no cloth.", "Matti had no clothes.", true));
        assert!(bends("Nell hung it up.", "Nell hanged it up.", true));
        assert!(!bends("Nell walks home.", "Nell walked home.", false));
    }

    #[test]
    fn what_is_said_twice_or_added_is_seen() {
        let note = "Nell carried the weights down to the river.";
        assert!(says_twice(note, "Nell carried the weights to the river. She carried them down."));
        assert!(adds(note, "Nell carried the weights to the green river."));
        assert!(!adds(note, "Down to the river Nell carried the weights."));
        assert!(hangs("Ada Moss was a widow.", "A widow Ada Moss was."));
        assert!(stumbles("Nell sat. She carried the weights down."));
    }
}
