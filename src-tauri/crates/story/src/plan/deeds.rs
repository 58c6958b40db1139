//! What the notes say of a quest, as sentences that can be told.

use super::{Player, capital};
use crate::{
    notes::{NoteFact, PLAYER, Quest, QuestRole, name_and_rest},
    text::{Form, Verb, fold, is_stop_word, number_of, past, verb, words},
};

/// A fact of a quest as a sentence; `None` where it stands as the notes have it. `again`: who gives it has given
/// one before.
pub(super) fn told(fact: &NoteFact, quest: &Quest, player: &Player, again: bool) -> Option<String> {
    let text = fact.text.trim();
    let name = player.name.as_str();
    let giver = quest.giver.as_deref().unwrap_or("Somebody");
    let ends = quest.turn_in.as_deref().unwrap_or(giver);
    let sentence = match fact.quest? {
        QuestRole::Said => spoken(text, giver),
        QuestRole::Thanks => spoken(text, ends),
        QuestRole::Giver => met(text, name, again),
        QuestRole::TurnIn => {
            let (who, rest) = name_and_rest(text);
            let back = if quest.giver.as_deref().is_none_or(|giver| giver == who) { "back " } else { "" };
            format!("{} went {back}to {who}{}.", capital(name), trailing(rest))
        }
        _ if is_sentence(text) && deed(text, quest, name).is_none() => return None,
        QuestRole::Place => format!("{} went to {}.", capital(name), plain(text)),
        QuestRole::GiverSight | QuestRole::PlaceSight => format!("{} saw {}.", capital(name), plain(text)),
        QuestRole::Enemies => format!("{} had to reckon with {}.", capital(name), plain(text)),
        QuestRole::Objective | QuestRole::Ending => deed(text, quest, name)?,
        QuestRole::Reward => format!("{} was given {}.", capital(name), plain(text)),
        QuestRole::GiverManner => format!("{} was {}.", capital(giver), like(text)),
        QuestRole::TurnInManner => format!("{} was {}.", capital(ends), like(text)),
        QuestRole::Beat | QuestRole::Event | QuestRole::Roleplay => return None,
    };
    Some(sentence)
}

/// Whether a text is told as it stands: a few words in a list begin with a small letter.
fn is_sentence(text: &str) -> bool {
    !text.starts_with(char::is_lowercase) && past(text).is_some()
}

/// What the notes call the main character, by name.
pub(super) fn with_name(text: &str, player: &Player) -> String {
    text.replace(PLAYER, &player.name)
}

fn spoken(text: &str, who: &str) -> String {
    let text = text.trim_matches(['"', '“', '”', ' ']);
    format!("“{text}” {} said.", capital(who))
}

/// `Marshal Dughan, in front of the keep`: somebody, and where or what they are.
fn met(text: &str, name: &str, again: bool) -> String {
    let (giver, rest) = name_and_rest(text);
    if fold(giver) == fold(name) {
        return format!("{} had something to do.", capital(name));
    }
    let met = if again { "came to" } else { "met" };
    format!("{} {met} {giver}{}{}.", capital(name), trailing(rest), if again { " again" } else { "" })
}

/// What follows a name: a place as it is, anything else after a comma.
fn trailing(rest: &str) -> String {
    let first = words(rest).next().map(|(_, word)| fold(word)).unwrap_or_default();
    match rest {
        "" => String::new(),
        _ if PLACED.contains(&first.as_str()) => format!(" {}", small(rest)),
        _ if rest.starts_with(char::is_uppercase) => format!(" in {rest}"),
        _ => format!(", {rest}"),
    }
}

const PLACED: &[&str] = &[
    "in", "at", "on", "near", "by", "outside", "inside", "behind", "before", "beside", "beneath", "under",
    "above", "between", "beyond", "within", "from", "along", "around",
];

/// `fifty, patient, the warden of the mill` as an end of a sentence.
fn like(text: &str) -> String {
    let text = plain(text);
    match text.rsplit_once(", ") {
        Some((before, last)) if !text.contains(" and ") => format!("{before} and {last}"),
        _ => text,
    }
}

/// A few words as they stand inside a sentence.
fn plain(text: &str) -> String {
    small(text.trim().trim_end_matches('.'))
}

/// With a small letter where the capital is only that of a sentence.
fn small(text: &str) -> String {
    let first = words(text).next().map(|(_, word)| word).unwrap_or_default();
    let named = !is_stop_word(&fold(first)) && number_of(&fold(first)).is_none();
    if named { text.to_owned() } else { lower(text) }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What is to be done, done: `Kill eight wolves and return to me` is `Aria killed eight wolves and returned to
/// Dughan`.
fn deed(text: &str, quest: &Quest, name: &str) -> Option<String> {
    let body = text.trim().trim_end_matches(['.', '!']);
    if let Some(counted) = counted(body) {
        return Some(format!("{} {counted}.", capital(name)));
    }
    let Some(done) = done(body) else {
        let thing = words(body).next().map(|(_, word)| fold(word)).unwrap_or_default();
        let listed = thing.starts_with(|c: char| c.is_ascii_digit())
            || number_of(&thing).is_some()
            || matches!(thing.as_str(), "a" | "an" | "the" | "some");
        return match (past(text).is_some(), listed) {
            (true, _) => None,
            (false, true) => Some(format!("{} got {}.", capital(name), lower(body))),
            (false, false) => Some(format!("{} had this to do: {body}.", capital(name))),
        };
    };
    let giver = quest.giver.as_deref().unwrap_or("the one who asked");
    Some(format!("{} {}.", capital(name), of_others(&done, giver)))
}

/// `Kobold Vermin slain (8)`: what was done to how many.
fn counted(body: &str) -> Option<String> {
    let (thing, number) = body.strip_suffix(')')?.rsplit_once('(')?;
    let number: u32 = number.trim().trim_start_matches('x').parse().ok()?;
    let thing = thing.trim();
    Some(match thing.strip_suffix(" slain").or(thing.strip_suffix(" killed")) {
        Some(who) => format!("killed {number} {who}"),
        None => format!("got {number} {thing}"),
    })
}

/// A text of orders in the past; `None` where it does not begin with one.
fn done(body: &str) -> Option<String> {
    let all: Vec<(std::ops::Range<usize>, String)> =
        words(body).map(|(span, word)| (span, fold(word))).collect();
    order_at(&all, 0)?;
    let mut out = String::with_capacity(body.len() + 8);
    let mut copied = 0;
    for (at, (span, _)) in all.iter().enumerate() {
        let joined = at == 0
            || matches!(all[at - 1].1.as_str(), "and" | "then" | "or")
            || body[all[at - 1].0.end..span.start].contains([',', ';', '.']);
        if let Some(verb) = order_at(&all, at).filter(|_| joined) {
            out.push_str(&body[copied..span.start]);
            out.push_str(&verb.past);
            copied = span.end;
        }
    }
    out.push_str(&body[copied..]);
    Some(out)
}

/// The verb of an order. A word that may be a thing too is one only where something follows that it can be
/// done to.
fn order_at(all: &[(std::ops::Range<usize>, String)], at: usize) -> Option<&'static Verb> {
    let (_, word) = &all[at];
    let next = all.get(at + 1).map_or("", |(_, next)| next.as_str());
    let (_, found) = verb(word).find(|(form, _)| *form == Form::Base)?;
    let aimed = matches!(
        next,
        "the"
            | "a"
            | "an"
            | "to"
            | "with"
            | "for"
            | "at"
            | "him"
            | "her"
            | "them"
            | "it"
            | "me"
            | "my"
            | "all"
            | "any"
            | "every"
            | "each"
            | "some"
            | "his"
            | "their"
            | "back"
            | "into"
            | "down"
            | "up"
            | "out"
            | "how"
            | "who"
            | "what"
            | "where"
            | "through"
            | "across"
    ) || number_of(next).is_some()
        || next.starts_with(|c: char| c.is_ascii_digit());
    (!found.noun_too || aimed || at == 0 && !matches!(next, "from" | "of" | "in" | "on" | "" | "and"))
        .then_some(found)
}

/// What the giver says of themselves, said by somebody else.
fn of_others(text: &str, giver: &str) -> String {
    let mut out = String::with_capacity(text.len() + giver.len());
    let mut copied = 0;
    for (span, word) in words(text) {
        let new = match fold(word).as_str() {
            "me" => giver.to_owned(),
            "my" => format!("{giver}'s"),
            _ => continue,
        };
        out.push_str(&text[copied..span.start]);
        out.push_str(&new);
        copied = span.end;
    }
    out.push_str(&text[copied..]);
    out
}

/// What is to be done as an order of few words: `Kill eight wolves`. `None` where the notes give no order.
pub(crate) fn short_order(text: &str) -> Option<String> {
    let body = text.trim().trim_end_matches(['.', '!']);
    done(body)?;
    let cut = [", ", "; ", " and ", " then ", ". "].iter().filter_map(|mark| body.find(mark)).min();
    let mut short = &body[..cut.unwrap_or(body.len())];
    while words(short).count() > MOST_WORDS {
        let all: Vec<(std::ops::Range<usize>, String)> =
            words(short).map(|(span, word)| (span, fold(word))).collect();
        let place = all.iter().rposition(|(_, word)| PLACED.contains(&word.as_str())).filter(|at| *at > 1)?;
        short = short[..all[place].0.start].trim_end();
    }
    Some(short.to_owned())
}

/// Words of an order that is spoken: more of them would be told again when it is done.
const MOST_WORDS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn quest() -> Quest {
        Quest {
            section: 0,
            title: String::new(),
            giver: Some("Dughan".to_owned()),
            turn_in: None,
            tale: false,
        }
    }

    #[test]
    fn what_is_to_be_done_is_told_as_done() {
        for (order, told) in [
            ("Kill 8 wolves in the north wood.", "Aria killed 8 wolves in the north wood."),
            ("Kill eight wolves and return to me.", "Aria killed eight wolves and returned to Dughan."),
            (
                "Bring me the ledger, then report to my brother",
                "Aria brought Dughan the ledger, then reported to Dughan's brother.",
            ),
            ("Search the mill", "Aria searched the mill."),
            ("Kobold Vermin slain (8)", "Aria killed 8 Kobold Vermin."),
            ("Linen Scraps (10)", "Aria got 10 Linen Scraps."),
            ("10 linen scraps", "Aria got 10 linen scraps."),
            ("Peace with the miller", "Aria had this to do: Peace with the miller."),
        ] {
            assert_eq!(deed(order, &quest(), "Aria").as_deref(), Some(told));
        }
        assert_eq!(deed("The wolves leave the wood.", &quest(), "Aria"), None);
    }

    #[test]
    fn an_order_that_is_spoken_is_short() {
        for (order, short) in [
            ("Kill eight wolves in the northern wood behind the mill.", Some("Kill eight wolves")),
            ("Bring the ledger back and say nothing.", Some("Bring the ledger back")),
            ("Wolf pelts", None),
        ] {
            assert_eq!(short_order(order).as_deref(), short, "{order}");
        }
    }

    #[test]
    fn who_gives_a_quest_is_met_where_they_are() {
        for (giver, told) in [
            ("Dughan", "Aria met Dughan."),
            ("Marshal Dughan, in front of the keep.", "Aria met Marshal Dughan in front of the keep."),
            ("Old Ana (Goldshire)", "Aria met Old Ana in Goldshire."),
            ("Bo, the miller's son", "Aria met Bo, the miller's son."),
            ("aria", "Aria had something to do."),
        ] {
            assert_eq!(met(giver, "Aria", false), told);
        }
        assert_eq!(met("Old Ana", "Aria", true), "Aria came to Old Ana again.");
    }
}
