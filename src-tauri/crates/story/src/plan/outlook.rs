use mythline_protocol::{CommandError, Outlook, OutlookParams};

use super::{Wishes, plan};
use crate::{notes::Notes, text::Pronoun};

/// Seconds that the starter model takes for one fact on a computer where it writes 50 tokens a second,
/// tries included.
const TOKENS_PER_FACT: f32 = 90.0;

/// What a story of these notes would be. `tokens_per_s` is the model's speed as last measured; `model`
/// its id; `takes` how many takes are there already.
///
/// # Errors
/// As [`plan`].
pub fn outlook(
    notes: &Notes,
    params: &OutlookParams,
    model: &str,
    tokens_per_s: Option<f32>,
    takes: u32,
) -> Result<Outlook, CommandError> {
    let wishes = Wishes {
        subject: &params.subject,
        player: params.player.as_deref(),
        pronoun: None::<Pronoun>,
        scenes: params.scenes,
    };
    let plan = plan(notes, &wishes)?;
    let facts = notes.facts.iter().filter(|fact| fact.is_story()).count();
    let led = plan.steps.iter().map(|step| step.facts.len()).sum::<usize>();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate"
    )]
    let seconds = tokens_per_s
        .filter(|speed| *speed > 0.0)
        .map(|speed| (led as f32 * TOKENS_PER_FACT / speed).ceil() as u32);
    let player = &plan.player;
    let stranger = player.place != mythline_protocol::PlayerPlace::InNotes;
    Ok(Outlook {
        title: plan.title.clone(),
        notes_words: notes.words,
        people: notes.people.iter().map(|person| person.name.clone()).collect(),
        places: notes.places.clone(),
        facts: u32::try_from(facts).unwrap_or(u32::MAX),
        questions: notes.questions.clone(),
        player: player.name.clone(),
        pronoun: player.pronoun.subject().to_owned(),
        player_place: player.place,
        player_of: player.of.filter(|_| stranger).map(|at| notes.people[at].name.clone()),
        scenes: plan.scenes,
        words: plan.words(),
        seconds,
        model: model.to_owned(),
        takes,
    })
}
