use mythline_protocol::{CommandError, Outlook, OutlookParams, QuestFound};

use super::{Wishes, plan};
use crate::{notes::Notes, text::Pronoun};

/// What a story of these notes would be. `model` is the model's id, `composed` whether it writes whole steps,
/// `takes` how many takes are there already. How long it takes is not known here.
///
/// # Errors
/// As [`plan`].
pub fn outlook(
    notes: &Notes,
    params: &OutlookParams,
    model: &str,
    composed: bool,
    takes: u32,
) -> Result<Outlook, CommandError> {
    let wishes = Wishes {
        subject: &params.subject,
        player: params.player.as_deref(),
        pronoun: None::<Pronoun>,
        scenes: params.scenes,
        composed,
    };
    let plan = plan(notes, &wishes)?;
    let facts = notes.facts.iter().filter(|fact| fact.is_story()).count();
    let player = &plan.player;
    let stranger = player.place != mythline_protocol::PlayerPlace::InNotes;
    Ok(Outlook {
        title: plan.title.clone(),
        notes_words: notes.words,
        people: notes.people.iter().map(|person| person.name.clone()).collect(),
        places: notes.places.clone(),
        facts: u32::try_from(facts).unwrap_or(u32::MAX),
        quests: notes
            .quests
            .iter()
            .map(|quest| QuestFound { title: quest.title.clone(), giver: quest.giver.clone() })
            .collect(),
        questions: notes.questions.clone(),
        player: player.name.clone(),
        pronoun: player.pronoun.subject().to_owned(),
        player_place: player.place,
        player_of: player.of.filter(|_| stranger).map(|at| notes.people[at].name.clone()),
        scenes: plan.scenes,
        words: plan.words(),
        seconds: None,
        model: model.to_owned(),
        takes,
    })
}
