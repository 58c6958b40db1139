//! The main character acts in every scene.

use mythline_protocol::{PlayerPlace, StepType};

use super::telling::Telling;
use crate::plan::{Form, capital, references};

/// The sentences of a step's narration as they are told there: the player is named where they first
/// appear, so that the step can stand by itself. Where they do not appear at all, a sentence of their own
/// is answered too, to stand at the end.
pub(crate) fn with_player(telling: &Telling, facts: &[usize], turn: usize) -> (Vec<String>, Option<String>) {
    let mut told: Vec<String> = facts.iter().map(|at| telling.plan.told[*at].clone()).collect();
    let texts: Vec<&str> = told.iter().map(String::as_str).collect();
    let found = references(&texts, &telling.cast);
    let Some(player) = telling.player_at() else {
        let setting = facts.iter().all(|at| telling.notes.facts[*at].part != crate::notes::Part::Events);
        return (told, Some(beside(telling, turn, setting)));
    };
    let mine = |reference: &&crate::plan::Reference| reference.person == player && !reference.spoken;
    let named = found.iter().flatten().filter(mine).any(|reference| reference.form == Form::Name);
    if named {
        return (told, None);
    }
    let first = found.iter().enumerate().find_map(|(at, refs)| refs.iter().find(mine).map(|reference| (at, reference.clone())));
    match first {
        Some((at, reference)) if reference.form == Form::Pronoun => {
            let old = &told[at][reference.span.clone()];
            let owns = old.eq_ignore_ascii_case("his")
                || (old.eq_ignore_ascii_case("her") && !crate::plan::is_object("her", next_word(&told[at], reference.span.end).as_deref()));
            let name = if owns { format!("{}'s", telling.plan.player.name) } else { telling.plan.player.name.clone() };
            told[at].replace_range(reference.span, &name);
            (told, None)
        }
        Some(_) => (told, None),
        None => (told, Some(watches(telling, turn))),
    }
}

fn next_word(text: &str, from: usize) -> Option<String> {
    crate::text::words(&text[from..]).next().map(|(_, word)| crate::text::fold(word))
}

/// What somebody does who is there and has no part in what happens; said differently from scene to scene.
fn watches(telling: &Telling, turn: usize) -> String {
    let name = &telling.plan.player.name;
    let ways = ["saw all of it", "looked on", "watched and said nothing", "was there and kept it in mind", "listened"];
    format!("{name} {}.", ways[turn % ways.len()])
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
    capital(&format!("{name} {} {of}.", ways[turn % ways.len()]))
}

/// Which kinds of steps need the player: all of them, and the introduction too.
pub(crate) fn turn_of(step_type: StepType, id: &str) -> usize {
    match step_type {
        StepType::Introduction => 0,
        StepType::Conclusion => 4,
        StepType::Quest => id.bytes().filter(u8::is_ascii_digit).fold(0, |n, digit| n * 10 + usize::from(digit - b'0')),
    }
}
