//! The lines of a quest: it is offered and accepted, and its end is told.

use mythline_protocol::{DialogueLine, StepSubType};

use crate::{
    notes::{Quest, QuestRole, speech_of},
    plan::{capital, short_order},
    review::found,
    text::{fold, words},
    writing::narration::Context,
};

/// The lines of a part of a quest: what the notes have somebody say, word for word. Where they have the giver say
/// nothing, the giver asks for what is to be done; the main character agrees to it. No more is said.
pub(super) fn lines(context: &Context<'_>, quest: &Quest) -> Vec<DialogueLine> {
    let telling = context.telling;
    let player = capital(&telling.plan.player.name);
    let giver = capital(quest.giver.as_deref().unwrap_or("Somebody"));
    let said: Vec<String> = context
        .facts
        .iter()
        .filter_map(|at| speech_of(&telling.plan.told[*at]).map(|speech| speech.words))
        .collect();
    let words = said.join(" ");
    if context.step.sub_type == Some(StepSubType::QuestConclusion) {
        let ends = quest.turn_in.as_deref().map_or(giver, capital);
        return vec![line(&ends, &words)];
    }
    let orders = orders(context, quest);
    let asked = if words.is_empty() {
        orders.iter().map(|order| format!("{order}.")).collect::<Vec<_>>().join(" ")
    } else {
        words
    };
    let asks = line(&giver, &asked);
    let alone = !telling.notes.english || player.is_empty() || fold(&player) == fold(&giver);
    let agrees = line(&player, &agreement(&orders, &asked));
    if alone { vec![asks] } else { vec![asks, agrees] }
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

/// `I will kill eight wolves.` of `Kill eight wolves`; of what was asked for in these words, only that they will.
fn agreement(orders: &[String], asked: &str) -> String {
    let new = orders.iter().filter(|order| !found(order, asked));
    let promised: Vec<String> = new.map(|order| format!("I will {}.", to_you(order))).collect();
    if promised.is_empty() { "I will.".to_owned() } else { promised.join(" ") }
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
