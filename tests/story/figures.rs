use std::fmt;

use mythline_protocol::{Rule, StepView, TakeView};
use mythline_story::{
    review::{StepText, story_figures},
    text::{Passage, Pronoun},
};

use crate::notes::Notes;

/// What is counted of a story.
pub(crate) struct Figures {
    steps: usize,
    words: u32,
    repeated: f32,
    copied: f32,
    facts: usize,
    found: usize,
    to_look_at: Vec<String>,
    faults: Vec<String>,
}

impl Figures {
    pub(crate) fn of(take: &TakeView, notes: &Notes) -> Self {
        let steps: Vec<StepText> = take.steps.iter().map(step_text).collect();
        let whole = story_figures(&steps, notes.text);
        let uses = || take.steps.iter().flat_map(|step| &step.facts);
        let look = |step: &StepView| {
            let findings = step.findings.iter().map(|finding| format!("{}: {}", step.id, finding.message));
            findings.collect::<Vec<_>>()
        };
        Self {
            steps: take.steps.len(),
            words: whole.words,
            repeated: whole.repeated,
            copied: whole.copied,
            facts: uses().count(),
            found: uses().filter(|fact| fact.found).count(),
            to_look_at: take.steps.iter().flat_map(look).collect(),
            faults: faults(take, notes),
        }
    }

    /// What a story must be, and this one is not.
    pub(crate) fn faults(&self, notes: &Notes) -> Vec<String> {
        let mut faults = self.faults.clone();
        let mut must = |holds: bool, what: String| {
            if !holds {
                faults.push(format!("{}: {what}", notes.subject));
            }
        };
        must(self.steps >= 6, format!("{} steps", self.steps));
        must(self.words >= 600, format!("{} words", self.words));
        must(self.repeated <= 0.03, format!("repeats {:.3} of its runs of four words", self.repeated));
        must(self.copied <= 0.5, format!("copies {:.3} of its words", self.copied));
        must(self.found * 20 >= self.facts * 19, format!("tells {} of {} facts", self.found, self.facts));
        faults
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "steps {}, words {}, facts {}/{}, repeated {:.3}, copied {:.3}",
            self.steps, self.words, self.found, self.facts, self.repeated, self.copied
        )?;
        self.to_look_at.iter().try_for_each(|look| writeln!(f, "look: {look}"))
    }
}

fn step_text(step: &StepView) -> StepText {
    if step.lines.is_empty() {
        StepText::Narration(step.text.clone())
    } else {
        StepText::Dialogue(step.lines.clone())
    }
}

/// The story as it is read.
pub(crate) fn text(take: &TakeView) -> String {
    let lines = |step: &StepView| {
        step.lines.iter().map(|line| format!("{}: {}\n\n", line.actor, line.line)).collect::<String>()
    };
    take.steps.iter().map(|step| format!("[{}] {}{}\n\n", step.id, step.text, lines(step))).collect()
}

/// Faults that are seen without the notes' wording: order, the player, names, pronouns, talk about itself.
fn faults(take: &TakeView, notes: &Notes) -> Vec<String> {
    let whole = text(take);
    let mut faults = Vec::new();
    let places: Vec<Option<usize>> = notes.order.iter().map(|mark| whole.find(mark)).collect();
    if let Some(at) = places.iter().position(Option::is_none) {
        faults.push(format!("{:?} is missing", notes.order[at]));
    } else if !places.is_sorted() {
        faults.push("events are out of order".to_owned());
    }
    let scene_of =
        |step: &StepView| step.id.rsplit_once('-').map_or(step.id.clone(), |(scene, _)| scene.to_owned());
    for scene in take.steps.iter().map(scene_of) {
        let here = take.steps.iter().filter(|step| scene_of(step) == scene);
        let named = |step: &StepView| {
            step.text.contains(notes.player) || step.lines.iter().any(|line| line.actor == notes.player)
        };
        if !here.clone().any(named) {
            faults.push(format!("{} does nothing in {scene}", notes.player));
        }
    }
    faults.extend(
        notes
            .people
            .iter()
            .filter(|(name, _)| !whole.contains(name))
            .map(|(name, _)| format!("{name} is not there")),
    );
    faults.extend(take.steps.iter().flat_map(|step| wrong_pronouns(&step.text, notes)));
    let grave =
        [Rule::AboutItself, Rule::Markup, Rule::Leaked, Rule::UnknownName, Rule::Pronoun, Rule::Person];
    let findings = take.steps.iter().flat_map(|step| &step.findings);
    faults.extend(
        findings.filter(|finding| grave.contains(&finding.rule)).map(|finding| finding.message.clone()),
    );
    faults
}

/// Sentences that begin with somebody's name, name nobody else, and go on with the other pronoun.
fn wrong_pronouns(text: &str, notes: &Notes) -> Vec<String> {
    let passage = Passage::new(text);
    let mut faults = Vec::new();
    for sentence in &passage.sentences {
        let begins = notes.people.iter().find(|(name, _)| sentence.text.starts_with(name));
        let others = notes.people.iter().filter(|(name, _)| sentence.text.contains(name)).count();
        let Some((name, wrong)) = begins.filter(|_| others == 1) else { continue };
        let subject = passage.words_of(sentence).iter().find(|word| !word.quoted && word.low == *wrong);
        if subject.is_some() && Pronoun::named(wrong).is_some() {
            faults.push(format!("{name} is {wrong:?} in: {}", sentence.text));
        }
    }
    faults
}
