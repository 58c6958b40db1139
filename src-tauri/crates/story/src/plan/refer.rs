//! Whom the names and pronouns of a text stand for.

use std::ops::Range;

use crate::{
    notes::{Person, pronoun_of},
    text::{Pronoun, fold, is_stop_word, quoted, words},
};

/// How a text speaks of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// By name.
    Name,
    /// By a noun for what they are.
    Role,
    /// By pronoun.
    Pronoun,
}

/// A place in a text that speaks of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The bytes; of a possessive the name alone.
    pub span: Range<usize>,
    /// Index of the person.
    pub person: usize,
    /// By what.
    pub form: Form,
    /// Whether it stands in spoken words.
    pub spoken: bool,
}

/// Who was spoken of last, per pronoun.
#[derive(Debug, Default, Clone)]
struct Memory {
    /// Who led the last sentence that had such a person in it.
    subject: [Option<usize>; 2],
    /// Everybody mentioned, the latest last.
    mentions: [Vec<usize>; 2],
}

/// The references in each of a run of sentences. A pronoun stands for the person of its kind who leads
/// the sentence, else for the one who led the sentence before, else for the one named last; an object
/// never for its own subject. A pronoun that could stand for nobody known is left out.
pub(crate) fn references(texts: &[&str], people: &[Person]) -> Vec<Vec<Reference>> {
    let mut memory = Memory::default();
    texts.iter().map(|text| in_sentence(text, people, &mut memory)).collect()
}

fn in_sentence(text: &str, people: &[Person], memory: &mut Memory) -> Vec<Reference> {
    let speech = quoted(text);
    let mut found: Vec<Reference> = Vec::new();
    let mut subject: [Option<usize>; 2] = [None; 2];
    // Who acts in the clause: the first one spoken of, or the last `he` or `she`.
    let mut acts: Option<usize> = None;
    let all: Vec<(Range<usize>, &str)> = words(text).collect();
    for (index, (span, word)) in all.iter().enumerate() {
        if found.iter().any(|reference| reference.span.contains(&span.start)) {
            continue;
        }
        let spoken = speech.iter().any(|quote| quote.contains(&span.start));
        let folded = fold(word);
        let place = match pronoun_of(&folded).and_then(slot) {
            Some(slot) => {
                let before = index.checked_sub(1).map(|at| fold(all[at].1)).unwrap_or_default();
                let next = all.get(index + 1).map(|(_, word)| fold(word));
                // "She gave him" is somebody else, "she looked behind her" is not.
                let object = is_object(&folded, next.as_deref()) && !NEAR_ONESELF.contains(&before.as_str());
                let fits = |who: &usize| !object || Some(*who) != acts;
                let person = subject[slot]
                    .filter(|who| fits(who))
                    .or(memory.subject[slot].filter(|who| fits(who)))
                    .or_else(|| memory.mentions[slot].iter().rev().copied().find(|who| fits(who)));
                person.map(|person| Reference { span: span.clone(), person, form: Form::Pronoun, spoken })
            }
            None => named_at(text, span.start, people)
                .or_else(|| role_at(&all, index, people))
                .map(|(span, person, form)| Reference { span, person, form, spoken }),
        };
        if let Some(reference) = place {
            if let Some(slot) = people[reference.person].pronoun.and_then(slot) {
                memory.mentions[slot].retain(|who| *who != reference.person);
                memory.mentions[slot].push(reference.person);
                if !spoken && subject[slot].is_none() {
                    subject[slot] = Some(reference.person);
                }
            }
            if !spoken && (acts.is_none() || matches!(folded.as_str(), "he" | "she")) {
                acts = Some(reference.person);
            }
            found.push(reference);
        }
    }
    for (last, now) in memory.subject.iter_mut().zip(subject) {
        *last = now.or(*last);
    }
    found
}

/// After these words an object may be the one who acts.
const NEAR_ONESELF: &[&str] = &[
    "above", "below", "behind", "beside", "before", "under", "over", "around", "near", "about", "ahead",
    "between",
];

fn slot(gender: Pronoun) -> Option<usize> {
    match gender {
        Pronoun::She => Some(0),
        Pronoun::He => Some(1),
        Pronoun::They => None,
    }
}

/// `him`, and `her` where nothing follows that it could own.
pub(crate) fn is_object(folded: &str, next: Option<&str>) -> bool {
    folded == "him" || (folded == "her" && next.is_none_or(ends_object))
}

/// Whether a word cannot be what somebody owns.
fn ends_object(next: &str) -> bool {
    is_stop_word(next)
        && !matches!(next, "own" | "first" | "last" | "other" | "only" | "few" | "two" | "three" | "whole")
}

fn named_at(text: &str, at: usize, people: &[Person]) -> Option<(Range<usize>, usize, Form)> {
    let fits = |name: &&String| {
        let rest = &text[at..];
        let same = rest.starts_with(name.as_str())
            || (name.starts_with("the ")
                && rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)));
        same && !rest
            .get(name.len()..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(char::is_alphanumeric)
    };
    let mut best: Option<(Range<usize>, usize, Form)> = None;
    for (index, person) in people.iter().enumerate() {
        for name in person.names.iter().filter(fits) {
            if best.as_ref().is_none_or(|(span, ..)| name.len() > span.len()) {
                best = Some((at..at + name.len(), index, Form::Name));
            }
        }
    }
    best
}

fn role_at(
    all: &[(Range<usize>, &str)],
    index: usize,
    people: &[Person],
) -> Option<(Range<usize>, usize, Form)> {
    let (span, word) = &all[index];
    let before = index.checked_sub(1).map(|at| fold(all[at].1))?;
    if before != "the" {
        return None;
    }
    let noun = fold(word);
    let mut owners = (0..people.len()).filter(|at| people[*at].role_nouns().any(|role| role == noun));
    match (owners.next(), owners.next()) {
        (Some(only), None) => Some((span.clone(), only, Form::Role)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::Notes;

    fn who(texts: &[&str], people: &[Person]) -> Vec<Vec<String>> {
        let show = |text: &str, reference: &Reference| {
            format!(
                "{}={}",
                &text[reference.span.clone()],
                people[reference.person].name.split(' ').next().unwrap_or_default()
            )
        };
        let found = references(texts, people);
        texts.iter().zip(found).map(|(text, refs)| refs.iter().map(|one| show(text, one)).collect()).collect()
    }

    fn cast() -> Vec<Person> {
        Notes::read(
            "## People\n- Nell Harker is a girl. She is nineteen.\n- Josef Brandt is the weigh-master. He is old.\n\
             - Silas Crake owns the mill. He is rich.\n- Ada Moss is a widow.\n",
        )
        .people
    }

    #[test]
    fn pronouns_stand_for_who_leads() {
        let people = cast();
        assert_eq!(
            who(
                &["Nell climbs the stairs to Josef's room.", "He gives her the key.", "She puts it back."],
                &people
            ),
            [vec!["Nell=Nell", "Josef=Josef"], vec!["He=Josef", "her=Nell"], vec!["She=Nell"]]
        );
        assert_eq!(
            who(&["At two Josef hears a crash above him.", "Ada asks Crake what she owes him."], &people),
            [vec!["Josef=Josef", "him=Josef"], vec!["Ada=Ada", "Crake=Silas", "she=Ada", "him=Silas"]]
        );
        assert_eq!(
            who(&["The widow reads her page.", "Josef tells Crake that he lied to him."], &people),
            [vec!["widow=Ada", "her=Ada"], vec!["Josef=Josef", "Crake=Silas", "he=Josef", "him=Silas"]]
        );
    }
}
