use std::cmp::Ordering;

use super::{
    facts::NoteFact,
    person::{Person, find_word},
    pronoun::{pronoun_of, pronoun_of_noun},
    sections::Part,
};
use crate::text::{Pronoun, fold, is_title, words};

/// Counts how the facts speak of people: how often, by which name and by which pronoun.
pub(super) fn tally(people: &mut [Person], facts: &[NoteFact]) {
    for person in people.iter_mut() {
        person.called = called(person, facts);
    }
    let mut votes = vec![(0_u32, 0_u32); people.len()];
    for (index, fact) in facts.iter().enumerate().filter(|(_, fact)| fact.untold.is_none()) {
        let told = fact.speech.as_ref().map_or(fact.text.as_str(), |speech| speech.frame.as_str());
        let named: Vec<usize> = (0..people.len()).filter(|at| people[*at].first_in(told).is_some()).collect();
        for at in &named {
            let person = &mut people[*at];
            if !matches!(fact.part, Part::People) {
                person.mentions += 1;
                let leads = person.names.iter().any(|name| told.starts_with(name.as_str()));
                person.leads += u32::from(leads);
            }
        }
        if let [only] = named[..] {
            let weight = if fact.part == Part::People { 2 } else { 1 };
            let (she, he) = gendered(told, people[only].first_in(told).unwrap_or(0));
            votes[only].0 += she;
            votes[only].1 += he;
            if let Some(next) =
                facts.get(index + 1).filter(|next| next.paragraph == fact.paragraph && next.speech.is_none())
            {
                match leading(&next.text) {
                    Some(Pronoun::She) => votes[only].0 += 3 * weight,
                    Some(Pronoun::He) => votes[only].1 += 3 * weight,
                    _ => {}
                }
            }
        }
    }
    for (person, (she, he)) in people.iter_mut().zip(votes) {
        person.pronoun = person.pronoun.or(match she.cmp(&he) {
            Ordering::Greater => Some(Pronoun::She),
            Ordering::Less => Some(Pronoun::He),
            Ordering::Equal => None,
        });
    }
}

/// What the events call somebody most: one word of the name, with its title where it has one there, or the
/// whole name.
fn called(person: &Person, facts: &[NoteFact]) -> String {
    let titles = person.name.split(' ').filter(|word| is_title(&fold(word)));
    let plain = person.names.iter().filter(|name| !name.contains(' '));
    let titled = titles.flat_map(|title| plain.clone().map(move |name| format!("{title} {name}")));
    let forms: Vec<String> =
        std::iter::once(person.name.clone()).chain(titled).chain(plain.clone().cloned()).collect();
    // The longest form that stands somewhere is what is said there.
    let said = |text: &str| {
        forms.iter().filter(|form| find_word(text, form).is_some()).max_by_key(|form| form.len())
    };
    let mut counts: Vec<(&String, u32)> = forms.iter().map(|form| (form, 0)).collect();
    for fact in facts.iter().filter(|fact| !matches!(fact.part, Part::People)) {
        if let Some(form) = said(&fact.text)
            && let Some((_, count)) = counts.iter_mut().find(|(other, _)| *other == form)
        {
            *count += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map_or_else(|| person.name.clone(), |(form, _)| form.clone())
}

/// How often `she` and `he`, in any case, come after a place in a text; a noun right before the name
/// counts too.
fn gendered(text: &str, from: usize) -> (u32, u32) {
    let (mut she, mut he) = (0, 0);
    let before =
        text[..from].split_whitespace().rev().take(2).filter_map(|word| pronoun_of_noun(&fold(word)));
    let after = words(&text[from..]).filter_map(|(_, word)| pronoun_of(&fold(word)));
    for gender in before.chain(after) {
        match gender {
            Pronoun::She => she += 1,
            Pronoun::He => he += 1,
            Pronoun::They => {}
        }
    }
    (she, he)
}

/// The pronoun that a sentence begins with, or that it gives with `It is an old man`.
fn leading(text: &str) -> Option<Pronoun> {
    let all: Vec<String> = words(text).map(|(_, word)| fold(word)).take(5).collect();
    let first = all.first()?;
    let is = first == "it" && all.get(1).is_some_and(|word| matches!(word.as_str(), "is" | "was"));
    pronoun_of(first).or_else(|| all.iter().filter(|_| is).find_map(|word| pronoun_of_noun(word)))
}
