//! The lines of a quest by a model that can be let go, held against what the notes have people say.

use mythline_models::{Prompt, Request, Sampling};
use mythline_protocol::{DialogueLine, Finding, StepSubType};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    plan::capital,
    prompts::{ScenePerson, Talk},
    review::{StepText, found, review},
    take::Draft,
    text::word_count,
    writing::{
        compose::{Composer, memory},
        narration::{Context, Written},
        retell::Seeds,
        run::Halt,
    },
};

/// How warm each try is.
const TEMPERATURES: [f32; 3] = [0.6, 0.4, 0.7];
/// Words of a line that the notes do not have, at most and on average.
const A_LINE: usize = 16;
/// Tokens of a line beside its words, and for each of its words.
const FRAME: u32 = 20;
const A_WORD: u32 = 2;
/// Tokens that open and close a turn, at most.
const A_TURN: u32 = 16;

/// The lines as the model has people speak them, where they say what the notes say and nothing is against them;
/// else `plain`, which are the notes' own. What the model wrote is kept beside those.
pub(super) async fn write(
    context: &Context<'_>,
    composer: &Composer<'_>,
    plain: Written,
) -> Result<Written, Halt> {
    let StepText::Dialogue(said) = &plain.text else { return Ok(plain) };
    let asked = Asked::new(context, composer, said);
    let mut talk = asked.talk();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut attempts = 0;
    for (number, temperature) in (1..).zip(TEMPERATURES) {
        let Some(request) = asked.request(&talk, number, temperature).await? else { break };
        attempts = number;
        let nobody = std::sync::Arc::new(|_: &str| {});
        let answer = context.model.write(request, nobody, context.stop.clone()).await?;
        let lines = read(&answer.text);
        let against = asked.against(&lines);
        let text = StepText::Dialogue(lines.clone());
        let review = asked.review(&text);
        let mut remarks: Vec<String> = against.into_iter().collect();
        remarks.extend(review.iter().map(|finding| finding.message.clone()));
        if remarks.is_empty() {
            drafts.push(Draft { lines: said.clone(), review: plain.review, ..Draft::default() });
            return Ok(Written { text, review, attempts, drafts });
        }
        for remark in &remarks {
            context.report.log(&format!("{} try {number}: {remark}", context.step.id));
        }
        if !lines.is_empty() {
            drafts.push(Draft { lines, review, ..Draft::default() });
        }
        talk.remarks = remarks;
    }
    context.report.log(&format!("{}: people say what the notes have them say.", context.step.id));
    Ok(Written { attempts: attempts.max(plain.attempts), drafts, ..plain })
}

/// What is asked, and by what an answer is measured.
struct Asked<'a> {
    context: &'a Context<'a>,
    composer: &'a Composer<'a>,
    /// What the notes have people say.
    said: &'a [DialogueLine],
    /// Who may speak.
    actors: Vec<String>,
    least: usize,
    most: usize,
}

impl<'a> Asked<'a> {
    fn new(context: &'a Context<'a>, composer: &'a Composer<'a>, said: &'a [DialogueLine]) -> Self {
        let mut actors = vec![capital(&context.telling.plan.player.name)];
        for line in said {
            if !actors.contains(&line.actor) {
                actors.push(line.actor.clone());
            }
        }
        actors.retain(|actor| !actor.is_empty());
        // As many as the page's tool asks for.
        let ends = context.step.sub_type == Some(StepSubType::QuestConclusion);
        let (least, most) = if ends { (2, 4) } else { (4, 6) };
        Self { context, composer, said, actors, least, most }
    }

    fn talk(&self) -> Talk {
        let (telling, take) = (self.context.telling, self.composer.take);
        let person = |name: &String| {
            let known = telling.cast.iter().find(|person| person.short() == name || person.name == *name);
            ScenePerson {
                name: name.clone(),
                pronoun: known
                    .and_then(|person| person.pronoun)
                    .map_or_else(String::new, |pronoun| pronoun.subject().to_owned()),
                role: known.and_then(|person| person.role.clone()).unwrap_or_default(),
            }
        };
        let title = &self.context.step.title;
        let ends = self.context.step.sub_type == Some(StepSubType::QuestConclusion);
        Talk {
            title: take.title.clone(),
            part: if ends {
                format!("how the quest “{title}” ends")
            } else {
                format!("how the quest “{title}” is taken on")
            },
            player: telling.plan.player.name.clone(),
            pronoun: telling.plan.player.pronoun.subject().to_owned(),
            people: self.actors.iter().map(person).collect(),
            memory: memory(take, self.composer.at, telling, self.context.facts)
                .into_iter()
                .map(|(fact, _)| fact)
                .collect(),
            said: self.said.to_vec(),
            least: self.least,
            most: self.most,
            english: telling.notes.english,
            wish: self.composer.wish.to_owned(),
            remarks: Vec::new(),
        }
    }

    /// What asks for lines; none where it does not fit into the model's context.
    async fn request(&self, talk: &Talk, number: u32, temperature: f32) -> Result<Option<Request>, Halt> {
        let turns = self.composer.prompts.lines(talk).map_err(Halt::Refused)?;
        let lines = u32::try_from(self.most).unwrap_or(u32::MAX);
        let words = u32::try_from(self.words()).unwrap_or(u32::MAX);
        let max_tokens = lines * FRAME + words * A_WORD;
        let mut taken = max_tokens;
        for turn in &turns {
            taken += self.context.model.count(&turn.text).await? + A_TURN;
        }
        if taken > self.composer.tokens {
            return Ok(None);
        }
        let seeds: Seeds = self.context.seeds;
        let seed = seeds.of("lines", number);
        let sampling =
            Sampling { temperature, min_p: 0.05, repeat_penalty: 1.0, repeat_last: 64, dry: 0.0, seed };
        Ok(Some(Request {
            prompt: Prompt::Chat { turns, opening: String::new() },
            max_tokens,
            stop_at: Vec::new(),
            sampling,
            json: Some(self.schema()),
        }))
    }

    /// Words that the lines may have: those of the notes, and a few more.
    fn words(&self) -> usize {
        let said: u32 = self.said.iter().map(|line| word_count(&line.line)).sum();
        said as usize + self.most * A_LINE
    }

    fn schema(&self) -> Value {
        let line = json!({
            "type": "object",
            "properties": { "actor": { "type": "string", "enum": self.actors }, "line": { "type": "string" } },
            "required": ["actor", "line"],
            "additionalProperties": false,
        });
        let lines = json!({ "type": "array", "minItems": self.least, "maxItems": self.most, "items": line });
        json!({ "type": "object", "properties": { "lines": lines }, "required": ["lines"], "additionalProperties": false })
    }

    /// What the rules for lines say against them: how many, by whom, and whether everybody says what the notes have
    /// them say.
    fn against(&self, lines: &[DialogueLine]) -> Option<String> {
        if !(self.least..=self.most).contains(&lines.len()) {
            return Some(format!(
                "{} to {} lines were asked for, and these are {}.",
                self.least,
                self.most,
                lines.len()
            ));
        }
        if let Some(line) = lines.iter().find(|line| !self.actors.contains(&line.actor)) {
            return Some(format!("{} is not there and cannot speak.", line.actor));
        }
        let player = &self.actors[0];
        if !lines.iter().any(|line| line.actor == *player) {
            return Some(format!("{player} says nothing."));
        }
        if let Some(line) = lines.iter().find(|line| !is_spoken(&line.line)) {
            return Some(format!("Nobody can speak this: “{}”", line.line));
        }
        let words: u32 = lines.iter().map(|line| word_count(&line.line)).sum();
        if words as usize > self.words() {
            return Some("It says far more than the notes say.".to_owned());
        }
        self.said.iter().find_map(|said| {
            let of = |line: &&DialogueLine| line.actor == said.actor;
            let by: Vec<&str> = lines.iter().filter(of).map(|line| line.line.as_str()).collect();
            let missing = !found(&said.line, &by.join(" "));
            missing.then(|| format!("{} does not say this: “{}”", said.actor, said.line))
        })
    }

    fn review(&self, text: &StepText) -> Vec<Finding> {
        let brief = self.context.telling.brief(self.context.step, self.context.facts);
        review(&brief, text, &self.context.telling.source, self.context.told)
    }
}

#[derive(Deserialize)]
struct Answer {
    lines: Vec<DialogueLine>,
}

/// The lines of an answer, without marks around what is spoken; none where it is not in the form.
fn read(text: &str) -> Vec<DialogueLine> {
    let (Some(from), Some(till)) = (text.find('{'), text.rfind('}')) else { return Vec::new() };
    let answer = text.get(from..=till).and_then(|json| serde_json::from_str::<Answer>(json).ok());
    let clean = |line: DialogueLine| DialogueLine {
        actor: line.actor.trim().to_owned(),
        line: line.line.trim().trim_matches(['"', '“', '”']).trim().to_owned(),
    };
    answer.map(|answer| answer.lines.into_iter().map(clean).collect()).unwrap_or_default()
}

/// Whether a line holds nothing but what can be spoken: no gestures, no narration around it.
fn is_spoken(line: &str) -> bool {
    !line.is_empty() && !line.contains(['*', '(', ')', '[', ']', '{', '}', '<', '>', '"', '“', '”', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_only_what_can_be_spoken_is_one() {
        let line = |actor: &str, line: &str| DialogueLine { actor: actor.to_owned(), line: line.to_owned() };
        let text = "```{\"lines\": [{\"actor\": \"Ana \", \"line\": \"“Find the den.”\"}]}```";
        assert_eq!(read(text), [line("Ana", "Find the den.")]);
        for broken in ["", "Ana: Find it.", "{\"lines\": [{\"actor\": \"Ana\"", "} {"] {
            assert_eq!(read(broken), []);
        }
        for (line, spoken) in [
            ("Find the den.", true),
            ("*nods* I will.", false),
            ("(quietly) I will.", false),
            ("“I will,” she said.", false),
            ("", false),
        ] {
            assert_eq!(is_spoken(line), spoken, "{line}");
        }
    }
}
