mod composed;
mod quest;

use mythline_protocol::DialogueLine;

use super::{
    compose::Composer,
    narration::{Context, Written},
    retell::{Shown, units},
    run::Halt,
};
use crate::{
    notes::is_saying,
    plan::references,
    review::{StepText, review},
    text::{fold, words},
};

/// Writes a step of lines. A model that can be let go is asked for those of a quest; where its lines cannot be used,
/// and for what the notes quote, they are the notes' own.
pub(crate) async fn compose(context: &Context<'_>, composer: &Composer<'_>) -> Result<Written, Halt> {
    let plain = write(context);
    let of_quest = context.telling.quest_of(context.step).is_some_and(|quest| !quest.tale);
    if !of_quest {
        return Ok(plain);
    }
    let written = composed::write(context, composer, plain).await?;
    if let StepText::Dialogue(lines) = &written.text {
        show(context, lines);
    }
    Ok(written)
}

/// Writes a step of lines: the words that the notes have people say, and nothing else. Nothing is
/// invented, so no model is asked.
pub(crate) fn write(context: &Context<'_>) -> Written {
    let lines = match context.telling.quest_of(context.step).filter(|quest| !quest.tale) {
        Some(quest) => quest::lines(context, quest),
        None => lines(context),
    };
    show(context, &lines);
    let text = StepText::Dialogue(lines);
    let brief = context.telling.brief(context.step, context.facts);
    let found = review(&brief, &text, &context.telling.source, context.told);
    Written { text, review: found, attempts: 1, drafts: Vec::new() }
}

fn show(context: &Context<'_>, lines: &[DialogueLine]) {
    let mut offset = 0;
    for line in lines {
        let text = format!("{}: {}\n", line.actor, line.line);
        Shown { report: context.report, step: &context.step.id, attempt: 1, offset, lead: "" }.replace(&text);
        offset += units(&text);
    }
}

fn lines(context: &Context<'_>) -> Vec<DialogueLine> {
    let telling = context.telling;
    let mut lines: Vec<DialogueLine> = Vec::new();
    let frames: Vec<String> = context
        .facts
        .iter()
        .map(|at| {
            crate::notes::speech_of(&telling.plan.told[*at]).map(|speech| speech.frame).unwrap_or_default()
        })
        .collect();
    let texts: Vec<&str> = frames.iter().map(String::as_str).collect();
    let found = references(&texts, &telling.cast);
    for (index, at) in context.facts.iter().enumerate() {
        let Some(speech) = crate::notes::speech_of(&telling.plan.told[*at]) else { continue };
        let by_name = found[index].first().map(|reference| telling.cast[reference.person].short().to_owned());
        let actor = by_name.or_else(|| speaker(&frames[index])).or_else(|| turn(&lines));
        let actor = actor.unwrap_or_else(|| "Somebody".to_owned());
        match lines.last_mut() {
            Some(last) if last.actor == actor => last.line = format!("{} {}", last.line, speech.words),
            _ => lines.push(DialogueLine { actor, line: speech.words }),
        }
    }
    lines
}

/// `The old miller` of `the old miller says`.
fn speaker(frame: &str) -> Option<String> {
    let said: Vec<&str> = words(frame).map(|(_, word)| word).filter(|word| !is_saying(word)).collect();
    let noun = said.iter().position(|word| matches!(fold(word).as_str(), "the" | "a" | "an"))?;
    let name = said[noun + 1..]
        .iter()
        .take_while(|word| !word.ends_with("ly"))
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    (!name.is_empty()).then(|| format!("The {name}"))
}

/// Words without a speaker are the turn of the one who spoke before the last.
fn turn(lines: &[DialogueLine]) -> Option<String> {
    let before = lines.len().checked_sub(2)?;
    Some(lines[before].actor.clone())
}
