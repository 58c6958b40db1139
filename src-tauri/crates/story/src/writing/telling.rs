use mythline_protocol::{Fact, PlayerPlace, StepSubType};

use super::prompt;
use crate::{
    notes::{Notes, Person, speech_of},
    plan::{Plan, Player, Reference, references},
    review::{Brief, Character, Source, Style},
    take::Step,
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
    /// Whom each fact as it is told speaks of, by index into the notes' facts.
    pub references: Vec<Vec<Reference>>,
    pub style: Style,
}

impl Telling {
    pub(crate) fn new(text: &str, notes: Notes, plan: Plan, ids: Vec<String>, style: Style) -> Self {
        let cast = cast(&notes, &plan.player);
        // A person without a name is not looked for by name.
        let named = plan.player.name.chars().next().is_some_and(char::is_uppercase);
        let name = if named { plan.player.name.clone() } else { String::new() };
        let player = Character { name, pronoun: Some(plan.player.pronoun) };
        let others = cast
            .iter()
            .filter(|person| person.short() != plan.player.name && person.name != plan.player.name)
            .map(|person| Character { name: person.name.clone(), pronoun: person.pronoun })
            .collect();
        let source = prompt::examples()
            .fold(Source::new(text, player, others), |source, example| source.with_example(example));
        let texts: Vec<&str> = plan.told.iter().map(String::as_str).collect();
        let references = references(&texts, &cast);
        Self { notes, plan, ids, source, cast, references, style }
    }

    /// The pronoun of the person who leads a fact.
    pub(crate) fn leads(&self, fact: usize) -> Option<Pronoun> {
        let first = self.references[fact].first()?;
        (first.span.start <= 4).then(|| self.cast[first.person].pronoun)?
    }

    /// The facts of a step that the notes still have, by index into the notes' facts.
    pub(crate) fn facts_of(&self, step: &Step) -> Vec<usize> {
        let at = |id: &String| self.ids.iter().position(|known| known == id);
        step.facts.iter().filter_map(|used| at(&used.fact)).collect()
    }

    /// What a step was asked to be, with its facts as they are told; of a dialogue, what is spoken.
    pub(crate) fn brief(&self, step: &Step, facts: &[usize]) -> Brief {
        let spoken = step.sub_type == Some(StepSubType::QuestDialogue);
        let text = |at: usize| {
            let told = &self.plan.told[at];
            speech_of(told).filter(|_| spoken).map_or_else(|| told.clone(), |speech| speech.words)
        };
        let fact = |at: &usize| Fact {
            id: self.ids[*at].clone(),
            line: self.notes.facts[*at].line,
            text: text(*at),
        };
        let words = step.words_asked;
        Brief { words, facts: facts.iter().map(fact).collect(), style: self.style }
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
        people[of].called.clone_from(&player.name);
        people[of].pronoun = Some(player.pronoun).filter(|pronoun| *pronoun != Pronoun::They);
    }
    people
}
