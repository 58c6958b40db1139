use std::collections::{BTreeMap, BTreeSet};

use super::{
    capitals::{Mention, capitals},
    facts::NoteFact,
    person::{Person, looks_like_verb},
    pronoun::{is_occupation, pronoun_of, pronoun_of_noun},
    quests::{QuestRole, name_and_rest},
    sections::Part,
    speech::is_saying,
    tally::tally,
};
use crate::text::{Form, Pronoun, fold, is_stop_word, is_title, verb, words};

/// People and places of the notes, each in the order of first mention.
pub(crate) fn people_and_places(facts: &[NoteFact]) -> (Vec<Person>, Vec<String>) {
    let mut order: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Mention> = BTreeMap::new();
    let mut listed: Vec<(String, Option<String>)> = Vec::new();
    let mut places: Vec<String> = Vec::new();
    for (at, fact) in facts.iter().enumerate().filter(|(_, fact)| fact.untold.is_none()) {
        let heads = at == 0 || facts[at - 1].paragraph != fact.paragraph;
        match fact.part {
            Part::People if heads && listed.len() < MOST_PEOPLE => listed.extend(listed_name(fact)),
            Part::Places if heads && places.len() < MOST_PEOPLE => places.extend(listed_place(fact)),
            _ => {}
        }
        match fact.quest {
            Some(QuestRole::Giver | QuestRole::TurnIn) => listed.extend(named(fact, &listed)),
            Some(QuestRole::Place) if places.len() < MOST_PEOPLE => {
                places.extend(listed_place(fact).filter(|place| !places.contains(place)));
            }
            _ => {}
        }
        for (name, seen) in capitals(&fact.text) {
            let candidate = found.entry(name.clone()).or_insert_with(|| {
                order.push(name);
                Mention::default()
            });
            candidate.count += 1;
            candidate.inside += seen.inside;
            candidate.person += seen.person;
            candidate.place += seen.place;
        }
    }
    let mut names: Vec<(String, Option<String>)> = listed;
    for name in order {
        let candidate = &found[&name];
        let known = names.iter().any(|(full, _)| shares_word(full, &name));
        // A word that only ever begins a sentence is a name when it comes again and acts.
        let is_name = candidate.inside > 0 || (candidate.count > 1 && candidate.person > 1);
        if !known && is_name {
            if names.len() > 2 * MOST_PEOPLE {
                break;
            }
            if candidate.person > candidate.place {
                names.push((name, None));
            } else if candidate.place > 0 && !places.contains(&name) {
                places.push(name);
            }
        }
    }
    longest_forms(&mut names);
    names.truncate(MOST_PEOPLE);
    if names.is_empty() {
        names = unnamed(facts).map(|name| (name, None)).collect();
    }
    let people = people(names, facts);
    places.retain(|place| !people.iter().any(|person| person.names.contains(place)));
    (people, places)
}

/// People kept at most; what names more is a register and no story.
const MOST_PEOPLE: usize = 60;

/// Where nobody has a name: those who lead sentences as what they are, the one who leads most first.
fn unnamed(facts: &[NoteFact]) -> impl Iterator<Item = String> {
    let mut counts: Vec<(String, u32)> = Vec::new();
    for fact in facts.iter().filter(|fact| fact.untold.is_none()) {
        let first: Vec<String> = words(&fact.text).take(3).map(|(_, word)| fold(word)).collect();
        let [the, noun, acts] = first.as_slice() else { continue };
        let person = is_occupation(noun) || pronoun_of_noun(noun).is_some();
        if the == "the" && person && (looks_like_verb(acts) || is_saying(acts)) {
            let name = format!("the {noun}");
            match counts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
    }
    counts.retain(|(_, count)| *count > 1);
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(name, _)| name)
}

/// `Ann` and `Ann Moss` are one; the longer form stands for both.
fn longest_forms(names: &mut Vec<(String, Option<String>)>) {
    let all: Vec<String> = names.iter().map(|(name, _)| name.clone()).collect();
    names.retain(|(name, _)| !all.iter().any(|other| other != name && is_part_of(name, other)));
    let mut seen = BTreeSet::new();
    names.retain(|(name, _)| seen.insert(name.clone()));
}

fn is_part_of(short: &str, long: &str) -> bool {
    let long: Vec<&str> = long.split(' ').collect();
    let short: Vec<&str> = short.split(' ').collect();
    short.len() < long.len() && long.windows(short.len()).any(|window| window == short.as_slice())
}

fn shares_word(full: &str, name: &str) -> bool {
    name.split(' ')
        .filter(|word| !is_title(&fold(word)))
        .all(|word| full.split(' ').any(|other| other == word))
}

/// The name at the head of an item under "People", with what follows it.
fn listed_name(fact: &NoteFact) -> Option<(String, Option<String>)> {
    let mut name = Vec::new();
    let mut rest = fact.text.as_str();
    for word in fact.text.split_whitespace() {
        let bare = word.trim_end_matches([',', ':', '.', ';']).trim_matches(|c| matches!(c, '(' | ')'));
        if !bare.chars().next().is_some_and(char::is_uppercase)
            || (name.is_empty() && is_stop_word(&fold(bare)))
        {
            break;
        }
        name.push(bare);
        rest = rest[rest.find(word).map_or(0, |at| at + word.len())..].trim_start();
        if bare.len() < word.len() {
            break;
        }
    }
    let role = rest.trim_start_matches(['-', '–', '—', ':', ',', ' ']).trim_end_matches('.');
    let name = name.join(" ").trim_end_matches("'s").to_owned();
    (!name.is_empty()).then(|| (name, (!role.is_empty()).then(|| role.to_owned())))
}

/// Who gives a quest or hears of its end, where that is a name and not known yet.
fn named(fact: &NoteFact, listed: &[(String, Option<String>)]) -> Option<(String, Option<String>)> {
    let (name, rest) = name_and_rest(&fact.text);
    let is_name = listed_name(fact).is_some_and(|(first, _)| name.starts_with(first.as_str()));
    let known = listed.iter().any(|(full, _)| shares_word(full, name));
    let role = rest.chars().next().is_some_and(char::is_lowercase) && !is_stop_word(&first_word(rest));
    (is_name && !known && listed.len() < MOST_PEOPLE)
        .then(|| (name.to_owned(), role.then(|| rest.to_owned())))
}

fn first_word(text: &str) -> String {
    words(text).next().map(|(_, word)| fold(word)).unwrap_or_default()
}

/// What stands before the colon or the first comma of an item under "Places".
fn listed_place(fact: &NoteFact) -> Option<String> {
    let name = fact.text.split([':', ',', '.', '–', '—']).next()?.trim();
    let acts = |word: &&str| {
        verb(&fold(word))
            .any(|(form, verb)| form == Form::Third && (!verb.noun_too || fold(word) == "stands"))
            || matches!(*word, "is" | "was")
    };
    let name = name.split_whitespace().take_while(|word| !acts(word)).collect::<Vec<_>>().join(" ");
    let short = name.split_whitespace().count() <= 6;
    let name = name.strip_prefix("The ").map_or_else(|| name.to_owned(), |rest| format!("the {rest}"));
    short.then_some(name)
}

fn people(names: Vec<(String, Option<String>)>, facts: &[NoteFact]) -> Vec<Person> {
    let shared: BTreeSet<String> = repeated_words(&names);
    let mut people: Vec<Person> = names
        .into_iter()
        .map(|(name, role)| {
            let parts = name.split(' ').filter(|word| !is_title(&fold(word)) && !is_stop_word(&fold(word)));
            let mut forms: Vec<String> =
                parts.filter(|word| !shared.contains(*word)).map(str::to_owned).collect();
            if !forms.contains(&name) {
                forms.insert(0, name.clone());
            }
            let pronoun = role.as_deref().and_then(pronoun_of_role);
            Person { name, names: forms, role, pronoun, mentions: 0, leads: 0, called: String::new() }
        })
        .collect();
    tally(&mut people, facts);
    people
}

/// Words that stand in the names of two people: a family's name is nobody's alone.
fn repeated_words(names: &[(String, Option<String>)]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut twice = BTreeSet::new();
    for word in names.iter().flat_map(|(name, _)| name.split(' ')) {
        if !seen.insert(word.to_owned()) {
            twice.insert(word.to_owned());
        }
    }
    twice
}

/// `his sister` says who is meant by its noun; without one a `he` or `she` does.
fn pronoun_of_role(role: &str) -> Option<Pronoun> {
    let near: Vec<String> = words(role).map(|(_, word)| fold(word)).take(8).collect();
    let acts = |word: &&String| matches!(word.as_str(), "he" | "she");
    near.iter()
        .find_map(|word| pronoun_of_noun(word))
        .or_else(|| near.iter().find(acts).and_then(|word| pronoun_of(word)))
}
