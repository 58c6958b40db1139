use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use mythline_protocol::{Fact, PlayerPlace};

use super::{prompt, told_so_far::ToldSoFar};
use crate::{
    notes::{Notes, Person, Quest, speech_of},
    plan::{Plan, Player, Reference, references, spoken},
    review::{Brief, Character, Source, Style, Told},
    take::{Step, Take},
    text::{Pronoun, content_stems},
};

/// Words of a part of a quest below which its length says nothing.
const FEW: u32 = 20;

/// Facts that may share a word however few there are.
const COMMON: usize = 40;

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
    /// Stems of the words that say something, of each fact as it is told.
    pub stems: Vec<HashSet<String>>,
    /// Which facts say a stem.
    said: HashMap<String, Vec<usize>>,
    /// Which fact of the notes has an id.
    at: HashMap<String, usize>,
    pub style: Style,
    told: Mutex<ToldSoFar>,
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
        let stems: Vec<HashSet<String>> =
            plan.told.iter().map(|told| content_stems(told).into_iter().collect()).collect();
        let mut said: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, stem) in stems.iter().enumerate().flat_map(|(at, stems)| stems.iter().map(move |s| (at, s)))
        {
            said.entry(stem.clone()).or_default().push(at);
        }
        let known = ids.iter().enumerate().filter(|(_, id)| !id.is_empty());
        let at = known.map(|(at, id)| (id.clone(), at)).collect();
        Self { notes, plan, ids, source, cast, references, stems, said, at, style, told: Mutex::default() }
    }

    /// The pronoun of the person who leads a fact.
    pub(crate) fn leads(&self, fact: usize) -> Option<Pronoun> {
        let first = self.references[fact].first()?;
        let told = &self.plan.told[fact];
        // Somebody's father leads, and not they.
        let owns = matches!(told[first.span.clone()].to_lowercase().as_str(), "his" | "her" | "their")
            || told[first.span.end..].starts_with(['\'', '’']);
        (first.span.start <= 4 && !owns).then(|| self.cast[first.person].pronoun)?
    }

    /// The facts of a step that the notes still have, by index into the notes' facts.
    pub(crate) fn facts_of(&self, step: &Step) -> Vec<usize> {
        step.facts.iter().filter_map(|used| self.at.get(&used.fact).copied()).collect()
    }

    /// What the steps before one have told.
    pub(crate) fn told_before(&self, take: &Take, at: usize) -> Arc<Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).before(take, at)
    }

    /// The facts that say a stem, unless so many do that it says nothing of any.
    pub(crate) fn saying(&self, stem: &str) -> &[usize] {
        let facts = self.said.get(stem).map_or(&[][..], Vec::as_slice);
        if facts.len() > (self.stems.len() / 4).max(COMMON) { &[] } else { facts }
    }

    /// Whether a step is made of lines.
    pub(crate) fn is_spoken(&self, step: &Step) -> bool {
        spoken(&self.notes, step.sub_type, &self.facts_of(step))
    }

    /// The quest that a step is a part of.
    pub(crate) fn quest_of(&self, step: &Step) -> Option<&Quest> {
        step.sub_type?;
        let by_fact = self.facts_of(step).first().and_then(|at| self.notes.quest_of(*at));
        by_fact.or_else(|| self.notes.quests.iter().find(|quest| quest.title == step.title))
    }

    /// What a step was asked to be, with its facts as they are told; of a dialogue, what is spoken.
    pub(crate) fn brief(&self, step: &Step, facts: &[usize]) -> Brief {
        let spoken = self.is_spoken(step);
        let text = |at: usize| {
            let told = &self.plan.told[at];
            speech_of(told).filter(|_| spoken).map_or_else(|| told.clone(), |speech| speech.words)
        };
        let fact = |at: &usize| Fact {
            id: self.ids[*at].clone(),
            line: self.notes.facts[*at].line,
            text: text(*at),
        };
        // In the lines of a quest stands more than the notes have somebody say, and in a part of few words who
        // does it is named too.
        let free = self.quest_of(step).is_some() && (spoken || step.words_asked < FEW);
        let words = if free { 0 } else { step.words_asked };
        Brief { words, facts: facts.iter().map(fact).collect(), quoted: spoken, style: self.style }
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
