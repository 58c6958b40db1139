//! The main character acts in every scene.

use std::ops::Range;

use mythline_protocol::{PlayerPlace, StepType};

use super::telling::Telling;
use crate::{
    notes::{Part, find_word},
    plan::{Form, Reference, capital, is_object},
    text::{fold, words},
};

/// The sentences of a step's narration as they are told there: the player is named where they first
/// appear, so that the step can stand by itself. Where they do not appear at all, a sentence of their own
/// is answered too, to stand at the end.
pub(crate) fn with_player(telling: &Telling, facts: &[usize], turn: usize) -> (Vec<String>, Option<String>) {
    let mut told: Vec<String> = facts.iter().map(|at| telling.plan.told[*at].clone()).collect();
    if telling.plan.player.name.is_empty() || !telling.notes.english {
        return (told, None);
    }
    let of_quest = |at: &usize| telling.notes.quest_of(*at).is_some_and(|quest| !quest.tale);
    if facts.iter().any(of_quest) {
        let named = told.iter().any(|told| find_word(told, &telling.plan.player.name).is_some());
        return (told, (!named).then(|| watches(telling, turn)));
    }
    let Some(player) = telling.player_at() else {
        let setting = facts.iter().all(|at| telling.notes.facts[*at].part != Part::Events);
        return (told, Some(beside(telling, turn, setting)));
    };
    let mut pronoun: Option<(usize, Range<usize>)> = None;
    for (index, at) in facts.iter().enumerate() {
        for reference in
            telling.references[*at].iter().filter(|reference| reference.person == player && !reference.spoken)
        {
            let text = &told[index];
            let after = &text[reference.span.end..];
            match reference.form {
                Form::Name if !after.starts_with("'s") && !after.starts_with("’s") => return (told, None),
                Form::Pronoun
                    if pronoun.is_none()
                        && !owns(&text[reference.span.clone()], after)
                        && is_sure(telling, *at, player) =>
                {
                    pronoun = Some((index, reference.span.clone()));
                }
                _ => {}
            }
        }
    }
    match pronoun {
        Some((index, span)) => {
            let name = if span.start == 0 {
                capital(&telling.plan.player.name)
            } else {
                telling.plan.player.name.clone()
            };
            told[index].replace_range(span, &name);
            (told, None)
        }
        None if has_died(telling, player, facts) => (told, Some(remembered(telling))),
        None => (told, Some(watches(telling, turn))),
    }
}

/// Words after the name of one who is dead.
const DEATH: [&str; 5] = ["died", "drowned", "killed", "dead", "buried"];
/// Words that may stand between: "was found dead".
const BETWEEN: usize = 3;

/// Whether the notes have told by the last of these facts that the player is dead.
fn has_died(telling: &Telling, player: usize, facts: &[usize]) -> bool {
    let told = facts.iter().max().map_or(0, |last| last + 1);
    (0..told).any(|at| {
        let text = &telling.plan.told[at];
        let named = telling.references[at]
            .iter()
            .filter(|one| one.person == player && !one.spoken && one.form == Form::Name);
        named.into_iter().any(|one| {
            words(&text[one.span.end..]).take(BETWEEN).any(|(_, word)| DEATH.contains(&fold(word).as_str()))
        })
    })
}

/// What is left of one who is dead, where a story goes on.
fn remembered(telling: &Telling) -> String {
    capital(&format!("{} was not forgotten.", telling.plan.player.name))
}

/// Whether a pronoun in a fact can only be the player: the sentences before it, back to one that begins
/// with the player's name or in which they speak, all begin with the player.
fn is_sure(telling: &Telling, fact: usize, player: usize) -> bool {
    for at in (0..fact).rev().take(4) {
        let mine =
            telling.references[at].iter().filter(|reference| reference.person == player && !reference.spoken);
        let leads =
            |reference: &&Reference| telling.notes.facts[at].speech.is_some() || reference.span.start <= 4;
        match mine.clone().find(leads).map(|reference| reference.form) {
            Some(Form::Name) => return true,
            Some(_) => {}
            None => return false,
        }
    }
    false
}

/// Whether a pronoun says whose something is.
fn owns(pronoun: &str, after: &str) -> bool {
    let folded = fold(pronoun);
    folded == "his" || folded == "hers" || (folded == "her" && !is_object("her", next_word(after).as_deref()))
}

fn next_word(after: &str) -> Option<String> {
    words(after).next().map(|(_, word)| fold(word))
}

/// What somebody does who is there and has no part in what happens; said differently from scene to scene.
fn watches(telling: &Telling, turn: usize) -> String {
    let name = &telling.plan.player.name;
    let ways = [
        "saw all of it",
        "looked on",
        "watched and said nothing",
        "was there and kept it in mind",
        "listened",
    ];
    capital(&format!("{name} {}.", ways[turn % ways.len()]))
}

/// What somebody does who stands beside the one whom the notes follow.
fn beside(telling: &Telling, turn: usize, setting: bool) -> String {
    let name = &telling.plan.player.name;
    let of = match (telling.plan.player.place, telling.plan.player.of) {
        (PlayerPlace::Beside, Some(at)) => telling.cast[at].short().to_owned(),
        _ => return watches(telling, turn),
    };
    if setting {
        return format!("{name} stood beside {of}.");
    }
    let ways = ["kept close to", "went with", "watched over", "stayed with", "helped"];
    format!("{name} {} {of}.", ways[turn % ways.len()])
}

/// A number for each scene, so that what is put in is not the same in two that follow each other.
pub(crate) fn turn_of(step_type: StepType, id: &str) -> usize {
    match step_type {
        StepType::Introduction => 0,
        StepType::Conclusion => 4,
        StepType::Quest => {
            id.bytes().filter(u8::is_ascii_digit).fold(0, |n, digit| n * 10 + usize::from(digit - b'0'))
        }
    }
}
