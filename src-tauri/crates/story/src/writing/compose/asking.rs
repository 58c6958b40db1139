use mythline_protocol::{StepSubType, StepType};

use super::{
    Composer,
    memory::{ending, ending_before, memory},
    passage::Passage,
};
use crate::{
    prompts::{Scene, ScenePerson},
    review::Voice,
    writing::narration::Context,
};

/// What the prompt of a passage speaks of.
pub(super) fn scene(context: &Context<'_>, composer: &Composer<'_>, passage: &Passage<'_>) -> Scene {
    let telling = context.telling;
    let facts: Vec<String> = passage.facts.iter().map(|at| telling.plan.told[*at].clone()).collect();
    let among = |facts: &[usize], person: usize| {
        facts.iter().any(|at| telling.references[*at].iter().any(|it| it.person == person))
    };
    let here = telling.cast.iter().enumerate().filter(|(at, _)| among(passage.facts, *at));
    let people = here.map(|(_, person)| ScenePerson {
        name: person.name.clone(),
        pronoun: person.pronoun.map_or_else(String::new, |pronoun| pronoun.subject().to_owned()),
        role: person.role.clone().unwrap_or_default(),
    });
    let absent = !telling.player_at().is_some_and(|at| among(context.facts, at));
    let before = if passage.so_far.is_empty() {
        ending_before(composer.take, composer.at)
    } else {
        ending(passage.so_far)
    };
    let (memory, bears) = memory(composer.take, composer.at, telling, passage.facts).into_iter().unzip();
    Scene {
        title: composer.take.title.clone(),
        part: part(context, passage.index),
        player: telling.plan.player.name.clone(),
        pronoun: telling.plan.player.pronoun.subject().to_owned(),
        absent: absent && passage.index == 0,
        people: people.collect(),
        memory,
        bears,
        before,
        facts,
        english: telling.notes.english,
        words: passage.brief.words,
        voice: match telling.style.voice {
            Voice::First => "in the first person, as the main character tells it,",
            Voice::Second => "in the second person, to the main character,",
            Voice::Third => "in the third person",
        },
        tense: if telling.style.present { "present" } else { "past" },
        wish: composer.wish.to_owned(),
        tried: composer.again.as_ref().map(|again| again.text.to_owned()).unwrap_or_default(),
        remarks: composer.again.iter().map(|again| again.wish.to_owned()).collect(),
    }
}

fn part(context: &Context<'_>, index: usize) -> String {
    let title = &context.step.title;
    let part = match (context.step.step_type, context.step.sub_type) {
        (StepType::Introduction, _) => "the opening".to_owned(),
        (StepType::Conclusion, _) => format!("the end, “{title}”"),
        (_, Some(StepSubType::QuestIntroduction)) => format!("the opening of the scene “{title}”"),
        (_, Some(StepSubType::QuestConclusion)) => format!("the end of the scene “{title}”"),
        _ => format!("the scene “{title}”"),
    };
    if index == 0 { part } else { format!("the next passage of {part}") }
}
