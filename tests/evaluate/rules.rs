//! The review's rules against sentences that people judged.

use std::collections::{BTreeMap, BTreeSet};

use mythline_protocol::{Fact, Rule};
use mythline_story::{
    review::{Brief, Character, Source, StepText, Told, review},
    text::Pronoun,
};

use crate::{
    labels::{Labelled, Set},
    runs::share,
};

/// How far rules and people agree.
#[derive(Default)]
pub(crate) struct Agreement {
    /// By rule: caught as labelled, spoken without reason, and missed.
    pub(crate) by_rule: BTreeMap<String, [usize; 3]>,
    pub(crate) alarms: Vec<String>,
    pub(crate) missed: Vec<String>,
}

impl Agreement {
    pub(crate) fn over(sets: &[Set]) -> Self {
        let mut agreement = Self::default();
        for set in sets.iter().filter(|set| !set.labels.rules.is_empty()) {
            let source = source(set);
            set.labels.rules.iter().for_each(|label| agreement.add(label, &source));
        }
        agreement
    }

    fn add(&mut self, label: &Labelled, source: &Source) {
        let wanted: BTreeSet<String> = label.catch.iter().cloned().collect();
        let said: BTreeSet<String> = said(label, source).filter(|rule| counts(rule, &wanted)).collect();
        let mut count =
            |rule: &String, which: usize| self.by_rule.entry(rule.clone()).or_default()[which] += 1;
        said.intersection(&wanted).for_each(|rule| count(rule, 0));
        said.difference(&wanted).for_each(|rule| count(rule, 1));
        wanted.difference(&said).for_each(|rule| count(rule, 2));
        self.alarms.extend(said.difference(&wanted).map(|rule| format!("{rule}: {}", label.text)));
        self.missed.extend(wanted.difference(&said).map(|rule| format!("{rule}: {}", label.text)));
    }

    fn sum(&self, which: usize) -> usize {
        self.by_rule.values().map(|counts| counts[which]).sum()
    }

    /// The share of labels that the rules see.
    pub(crate) fn recall(&self) -> f64 {
        share(self.sum(0), self.sum(0) + self.sum(2))
    }

    /// The share of what the rules say that people say too.
    pub(crate) fn precision(&self) -> f64 {
        share(self.sum(0), self.sum(0) + self.sum(1))
    }
}

/// A lone sentence is no step, so whether the main character acts in it says nothing; and what contradicts a
/// fact does not tell it either.
fn counts(rule: &str, wanted: &BTreeSet<String>) -> bool {
    rule != "player" && (rule != "missing_fact" || !wanted.contains("contradiction"))
}

fn said(label: &Labelled, source: &Source) -> impl Iterator<Item = String> {
    let facts = label.fact.iter().map(|text| Fact { id: "f1".to_owned(), line: 1, text: text.clone() });
    let brief = Brief { facts: facts.collect(), ..Brief::default() };
    review(&brief, &StepText::Narration(label.text.clone()), source, &Told::new())
        .into_iter()
        .map(|finding| name(finding.rule))
}

fn name(rule: Rule) -> String {
    serde_json::to_value(rule).unwrap().as_str().unwrap().to_owned()
}

/// The notes with their people as labelled, so that reading notes is not judged here.
fn source(set: &Set) -> Source {
    let mut people = set.labels.people.iter().map(|(name, label)| Character {
        name: name.clone(),
        pronoun: label.as_str().and_then(|label| Pronoun::named(label.split(' ').next()?)),
    });
    let player = people.next().unwrap();
    Source::new(&set.notes, player, people.filter(|person| !person.name.starts_with("the ")).collect())
}

#[test]
fn the_rules_agree_with_people() {
    let agreement = Agreement::over(&Set::all());
    let (recall, precision) = (agreement.recall(), agreement.precision());
    println!("alarms: {:#?}\nmissed: {:#?}\n{recall:.3} {precision:.3}", agreement.alarms, agreement.missed);
    assert!(recall >= 0.8 && precision >= 0.9, "recall {recall:.3}, precision {precision:.3}");
}
