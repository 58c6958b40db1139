//! A plan by a model that can be let go: it says which facts are told together, by their ids, and rules put right what
//! it says. Where it cannot be used, the plan made by rule stands.

mod form;

use std::collections::HashMap;

use mythline_models::{Model, ModelError, Prompt, Request, Sampling, StopCause};
use tokio_util::sync::CancellationToken;

use super::{report::Report, retell::Seeds, run::Halt, telling::Telling};
use crate::{
    plan::{Repairs, Shape, put_right},
    prompts::{Outline, OutlineFact, OutlinePart, Prompts},
};
use form::Form;

/// What a plan is made with.
pub(super) struct Planner<'a> {
    pub model: &'a dyn Model,
    pub prompts: &'a Prompts,
    pub telling: &'a Telling,
    pub wish: &'a str,
    /// How many scenes are asked for.
    pub scenes: Option<u32>,
    pub seeds: Seeds,
    pub stop: &'a CancellationToken,
    pub report: &'a dyn Report,
}

/// How warm each try is.
const TEMPERATURES: [f32; 2] = [0.2, 0.6];
/// Tokens of an answer beside those of its facts: titles, brackets.
const FRAME: u32 = 400;
/// Tokens of a fact in an answer, with its share of what its beat says.
const A_FACT: u32 = 20;
/// Tokens that open and close a turn, at most.
const A_TURN: u32 = 16;

impl Planner<'_> {
    /// The shape that the model gives the story. `None` where the plan by rule stands; the job's log says why.
    pub(super) async fn shape(&self) -> Result<Option<Shape>, Halt> {
        let at = self.facts();
        let tokens = self.model.ready().await?;
        let mut outline = self.outline(&at);
        for (number, temperature) in (1..).zip(TEMPERATURES) {
            let Some(request) = self.request(&outline, &at, tokens, number, temperature).await? else {
                self.report.log(&format!(
                    "The notes are too long for a plan by the model, whose context is {tokens} tokens. The plan made by \
                     rule is followed."
                ));
                return Ok(None);
            };
            match self.attempt(request, &at).await? {
                Ok(shape) => return Ok(Some(shape)),
                Err(why) => {
                    self.report.log(&format!("Plan, try {number}: {why}"));
                    outline.remarks = vec![why];
                }
            }
        }
        self.report.log("The model made no plan that can be used. The one made by rule is followed.");
        Ok(None)
    }

    /// The facts that can be told: id and place among the notes' facts.
    fn facts(&self) -> HashMap<&str, usize> {
        let facts = self.telling.notes.facts.iter().zip(&self.telling.ids).enumerate();
        facts.filter(|(_, (fact, _))| fact.is_story()).map(|(at, (_, id))| (id.as_str(), at)).collect()
    }

    fn outline(&self, known: &HashMap<&str, usize>) -> Outline {
        let (notes, plan) = (&self.telling.notes, &self.telling.plan);
        let mut parts: Vec<(usize, OutlinePart)> = Vec::new();
        let mut facts: Vec<(usize, &str)> = known.iter().map(|(id, at)| (*at, *id)).collect();
        facts.sort_unstable();
        for (at, id) in facts {
            let section = notes.facts[at].section;
            let fact = OutlineFact { id: id.to_owned(), text: plan.told[at].clone() };
            match parts.last_mut() {
                Some((before, part)) if *before == section => part.facts.push(fact),
                _ => {
                    let named = notes.sections.get(section).and_then(|section| section.name.clone());
                    let title = named.unwrap_or_else(|| notes.facts[at].part.title().to_owned());
                    parts.push((section, OutlinePart { title, facts: vec![fact] }));
                }
            }
        }
        Outline {
            title: plan.title.clone(),
            player: plan.player.name.clone(),
            pronoun: plan.player.pronoun.subject().to_owned(),
            parts: parts.into_iter().map(|(_, part)| part).collect(),
            count: known.len(),
            scenes: self.scenes.unwrap_or(0),
            english: notes.english,
            wish: self.wish.to_owned(),
            remarks: Vec::new(),
        }
    }

    /// What asks for a plan; none where it does not fit into the model's context.
    async fn request(
        &self,
        outline: &Outline,
        at: &HashMap<&str, usize>,
        tokens: u32,
        number: u32,
        temperature: f32,
    ) -> Result<Option<Request>, Halt> {
        let turns = self.prompts.plan(outline).map_err(Halt::Refused)?;
        let max_tokens = FRAME + A_FACT * u32::try_from(at.len()).unwrap_or(u32::MAX / A_FACT - FRAME);
        let mut taken = max_tokens;
        for turn in &turns {
            taken += self.model.count(&turn.text).await? + A_TURN;
        }
        if taken > tokens {
            return Ok(None);
        }
        let mut ids: Vec<(&usize, &str)> = at.iter().map(|(id, at)| (at, *id)).collect();
        ids.sort_unstable();
        let ids: Vec<&str> = ids.into_iter().map(|(_, id)| id).collect();
        let seed = self.seeds.of("plan", number);
        let sampling =
            Sampling { temperature, min_p: 0.05, repeat_penalty: 1.0, repeat_last: 64, dry: 0.0, seed };
        Ok(Some(Request {
            prompt: Prompt::Chat { turns, opening: String::new() },
            max_tokens,
            stop_at: Vec::new(),
            sampling,
            json: Some(form::schema(&ids)),
        }))
    }

    /// Lets the model answer once; why the answer cannot be used, where it cannot.
    async fn attempt(
        &self,
        request: Request,
        at: &HashMap<&str, usize>,
    ) -> Result<Result<Shape, String>, Halt> {
        let nobody = std::sync::Arc::new(|_: &str| {});
        // What keeps the model from writing at all is met, and told, when the first step is written.
        let answer = match self.model.write(request, nobody, self.stop.clone()).await {
            Err(ModelError::Failed { told, .. }) => return Ok(Err(told.message)),
            answer => answer?,
        };
        if answer.cause == StopCause::Length {
            return Ok(Err("It came to no end.".to_owned()));
        }
        let form = match Form::read(&answer.text) {
            Ok(form) => form,
            Err(why) => return Ok(Err(why)),
        };
        let (layout, unknown) = form.layout(at);
        let Some((shape, repairs)) = put_right(&self.telling.notes, layout, self.scenes) else {
            return Ok(Err("It left out or moved most of the facts.".to_owned()));
        };
        form.lines().iter().for_each(|line| self.report.log(line));
        self.report.log(&told(&shape, unknown, repairs));
        Ok(Ok(shape))
    }
}

/// What became of a plan, for the job's log.
fn told(shape: &Shape, unknown: usize, repairs: Repairs) -> String {
    let counts = [
        (unknown, "unknown ids"),
        (repairs.twice, "facts that stood there twice"),
        (repairs.missing, "facts that were missing"),
        (repairs.moved, "facts against the order of the notes"),
        (repairs.scenes, "scenes too many or too few"),
    ];
    let right: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let right = if right.is_empty() {
        "Nothing had to be put right.".to_owned()
    } else {
        format!("Put right: {}.", right.join(", "))
    };
    format!("The model planned {} scenes. {right}", shape.scenes.len())
}
