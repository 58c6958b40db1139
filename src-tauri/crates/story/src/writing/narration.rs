use std::{collections::HashSet, sync::Arc};

use mythline_models::Model;
use mythline_protocol::{Finding, Rule};
use tokio_util::sync::CancellationToken;

use super::{
    draft::{Beat, prose},
    opening::openings,
    presence::{turn_of, with_player},
    report::Report,
    retell::{Ask, Seeds, Shown, attempt, units},
    run::Halt,
    stray,
    telling::Telling,
};
use crate::{
    review::{Around, Score, StepText, Style, Told, review, score_retelling},
    take::{Draft, Step},
    text::{Pronoun, fold, past, word_count, words},
};

/// Everything that a step is written from.
pub(crate) struct Context<'a> {
    pub telling: &'a Telling,
    /// What the steps before have told.
    pub told: &'a Arc<Told>,
    pub step: &'a Step,
    /// The facts of the step, by index into the notes' facts.
    pub facts: &'a [usize],
    pub model: &'a dyn Model,
    pub seeds: Seeds,
    pub stop: &'a CancellationToken,
    pub report: &'a dyn Report,
    /// Says how far the step is, 0 to 1.
    pub fraction: &'a (dyn Fn(f32) + Send + Sync),
}

/// A step that is written.
pub(crate) struct Written {
    pub text: StepText,
    pub review: Vec<Finding>,
    /// Tries made, refused ones too.
    pub attempts: u32,
    /// Whole texts that were not chosen.
    pub drafts: Vec<Draft>,
}

/// Tries at one fact.
const TRIES: u32 = 3;
/// How warm each try is: the first ones close to the note, the last one freer.
const TEMPERATURES: [f32; TRIES as usize] = [0.4, 0.5, 0.6];
/// Share of a try's words in long runs from the notes from which on another try is made.
const COPIED: f32 = 0.5;
/// Share of a try's neighbouring words that the note need not have side by side.
const STRAYED: f32 = 0.34;
/// Words of a fact that a try has room for.
const LONGEST: u32 = 60;
/// Rounds in which the worst sentences of a step are told in another way.
const ROUNDS: usize = 3;

/// Writes a step of narration fact by fact: the best of several tries at each, or the note's own words
/// in the past when no try is fit to stand.
pub(crate) async fn write(context: &Context<'_>) -> Result<Written, Halt> {
    let turn = turn_of(context.step.step_type, &context.step.id);
    let (told, own) = with_player(context.telling, context.facts, turn);
    let mut beats: Vec<Beat> = Vec::new();
    let mut heard = Told::after(context.told);
    let mut attempts = 0;
    for (index, at) in context.facts.iter().enumerate() {
        let (beat, tries) = beat(context, *at, &told, index, &beats, &heard).await?;
        attempts += tries;
        heard.add_text(&beat.text);
        beats.push(beat);
        settle(context, &beats);
        #[expect(clippy::cast_precision_loss, reason = "a step has few facts")]
        (context.fraction)((index + 1) as f32 / context.facts.len() as f32);
    }
    if let Some(text) = own {
        let paragraph = beats.last().map_or(0, |beat| beat.paragraph);
        beats.push(Beat { fact: None, paragraph, text, others: Vec::new(), speaks: false });
    }
    let written = better(context, beats, attempts);
    let StepText::Narration(text) = &written.text else { return Ok(written) };
    Shown {
        report: context.report,
        step: &context.step.id,
        attempt: written.attempts.max(1),
        offset: 0,
        lead: "",
    }
    .replace(text);
    Ok(written)
}

/// Shows what is settled so far in place of what was tried last.
fn settle(context: &Context<'_>, beats: &[Beat]) {
    let StepText::Narration(before) = prose(&beats[..beats.len() - 1]) else { return };
    let StepText::Narration(now) = prose(beats) else { return };
    // A beat may move a paragraph's break before it, so the common beginning is what stays.
    let same: usize =
        before.chars().zip(now.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let offset = units(&now[..same]);
    Shown { report: context.report, step: &context.step.id, attempt: 1, offset, lead: "" }
        .replace(&now[same..]);
}

/// One fact told: by the model when a try is fit to stand, else by rule.
async fn beat(
    context: &Context<'_>,
    at: usize,
    told: &[String],
    index: usize,
    before: &[Beat],
    heard: &Told,
) -> Result<(Beat, u32), Halt> {
    let fact = &context.telling.notes.facts[at];
    let plain = if context.telling.notes.english { by_rule(&told[index]) } else { told[index].clone() };
    let note = &plain;
    let new = |text: String, others: Vec<String>| Beat {
        fact: Some(at),
        paragraph: fact.paragraph,
        text,
        others,
        speaks: fact.speech.is_some(),
    };
    // What people say is told word for word. So are notes in a language of which no rule could tell whether
    // a try still says the same, and a sentence that is longer than a try.
    if fact.speech.is_some() || !context.telling.notes.english || word_count(note) > LONGEST {
        return Ok((new(plain, Vec::new()), 0));
    }
    let near = near(told, index, before);
    let around =
        Around { source: &context.telling.source, told: heard, near: &near, style: Style::default() };
    let offset = match prose(before) {
        StepText::Narration(text) => units(&text),
        StepText::Dialogue(_) => 0,
    };
    let lead = if before.is_empty() { "" } else { " " };
    let leads = context.telling.leads(at);
    let is_past = past(&told[index]).is_some();
    let openings = openings(note, before.last().map(|beat| beat.text.as_str()));
    let plain_copied = score_retelling(note, note, &around).copied;
    let mut texts = vec![plain.clone()];
    let mut tries = 0;
    for number in 1..=TRIES {
        tries = number;
        let shown = Shown { report: context.report, step: &context.step.id, attempt: number, offset, lead };
        let ask = Ask {
            note,
            opening: openings.get(number as usize - 1).map_or("", String::as_str),
            temperature: TEMPERATURES[number as usize - 1],
            seed: context.seeds.of(&fact.text, number),
        };
        let Some(text) = attempt(context.model, &ask, context.stop, &shown).await? else { continue };
        let text = by_rule(&text);
        let score = score_retelling(note, &text, &around);
        let fault = fault(note, &text, &score, leads, is_past);
        context.report.log(&line(context, note, &text, fault.as_deref()));
        if fault.is_none() && text == plain && plain_copied < COPIED {
            break;
        }
        if fault.is_none() && !texts.contains(&text) {
            texts.insert(0, text);
            break;
        }
    }
    let text = texts.remove(0);
    Ok((new(text, texts), tries))
}

/// Why a try cannot stand in a story, if it cannot.
fn fault(note: &str, text: &str, score: &Score, leads: Option<Pronoun>, is_past: bool) -> Option<String> {
    if text == note && score.refused.is_none_or(|rule| rule == Rule::Pronoun) {
        return None;
    }
    // A pronoun that the note has itself stands for somebody outside of it.
    let known = score.refused == Some(Rule::Pronoun)
        && words(note).any(|(_, word)| fold(word) == fold(&score.because));
    if let Some(rule) = score.refused.filter(|_| !known) {
        return Some(format!("{rule:?}: {}", score.because));
    }
    let strayed = stray::new_pairs(note, text);
    if score.kept < 1.0 {
        Some(format!("keeps only {:.2}", score.kept))
    } else if let Some(word) = stray::shifted(note, text) {
        Some(format!("changes \"{word}\""))
    } else if dotted(text) > dotted(note) {
        Some("writes a title with a dot".to_owned())
    } else if stray::adds(note, text) || stray::bends(note, text, is_past) {
        Some("adds something".to_owned())
    } else if stray::misjoined(note, text, leads) || stray::miscommaed(note, text) {
        Some("joins it badly".to_owned())
    } else if stray::says_twice(note, text) {
        Some("says it twice".to_owned())
    } else if strayed > STRAYED {
        Some(format!("strays by {strayed:.2}"))
    } else if stray::stumbles(text) || stray::hangs(note, text) {
        Some("stumbles".to_owned())
    } else {
        None
    }
}

/// Titles written with a dot: the story writes them as the notes do.
fn dotted(text: &str) -> usize {
    ["Mr.", "Mrs.", "Ms.", "Dr.", "St."].iter().map(|title| text.matches(title).count()).sum()
}

fn line(context: &Context<'_>, note: &str, text: &str, fault: Option<&str>) -> String {
    format!("{}: \"{note}\" -> \"{text}\" ({})", context.step.id, fault.unwrap_or("fit"))
}

/// What a try may draw on besides its fact: the facts beside it and the last sentences told.
fn near(told: &[String], index: usize, before: &[Beat]) -> String {
    let mut near: Vec<&str> = Vec::new();
    near.extend(index.checked_sub(1).map(|at| told[at].as_str()));
    near.extend(before.iter().rev().take(2).map(|beat| beat.text.as_str()));
    near.join(" ")
}

/// The note's own words, in the past where a rule is sure of it.
fn by_rule(note: &str) -> String {
    past(note).unwrap_or_else(|| note.to_owned())
}

/// Reviews a step, and tells the sentences that are found wanting in another way while that helps.
fn better(context: &Context<'_>, mut beats: Vec<Beat>, attempts: u32) -> Written {
    let brief = context.telling.brief(context.step, context.facts);
    let look = |beats: &[Beat]| review(&brief, &prose(beats), &context.telling.source, context.told);
    let mut found = look(&beats);
    let mut drafts = Vec::new();
    for _ in 0..ROUNDS {
        let Some((changed, better)) = improve(context, &beats, &found, &look) else { break };
        if let StepText::Narration(text) = prose(&beats) {
            let review = std::mem::replace(&mut found, better);
            drafts.push(Draft { text, review, ..Draft::default() });
        }
        beats = changed;
    }
    Written { text: prose(&beats), review: found, attempts, drafts }
}

/// The first change of one sentence that leaves fewer remarks.
fn improve(
    context: &Context<'_>,
    beats: &[Beat],
    found: &[Finding],
    look: &impl Fn(&[Beat]) -> Vec<Finding>,
) -> Option<(Vec<Beat>, Vec<Finding>)> {
    let suspects: HashSet<usize> =
        found.iter().flat_map(|finding| suspects(context, beats, finding)).collect();
    let mut suspects: Vec<usize> = suspects.into_iter().collect();
    suspects.sort_unstable();
    for at in suspects {
        for other in 0..beats[at].others.len() {
            let mut changed = beats.to_vec();
            let text = changed[at].others.remove(other);
            changed[at].text = text;
            let again = look(&changed);
            if again.len() < found.len() {
                return Some((changed, again));
            }
        }
    }
    None
}

/// The sentences that a remark is about.
fn suspects(context: &Context<'_>, beats: &[Beat], finding: &Finding) -> Vec<usize> {
    let by_fact = |beat: &Beat| {
        let id = beat.fact.map(|at| &context.telling.ids[at]);
        finding.fact.is_some() && id == finding.fact.as_ref()
    };
    let quoted = |beat: &Beat| !finding.quote.is_empty() && beat.text.contains(&finding.quote);
    let all = matches!(finding.rule, Rule::Copied | Rule::Length | Rule::Repetition);
    (0..beats.len()).filter(|at| all || by_fact(&beats[*at]) || quoted(&beats[*at])).collect()
}
