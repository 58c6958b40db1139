//! The lines of a quest: it is offered and accepted, and its end is told.

use mythline_protocol::{DialogueLine, StepSubType};

use crate::{
    notes::{Quest, QuestRole, speech_of},
    plan::{capital, short_order},
    text::{fold, words},
    writing::narration::Context,
};

/// The lines of a part of a quest. What the notes have somebody say is said word for word; what the main
/// character says between says no more than that they listen, agree, and are done.
pub(super) fn lines(context: &Context<'_>, quest: &Quest) -> Vec<DialogueLine> {
    let telling = context.telling;
    let player = capital(&telling.plan.player.name);
    let giver = capital(quest.giver.as_deref().unwrap_or("Somebody"));
    let said: Vec<String> = context
        .facts
        .iter()
        .filter_map(|at| speech_of(&telling.plan.told[*at]).map(|speech| speech.words))
        .collect();
    let turn = telling.notes.quests.iter().position(|other| other == quest).unwrap_or(0);
    let alone = !telling.notes.english || player.is_empty() || fold(&player) == fold(&giver);
    if context.step.sub_type == Some(StepSubType::QuestConclusion) {
        let ends = quest.turn_in.as_deref().map_or(giver, capital);
        if alone {
            return in_turn(&ends, &said, &[]);
        }
        // What somebody says at the end is short: taken apart it would lose its sense.
        let whole = said.len() < TO_PART;
        let begins = line(&player, DONE[turn % DONE.len()]);
        let between = [line(&player, AFTER[turn % AFTER.len()])];
        let said = in_turn(&ends, &said, if whole { &[] } else { &between });
        return std::iter::once(begins).chain(said).collect();
    }
    let orders = orders(context, quest);
    if alone {
        let asked = if said.is_empty() { orders } else { said };
        return in_turn(&giver, &asked, &[]);
    }
    let agrees = agreement(&orders, said.is_empty());
    let asks = |at: usize| line(&player, LISTENS[(turn + at) % LISTENS.len()]);
    if said.is_empty() {
        let need = line(&giver, NEEDS[turn % NEEDS.len()]);
        let order = orders.iter().map(|order| format!("{order}.")).collect::<Vec<_>>().join(" ");
        let order =
            if order.is_empty() { "It is a long story, and you will see it for yourself." } else { &order };
        return vec![need, asks(0), line(&giver, order), line(&player, &agrees)];
    }
    let between: Vec<DialogueLine> = (0..2).map(asks).collect();
    let mut lines = in_turn(&giver, &said, &between);
    lines.push(line(&player, &agrees));
    lines
}

/// What somebody asks before it is said what for.
const NEEDS: &[&str] =
    &["I need your help.", "There is something to be done.", "You come at the right time."];
/// What the main character says so that the other goes on.
const LISTENS: &[&str] =
    &["What do you ask of me?", "Go on.", "I am listening.", "Tell me the rest.", "And then?"];
/// What they say when it is done.
const DONE: &[&str] = &["It is done.", "I have done what you asked.", "That is settled."];
/// What they say while they are thanked.
const AFTER: &[&str] = &["I was glad to do it.", "What now?", "So it ended well."];

/// Sentences from which on what is said at the end is taken apart.
const TO_PART: usize = 5;
/// Sentences of one who speaks from which on another word falls between, and a second.
const ONE_BREAK: usize = 2;
const TWO_BREAKS: usize = 6;

/// What one person says, in one to three goes, with what the other says between.
fn in_turn(actor: &str, said: &[String], between: &[DialogueLine]) -> Vec<DialogueLine> {
    let breaks = match said.len() {
        0..ONE_BREAK => 0,
        ONE_BREAK..TWO_BREAKS => 1,
        _ => 2,
    };
    let goes = breaks.min(between.len()) + 1;
    let mut lines = Vec::new();
    for at in 0..goes {
        let part = &said[at * said.len() / goes..(at + 1) * said.len() / goes];
        if !part.is_empty() {
            lines.push(line(actor, &part.join(" ")));
            lines.extend(between.get(at).filter(|_| at + 1 < goes).cloned());
        }
    }
    lines
}

/// What is to be done, as short orders.
fn orders(context: &Context<'_>, quest: &Quest) -> Vec<String> {
    let facts = context.telling.notes.facts.iter();
    let of_quest = facts.filter(|fact| fact.section == quest.section && fact.is_story());
    of_quest
        .filter(|fact| fact.quest == Some(QuestRole::Objective))
        .filter_map(|fact| short_order(&fact.text))
        .take(2)
        .collect()
}

/// `I will kill eight wolves.` of `Kill eight wolves`; where that was said the line before, only that they will.
fn agreement(orders: &[String], said_before: bool) -> String {
    let promised: Vec<String> =
        orders.iter().filter(|_| !said_before).map(|order| format!("I will {}.", to_you(order))).collect();
    if promised.is_empty() { "I will do it.".to_owned() } else { promised.join(" ") }
}

/// An order as the one who obeys it says it.
fn to_you(order: &str) -> String {
    let mut out = String::with_capacity(order.len());
    let mut copied = 0;
    for (at, (span, word)) in words(order).enumerate() {
        let new = match fold(word).as_str() {
            "me" => "you".to_owned(),
            "my" => "your".to_owned(),
            _ if at == 0 => word.to_lowercase(),
            _ => continue,
        };
        out.push_str(&order[copied..span.start]);
        out.push_str(&new);
        copied = span.end;
    }
    out.push_str(&order[copied..]);
    out
}

fn line(actor: &str, text: &str) -> DialogueLine {
    DialogueLine { actor: actor.to_owned(), line: text.to_owned() }
}
