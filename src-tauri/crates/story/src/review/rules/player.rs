use mythline_protocol::{Finding, Rule};

use crate::{
    review::{
        Character, StepText, Voice,
        look::{Look, finding},
    },
    text::{fold, is_stop_word, is_title, words},
};

pub(super) fn check(look: &Look<'_>) -> Vec<Finding> {
    let player = &look.source.player;
    let acts = match look.step {
        StepText::Dialogue(_) if look.brief.quoted => true,
        StepText::Dialogue(lines) => lines.iter().any(|line| is_called(&line.actor, player)),
        StepText::Narration(_) if look.brief.style.voice != Voice::Third => true,
        StepText::Narration(_) => look
            .passage
            .words
            .iter()
            .any(|word| !word.quoted && !word.is_possessive() && is_name_word(word.text, player)),
    };
    if acts || player.name.trim().is_empty() {
        return Vec::new();
    }
    vec![finding(Rule::Player, "", format!("{} does nothing here.", player.name))]
}

/// Whether a name and a character's share a word that is no title.
pub(crate) fn is_called(name: &str, person: &Character) -> bool {
    words(name).any(|(_, word)| is_name_word(word, person))
}

/// Whether a word is one by which the character is named. A title counts when there is nothing else.
pub(crate) fn is_name_word(word: &str, person: &Character) -> bool {
    let folded = fold(word);
    let parts: Vec<String> =
        words(&person.name).map(|(_, part)| fold(part)).filter(|part| !is_stop_word(part)).collect();
    let all_titles = parts.iter().all(|part| is_title(part));
    word.chars().next().is_some_and(|c| !c.is_lowercase())
        && parts.iter().any(|part| *part == folded && (all_titles || !is_title(part)))
}
