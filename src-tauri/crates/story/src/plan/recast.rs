//! Another name, and another pronoun, in somebody's place.

use super::refer::{Form, Reference, is_object, references};
use crate::{
    notes::Person,
    text::{Pronoun, fold, words},
};

/// Somebody who takes the place of a person of the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recast<'a> {
    /// Index of the person whose place is taken.
    pub of: usize,
    /// The name that stands in the story.
    pub name: &'a str,
    /// The pronoun that stands in the story.
    pub pronoun: Pronoun,
}

/// Writes the name and the pronoun into a run of sentences, wherever they stand for the person.
pub(crate) fn recast(texts: &[&str], people: &[Person], with: &Recast<'_>) -> Vec<String> {
    let found = references(texts, people);
    let changes = people.get(with.of).and_then(|person| person.pronoun) != Some(with.pronoun);
    texts.iter().zip(found).map(|(text, refs)| rewrite(text, &refs, with, changes)).collect()
}

fn rewrite(text: &str, refs: &[Reference], with: &Recast<'_>, changes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for reference in refs.iter().filter(|reference| reference.person == with.of) {
        let old = &text[reference.span.clone()];
        let rest = &text[reference.span.end..];
        let new = match reference.form {
            Form::Name if reference.span.start == 0 => capital(with.name),
            Form::Name => with.name.to_owned(),
            // Whom people mean when they speak is not known well enough to change it.
            Form::Pronoun if changes && !reference.spoken => {
                let next = words(rest).next().map(|(_, word)| fold(word));
                in_place_of(old, next.as_deref(), with.pronoun)
            }
            Form::Pronoun | Form::Role => continue,
        };
        out.push_str(&text[at..reference.span.start]);
        out.push_str(&new);
        at = reference.span.end;
        if reference.form == Form::Pronoun && with.pronoun == Pronoun::They {
            let (verb, length) = agreeing(&text[at..]);
            out.push_str(&verb);
            at += length;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// The same case of another pronoun, capital letter kept.
fn in_place_of(old: &str, next: Option<&str>, gender: Pronoun) -> String {
    let folded = fold(old);
    let owned = folded == "his" && next.is_none_or(|next| crate::text::is_stop_word(next) && next != "own");
    let case = match folded.as_str() {
        "he" | "she" => 0,
        "him" => 1,
        "her" if is_object("her", next) => 1,
        "hers" => 3,
        "his" if owned => 3,
        "himself" | "herself" => 4,
        _ => 2,
    };
    let word = match gender {
        Pronoun::He => ["he", "him", "his", "his", "himself"],
        Pronoun::She => ["she", "her", "her", "hers", "herself"],
        Pronoun::They => ["they", "them", "their", "theirs", "themself"],
    }[case];
    if old.chars().next().is_some_and(char::is_uppercase) { capital(word) } else { word.to_owned() }
}

/// After `they` a verb stands in its plain form: what to write, and how many bytes it takes the place of.
fn agreeing(rest: &str) -> (String, usize) {
    let Some((span, word)) = words(rest).next().filter(|(span, _)| rest[..span.start].trim().is_empty())
    else {
        return (String::new(), 0);
    };
    let folded = word.to_lowercase();
    let plain = match folded.as_str() {
        "is" => "are".to_owned(),
        "was" => "were".to_owned(),
        "has" => "have".to_owned(),
        "does" => "do".to_owned(),
        _ => match crate::text::verb(&folded).find(|(form, _)| *form == crate::text::Form::Third) {
            Some((_, verb)) => verb.base.clone(),
            None => return (String::new(), 0),
        },
    };
    (format!("{}{plain}", &rest[..span.start]), span.end)
}

/// A word with a capital letter.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::Notes;

    const NOTES: &str =
        "## People\n- Nell Harker is a girl. She is nineteen.\n- Josef Brandt is old. He limps.\n";

    fn told(texts: &[&str], name: &str, pronoun: Pronoun) -> Vec<String> {
        recast(texts, &Notes::read(NOTES).people, &Recast { of: 0, name, pronoun })
    }

    #[test]
    fn names_and_possessives() {
        assert_eq!(
            told(&["Nell Harker's coat is wet.", "Josef calls Nell."], "Aria", Pronoun::She),
            ["Aria's coat is wet.", "Josef calls Aria."]
        );
    }

    #[test]
    fn pronouns_in_every_case() {
        assert_eq!(
            told(
                &["Nell takes her coat.", "It is hers.", "Josef gives her the key.", "She hides it herself."],
                "Tam",
                Pronoun::He
            ),
            ["Tam takes his coat.", "It is his.", "Josef gives him the key.", "He hides it himself."]
        );
    }

    #[test]
    fn they_take_the_plain_verb() {
        assert_eq!(
            told(&["Nell sits down.", "She is cold and she waits."], "Robin", Pronoun::They),
            ["Robin sits down.", "They are cold and they wait."]
        );
    }

    #[test]
    fn others_keep_their_pronouns() {
        assert_eq!(
            told(&["Josef takes his stick.", "He looks at Nell and she nods."], "Tam", Pronoun::He),
            ["Josef takes his stick.", "He looks at Tam and he nods."]
        );
    }
}
