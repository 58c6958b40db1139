use mythline_models::{Prompt, Request, Sampling, Turn};
use mythline_protocol::{Finding, Rule};

use super::{Composer, asking, clean::clean, fit::fit, mend::mend};
use crate::{
    prompts::Scene,
    review::{Brief, StepText, Told, review},
    writing::{
        narration::Context,
        retell::{Shown, stream},
        run::Halt,
    },
};

/// A few facts that are told in one go.
pub(super) struct Passage<'a> {
    pub facts: &'a [usize],
    pub brief: Brief,
    /// What of the step is written.
    pub so_far: &'a str,
    /// What was told before, this step included.
    pub heard: &'a Told,
    /// Where it stands in the step, in UTF-16 units, and what parts it from what is before.
    pub offset: u32,
    pub lead: &'a str,
    /// Which of the step's passages it is.
    pub index: usize,
    pub alone: bool,
}

/// A passage that is written.
pub(super) struct Composed {
    pub text: String,
    /// As the model wrote it; empty where it wrote nothing that could be used.
    pub raw: String,
    pub attempts: u32,
}

/// Tries at a passage.
const TRIES: u32 = 3;
/// How warm each try is: the first freest, the others closer to what they are told.
const TEMPERATURES: [f32; TRIES as usize] = [0.7, 0.5, 0.6];
/// Tokens for a word of English at most, names of the notes with them.
const TOKENS_A_WORD: f32 = 1.6;
/// Room above the words asked for, so that the last sentence comes to its end.
const ROOM: f32 = 1.5;
/// Remarks that are fed back: more than these a small model loses sight of.
const MOST_REMARKS: usize = 5;

struct Try {
    text: String,
    gravity: u32,
}

/// Writes a passage: up to three tries, each told what the review says against the one before; the best is
/// mended by rule. Where no try can be used the facts stand in the notes' own words.
pub(super) async fn write(
    context: &Context<'_>,
    composer: &Composer<'_>,
    passage: &Passage<'_>,
) -> Result<Composed, Halt> {
    let look = |text: &str| {
        let written = StepText::Narration(text.to_owned());
        let mut found = review(&passage.brief, &written, &context.telling.source, passage.heard);
        // Whom a step follows need not be in each of its passages.
        found.retain(|finding| passage.alone || finding.rule != Rule::Player);
        found
    };
    let mut scene = asking::scene(context, composer, passage);
    let mut best: Option<Try> = None;
    let mut attempts = 0;
    for number in 1..=TRIES {
        let Some(turns) = turns(context, composer, passage, &mut scene, number).await? else { break };
        attempts = number;
        let Some(text) = attempt(context, passage, turns, number).await? else { continue };
        let found = look(&text);
        for finding in &found {
            context.report.log(&format!("{} try {number}: {}", context.step.id, finding.message));
        }
        let gravity = gravity(&found);
        scene.remarks =
            composer.again.iter().map(|again| again.wish.to_owned()).chain(remarks(&found)).collect();
        // A small model that was shown how the story so far ends may tell just that again.
        if found.iter().any(|finding| finding.rule == Rule::Repetition) {
            scene.before.clear();
        }
        if best.as_ref().is_none_or(|best| gravity < best.gravity) {
            best = Some(Try { text, gravity });
        }
        if found.is_empty() {
            break;
        }
    }
    let raw = best.map(|best| best.text).unwrap_or_default();
    // How long it is to be is the author's to say who wants it otherwise.
    let words = if composer.again.is_none() { passage.brief.words } else { 0 };
    let text = mend(&raw, &Brief { words, ..passage.brief.clone() }, &look);
    shown(context, passage, attempts).replace(&format!("{}{text}", passage.lead));
    Ok(Composed { text, raw, attempts })
}

fn shown<'a>(context: &'a Context<'_>, passage: &'a Passage<'_>, attempt: u32) -> Shown<'a> {
    let (report, step) = (context.report, context.step.id.as_str());
    Shown { report, step, attempt, offset: passage.offset, lead: passage.lead }
}

/// What asks for the passage, as far as the model's context takes it; none where not even its facts fit.
async fn turns(
    context: &Context<'_>,
    composer: &Composer<'_>,
    passage: &Passage<'_>,
    scene: &mut Scene,
    number: u32,
) -> Result<Option<Vec<Turn>>, Halt> {
    let (model, tokens) = (context.model, composer.tokens);
    let (turns, cut) = fit(model, composer.prompts, scene, tokens, most_tokens(passage)).await?;
    if let Some(line) = cut.line(&context.step.title, tokens).filter(|_| number == 1) {
        context.report.log(&line);
    }
    Ok((!cut.hopeless).then_some(turns))
}

/// Tokens that a passage may have.
fn most_tokens(passage: &Passage<'_>) -> u32 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred words"
    )]
    let tokens = (passage.brief.words.max(40) as f32 * TOKENS_A_WORD * ROOM) as u32;
    tokens
}

/// Lets the model write the passage once.
async fn attempt(
    context: &Context<'_>,
    passage: &Passage<'_>,
    turns: Vec<Turn>,
    number: u32,
) -> Result<Option<String>, Halt> {
    let seed = context.seeds.of(&passage.index.to_string(), number);
    let temperature = TEMPERATURES[number as usize - 1];
    let request = Request {
        prompt: Prompt::Chat { turns, opening: String::new() },
        max_tokens: most_tokens(passage),
        stop_at: Vec::new(),
        sampling: Sampling {
            temperature,
            min_p: 0.05,
            repeat_penalty: 1.05,
            repeat_last: 256,
            dry: 0.8,
            seed,
        },
        json: None,
    };
    let shown = shown(context, passage, number);
    let generated = stream(context.model, request, "", context.stop, &shown).await?;
    Ok(clean(&generated.text, &context.step.title, generated.cause))
}

/// What the model is told of a review: the gravest first.
fn remarks(found: &[Finding]) -> Vec<String> {
    let mut sorted: Vec<&Finding> = found.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(weight(finding.rule)));
    sorted.into_iter().take(MOST_REMARKS).map(|finding| finding.message.clone()).collect()
}

/// How much there is to say against a text.
pub(super) fn gravity(found: &[Finding]) -> u32 {
    found.iter().map(|finding| weight(finding.rule)).sum()
}

/// How much a remark counts: what is false or no story before what is missing, and that before what is only
/// clumsy.
fn weight(rule: Rule) -> u32 {
    match rule {
        Rule::Markup | Rule::AboutItself | Rule::Leaked => 8,
        Rule::Contradiction | Rule::UnknownName | Rule::Pronoun | Rule::Person => 4,
        Rule::MissingFact | Rule::Tense | Rule::Player => 3,
        Rule::Length | Rule::Repetition | Rule::Copied => 2,
    }
}
