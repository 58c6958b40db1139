use mythline_protocol::{Fact, PlayerPlace};

use super::prompt;
use crate::{
    notes::{Notes, Person},
    plan::{Plan, Player},
    review::{Brief, Character, Source, Style},
    text::Pronoun,
};

/// What is told: the notes as they were read, the plan made from them, and what the review rests on.
pub(crate) struct Telling {
    pub notes: Notes,
    pub plan: Plan,
    /// Id in the take of each fact of the notes, by index.
    pub ids: Vec<String>,
    pub source: Source,
    /// Everybody as the story names them: where the player takes a place, the player stands there.
    pub cast: Vec<Person>,
}

impl Telling {
    pub(crate) fn new(text: &str, notes: Notes, plan: Plan, ids: Vec<String>) -> Self {
        let cast = cast(&notes, &plan.player);
        let player = Character { name: plan.player.name.clone(), pronoun: Some(plan.player.pronoun) };
        let others = cast
            .iter()
            .filter(|person| person.short() != plan.player.name && person.name != plan.player.name)
            .map(|person| Character { name: person.name.clone(), pronoun: person.pronoun })
            .collect();
        let told = plan.told.join(" ");
        let whole = format!("{text}\n\n{told}");
        let source = prompt::examples()
            .fold(Source::new(&whole, player, others), |source, example| source.with_example(example));
        Self { notes, plan, ids, source, cast }
    }

    /// What a step was asked to be, with its facts as they are told.
    pub(crate) fn brief(&self, facts: &[usize], words: u32) -> Brief {
        let fact = |at: &usize| Fact {
            id: self.ids[*at].clone(),
            line: self.notes.facts[*at].line,
            text: self.plan.told[*at].clone(),
        };
        Brief { words, facts: facts.iter().map(fact).collect(), style: Style::default() }
    }

    /// The player among the cast.
    pub(crate) fn player_at(&self) -> Option<usize> {
        let stands_in = self.plan.player.place != PlayerPlace::Beside;
        self.plan.player.of.filter(|_| stands_in)
    }
}

fn cast(notes: &Notes, player: &Player) -> Vec<Person> {
    let mut people = notes.people.clone();
    if let (PlayerPlace::TakesPlace, Some(of)) = (player.place, player.of) {
        people[of].name.clone_from(&player.name);
        people[of].names = vec![player.name.clone()];
        people[of].pronoun = Some(player.pronoun).filter(|pronoun| *pronoun != Pronoun::They);
    }
    people
}
