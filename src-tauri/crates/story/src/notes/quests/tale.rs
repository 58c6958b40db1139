use std::collections::HashSet;

use super::{Quest, QuestRole, name_and_rest};
use crate::{
    notes::{NoteFact, Untold},
    text::{content_stems, fold, words},
};

/// Sentences that tell a quest, at least; fewer are what came before it.
const FEWEST: usize = 4;

/// Finds the quests that the notes tell from beginning to end, under their labels. What a label says and they
/// tell too is not told a second time.
pub(in crate::notes) fn tales(facts: &mut [NoteFact], quests: &mut [Quest]) {
    for quest in quests {
        let of: Vec<usize> = (0..facts.len()).filter(|at| facts[*at].section == quest.section).collect();
        let events: Vec<usize> =
            of.iter().copied().filter(|at| facts[*at].quest == Some(QuestRole::Event)).collect();
        if events.len() < FEWEST {
            events.iter().for_each(|at| facts[*at].quest = Some(QuestRole::Beat));
            continue;
        }
        let told: HashSet<String> = events.iter().flat_map(|at| content_stems(&facts[*at].text)).collect();
        let named: HashSet<String> =
            events.iter().flat_map(|at| words(&facts[*at].text)).map(|(_, word)| fold(word)).collect();
        for at in &of {
            let text = &facts[*at].text;
            let again = match facts[*at].quest {
                Some(QuestRole::Giver | QuestRole::TurnIn) => {
                    words(name_and_rest(text).0).any(|(_, word)| named.contains(&fold(word)))
                }
                Some(QuestRole::Objective | QuestRole::Place) => is_told(text, &told),
                _ => false,
            };
            if again && facts[*at].untold.is_none() {
                facts[*at].untold = Some(Untold::Again);
            }
        }
        let labelled =
            |role: QuestRole| of.iter().any(|at| facts[*at].quest == Some(role) && facts[*at].is_story());
        quest.tale = ![QuestRole::Said, QuestRole::Thanks, QuestRole::Objective].into_iter().any(labelled);
    }
}

/// Whether half of what a label says at least is told.
fn is_told(text: &str, told: &HashSet<String>) -> bool {
    let stems = content_stems(text);
    2 * stems.iter().filter(|stem| told.contains(*stem)).count() >= stems.len()
}
