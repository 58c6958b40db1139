use std::collections::{BTreeMap, BTreeSet};

use super::{
    facts::NoteFact,
    pronoun::{is_occupation, pronoun_of, pronoun_of_noun},
    sections::Part,
    speech::is_saying,
};
use crate::text::{Pronoun, fold, is_stop_word, is_title, words};

/// Somebody in the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The longest form of the name.
    pub name: String,
    /// Every form under which the notes speak of them, the longest first.
    pub names: Vec<String>,
    /// What they are, as the notes say it: `the miller`.
    pub role: Option<String>,
    /// By the pronouns near the name and the nouns that stand for them.
    pub pronoun: Option<Pronoun>,
    /// How often the events speak of them by name.
    pub mentions: u32,
    /// How many sentences of the events begin with them.
    pub leads: u32,
    /// Whether they speak.
    pub speaks: bool,
    /// The one word by which the events call them most.
    pub called: String,
}

/// A capitalised run of words, with what speaks for a person and for a place.
#[derive(Debug, Default, Clone)]
struct Candidate {
    inside: u32,
    count: u32,
    person: u32,
    place: u32,
}

/// People and places of the notes, each in the order of first mention.
pub(crate) fn people_and_places(facts: &[NoteFact]) -> (Vec<Person>, Vec<String>) {
    let mut order: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut listed: Vec<(String, Option<String>)> = Vec::new();
    let mut places: Vec<String> = Vec::new();
    for (at, fact) in facts.iter().enumerate().filter(|(_, fact)| fact.untold.is_none()) {
        let heads = at == 0 || facts[at - 1].paragraph != fact.paragraph;
        match fact.part {
            Part::People if heads && listed.len() < MOST_PEOPLE => listed.extend(listed_name(fact)),
            Part::Places if heads && places.len() < MOST_PEOPLE => places.extend(listed_place(fact)),
            _ => {}
        }
        for (name, seen) in capitals(&fact.text) {
            let candidate = found.entry(name.clone()).or_insert_with(|| {
                order.push(name);
                Candidate::default()
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
        let [the, noun, verb] = first.as_slice() else { continue };
        let person = is_occupation(noun) || pronoun_of_noun(noun).is_some();
        if the == "the" && person && (looks_like_verb(verb) || is_saying(verb)) {
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

/// What stands before the colon or the first comma of an item under "Places".
fn listed_place(fact: &NoteFact) -> Option<String> {
    let name = fact.text.split([':', ',', '.', '–', '—']).next()?.trim();
    let acts = |word: &&str| {
        crate::text::verb(&fold(word)).any(|(form, verb)| {
            form == crate::text::Form::Third && (!verb.noun_too || fold(word) == "stands")
        }) || matches!(*word, "is" | "was")
    };
    let name = name.split_whitespace().take_while(|word| !acts(word)).collect::<Vec<_>>().join(" ");
    let short = name.split_whitespace().count() <= 6;
    let name = name.strip_prefix("The ").map_or_else(|| name.to_owned(), |rest| format!("the {rest}"));
    short.then_some(name)
}

const PLACE_BEFORE: &[&str] = &[
    "in", "at", "to", "from", "of", "near", "into", "through", "across", "river", "town", "village",
    "island", "mount", "lake", "leaves", "left", "reach", "reaches",
];
const NO_NAMES: &[&str] = &[
    "i",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "christmas",
    "easter",
    "god",
    "sir",
    "madam",
    "yes",
    "no",
    "english",
    "german",
    "french",
];

/// The runs of capitalised words in a sentence, spoken words included, with the votes of one mention.
fn capitals(text: &str) -> Vec<(String, Candidate)> {
    let all: Vec<(std::ops::Range<usize>, &str)> = words(text).collect();
    let mut out = Vec::new();
    let mut index = 0;
    while index < all.len() {
        let (span, word) = &all[index];
        let begins = index == 0
            || text[all[index - 1].0.end..span.start].contains(['.', '!', '?', ':', '"', '“', '”', '„', '«']);
        if !is_capital(word) || (begins && is_stop_word(&fold(word))) {
            index += 1;
            continue;
        }
        let mut end = index + 1;
        while end < all.len() && is_capital(all[end].1) && &text[all[end - 1].0.end..all[end].0.start] == " "
        {
            end += 1;
        }
        let run: Vec<String> = all[index..end].iter().map(|(_, word)| bare(word)).collect();
        let before = index.checked_sub(1).map(|at| fold(all[at].1)).unwrap_or_default();
        let over = index.checked_sub(2).map(|at| fold(all[at].1)).unwrap_or_default();
        let after = all.get(end).map(|(_, word)| fold(word)).unwrap_or_default();
        let last = all[end - 1].1;
        let alone =
            run.len() == 1 && (NO_NAMES.contains(&fold(&run[0]).as_str()) || is_title(&fold(&run[0])));
        if !alone {
            let titled = is_title(&fold(&run[0]));
            let the = before == "the";
            let named = matches!(before.as_str(), "called" | "named")
                || is_saying(&before)
                || (the && is_saying(&over))
                || pronoun_of_noun(&before).is_some();
            let moves = crate::text::verb(&after)
                .any(|(form, _)| matches!(form, crate::text::Form::Third | crate::text::Form::Past));
            let acts = is_saying(&after)
                || (begins && looks_like_verb(&after))
                || (the && moves)
                || last.ends_with("'s")
                || last.ends_with("’s");
            let placed = PLACE_BEFORE.contains(&before.as_str());
            let vote = Candidate {
                inside: u32::from(!begins),
                count: 1,
                person: u32::from(titled) * 2 + u32::from(named) * 2 + u32::from(acts),
                place: u32::from(placed && !acts),
            };
            out.push((run.join(" "), vote));
        }
        index = end;
    }
    out
}

fn is_capital(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

fn bare(word: &str) -> String {
    word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word).to_owned()
}

fn looks_like_verb(folded: &str) -> bool {
    crate::text::verb(folded).any(|(form, _)| !matches!(form, crate::text::Form::Ing))
        || matches!(
            folded,
            "is" | "was" | "has" | "had" | "does" | "did" | "will" | "would" | "can" | "could" | "and"
        )
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
            Person {
                name,
                names: forms,
                role,
                pronoun,
                mentions: 0,
                leads: 0,
                speaks: false,
                called: String::new(),
            }
        })
        .collect();
    count(&mut people, facts);
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

fn pronoun_of_role(role: &str) -> Option<Pronoun> {
    words(role)
        .map(|(_, word)| fold(word))
        .take(8)
        .find_map(|word| pronoun_of(&word).or(pronoun_of_noun(&word)))
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

fn count(people: &mut [Person], facts: &[NoteFact]) {
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
            person.speaks |= fact.speech.as_ref().is_some_and(|speech| speech.plain);
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
            std::cmp::Ordering::Greater => Some(Pronoun::She),
            std::cmp::Ordering::Less => Some(Pronoun::He),
            std::cmp::Ordering::Equal => None,
        });
    }
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

impl Person {
    /// The name used where the full one would be stiff: the one that the notes use.
    #[must_use]
    pub fn short(&self) -> &str {
        if self.called.is_empty() { &self.name } else { &self.called }
    }

    /// The nouns that stand for what they are: `widow` of "a widow with an orchard".
    pub(crate) fn role_nouns(&self) -> impl Iterator<Item = String> {
        let role = self.role.as_deref().unwrap_or("");
        let first = role.split_whitespace().next().map(fold).unwrap_or_default();
        let acts = looks_like_verb(&first) && !matches!(first.as_str(), "is" | "was");
        let words: Vec<String> = words(if acts { "" } else { role }).map(|(_, word)| fold(word)).collect();
        let mut nouns = Vec::new();
        for (at, _) in
            words.iter().enumerate().filter(|(_, word)| matches!(word.as_str(), "a" | "an" | "the"))
        {
            nouns.extend(
                words[at + 1..].iter().take_while(|word| !is_stop_word(word)).take(3).last().cloned(),
            );
        }
        nouns.into_iter()
    }

    /// Where a text first speaks of them by name.
    #[must_use]
    pub fn first_in(&self, text: &str) -> Option<usize> {
        self.names.iter().filter_map(|name| find_word(text, name)).min()
    }
}

/// Where a name stands in a text as whole words.
pub(crate) fn find_word(text: &str, name: &str) -> Option<usize> {
    let begins = name.starts_with("the ") && text.starts_with("The ") && text[4..].starts_with(&name[4..]);
    let capital = begins.then_some(0);
    capital.into_iter().chain(text.match_indices(name).map(|(at, _)| at)).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
