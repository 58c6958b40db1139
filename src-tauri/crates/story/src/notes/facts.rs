use std::ops::Range;

use super::{
    blocks::{Block, Line},
    hostile::{Untold, untold},
    quests::{Phase, Piece, Quest, QuestRole, is_order, name_and_rest, order, pieces, tales},
    sections::{Part, part_of},
    speech::{Speech, speech},
};
use crate::text::{Passage, first_or_second, fold, quoted, sentences, words};

/// One thing that the notes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteFact {
    /// The line of the notes it begins on, from 1.
    pub line: u32,
    /// As the notes say it, without markup.
    pub text: String,
    /// What the part of the notes is about.
    pub part: Part,
    /// Which section it stands in: an index into [`super::Notes::sections`].
    pub section: usize,
    /// Which paragraph or item it stands in, counted over the whole notes.
    pub paragraph: usize,
    /// What is spoken in it.
    pub speech: Option<Speech>,
    /// Why it is not told in the story, if it is not.
    pub untold: Option<Untold>,
    /// What it is in its quest, where its section is one.
    pub quest: Option<QuestRole>,
}

/// A part of the notes under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub part: Part,
    /// The heading, where it is the name of a scene.
    pub name: Option<String>,
}

/// What was read out of the blocks.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub title: Option<String>,
    pub sections: Vec<Section>,
    pub facts: Vec<NoteFact>,
    pub quests: Vec<Quest>,
    /// In which order the parts of the quests happen; empty for one quest after another.
    pub order: Vec<(usize, Phase)>,
}

/// Reads the facts out of blocks, in order.
pub(crate) fn read(blocks: Vec<Block>) -> Read {
    let has_scenes = blocks.iter().any(|block| matches!(block, Block::Heading { level, .. } if *level > 1));
    let opening = if has_scenes { Part::Setting } else { Part::Events };
    let mut out = Read { sections: vec![Section { part: opening, name: None }], ..Read::default() };
    // A heading below one that says what its part is about belongs to that part.
    let mut above: Option<(u8, Part)> = None;
    // What stands under a heading that says in which order quests happen.
    let (mut in_order, mut ordered) = (false, Vec::new());
    for (paragraph, piece) in pieces(blocks).into_iter().enumerate() {
        match piece {
            Piece::Plain(Block::Heading { text, .. }) if is_order(&text) && !out.quests.is_empty() => {
                in_order = true;
            }
            Piece::Plain(Block::Heading { level: 1, text, .. })
                if out.title.is_none() && out.facts.is_empty() =>
            {
                out.title = Some(text);
            }
            Piece::Plain(Block::Heading { level, text, .. }) => {
                in_order = false;
                let (part, is_scene) = part_of(&text);
                let inside = above.filter(|(over, part)| level > *over && *part != Part::Events);
                let part = inside.map_or(part, |(_, part)| part);
                if inside.is_none() {
                    above = Some((level, part));
                }
                let name = (is_scene && matches!(part, Part::Events | Part::Ending)).then_some(text);
                out.sections.push(Section { part, name });
            }
            Piece::Plain(Block::Text { lines, .. }) if in_order => {
                ordered.extend(lines.into_iter().map(|line| line.text));
            }
            Piece::Plain(Block::Text { lines, item }) => {
                read_paragraph(&lines, item, None, paragraph, &mut out);
            }
            Piece::Quest { level, title } => {
                in_order = false;
                above = Some((level, Part::Events));
                if level == 1 && out.title.is_none() {
                    out.title = Some(title.clone());
                }
                let section = out.sections.len();
                out.sections.push(Section { part: Part::Events, name: Some(title.clone()) });
                out.quests.push(Quest { section, title, giver: None, turn_in: None, tale: false });
            }
            Piece::Part { role, lines, item } => {
                let from = out.facts.len();
                read_paragraph(&lines, item, Some(role), paragraph, &mut out);
                if let (Some(quest), Some(first)) = (out.quests.last_mut(), out.facts.get(from)) {
                    name(quest, first);
                }
            }
        }
    }
    tales(&mut out.facts, &mut out.quests);
    out.order = order(&ordered, &out.quests);
    out
}

/// Takes a name out of the first sentence of what says who gives a quest, or to whom its end is told.
fn name(quest: &mut Quest, fact: &NoteFact) {
    let of = || Some(name_and_rest(&fact.text).0.to_owned()).filter(|name| !name.is_empty());
    match fact.quest {
        Some(QuestRole::Giver) if quest.giver.is_none() => quest.giver = of(),
        Some(QuestRole::TurnIn) if quest.turn_in.is_none() => quest.turn_in = of(),
        _ => {}
    }
}

fn read_paragraph(lines: &[Line], item: bool, role: Option<QuestRole>, paragraph: usize, out: &mut Read) {
    let section = out.sections.len() - 1;
    let part = out.sections[section].part;
    let mut role = role;
    let mut text = String::new();
    let mut starts = Vec::new();
    for line in lines {
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push((text.len(), line.number));
        text.push_str(&line.text);
    }
    let line_at = |at: usize| {
        starts[..starts.partition_point(|(start, _)| *start <= at)].last().map_or(0, |(_, line)| *line)
    };
    let mut line_before = 0;
    for span in outside_speech(&text) {
        let piece = &text[span.clone()];
        let line = line_at(span.start);
        // Speech that goes on after "he says." on the same line is the same person's.
        if line == line_before
            && is_only_speech(piece)
            && let Some(last) = out.facts.last_mut()
            && last.paragraph == paragraph
            && last.speech.as_ref().is_some_and(|speech| !speech.frame.is_empty())
        {
            last.text = format!("{} {piece}", last.text);
            last.speech = speech(&last.text);
            continue;
        }
        // Who spoke may stand in a sentence of its own: "Stop!" Ann calls.
        if line == line_before
            && let Some(last) = out.facts.last_mut()
            && last.paragraph == paragraph
            && is_only_speech(&last.text)
            && speech(&format!("{} {piece}", last.text))
                .is_some_and(|speech| speech.plain && quoted(piece).is_empty())
        {
            last.text = format!("{} {piece}", last.text);
            last.speech = speech(&last.text);
            continue;
        }
        line_before = line_at(span.end.saturating_sub(1));
        let text = finished(piece, item || role.is_some());
        let quest = role.map(|role| as_said(role, &text));
        out.facts.push(NoteFact {
            line,
            speech: speech(piece),
            untold: untold_in(piece, quest),
            text,
            part,
            section,
            paragraph,
            quest,
        });
        role = role.map(QuestRole::after);
    }
}

/// Why a sentence is not told. Of a quest a name alone is no scrap, and what is asked is spoken.
fn untold_in(text: &str, quest: Option<QuestRole>) -> Option<Untold> {
    let why = untold(text);
    match quest {
        Some(QuestRole::Roleplay) => why.or(Some(Untold::Direction)),
        Some(_) => why.filter(|why| *why != Untold::Scrap && *why != Untold::Question),
        None => why,
    }
}

/// What speaks to somebody is spoken, whatever the label over it: by who gives the quest, or by who ends it.
fn as_said(role: QuestRole, text: &str) -> QuestRole {
    let spoken = is_only_speech(text.trim_end_matches('.')) || is_only_speech(text);
    let addresses = !first_or_second(&Passage::new(text)).is_empty() || text.ends_with('?');
    // An order may speak of who gives it: "Bring me the ledger."
    let asks = words(text).any(|(_, word)| matches!(fold(word).as_str(), "you" | "your"));
    match role {
        QuestRole::Objective if spoken || asks => QuestRole::Said,
        QuestRole::Beat if spoken || addresses => QuestRole::Said,
        QuestRole::Ending if spoken || addresses => QuestRole::Thanks,
        other => other,
    }
}

/// The sentences of a paragraph; what one person says in one go is not taken apart.
fn outside_speech(text: &str) -> Vec<Range<usize>> {
    let speech = quoted(text);
    let mut spans: Vec<Range<usize>> = Vec::new();
    for span in sentences(text) {
        // The last quotation that begins before this sentence: whether it goes on from one to the other.
        let said = speech[..speech.partition_point(|said| said.start < span.start)].last();
        let inside =
            |last: &Range<usize>| said.is_some_and(|said| said.start < last.end && span.start < said.end);
        match spans.last_mut() {
            Some(last) if inside(last) => last.end = span.end,
            _ => spans.push(span),
        }
    }
    spans
}

fn is_only_speech(text: &str) -> bool {
    matches!(quoted(text).as_slice(), [span] if span.start == 0 && span.end == text.len())
}

/// An item of a list often has no full stop.
fn finished(text: &str, item: bool) -> String {
    let open = text.ends_with(|c: char| c.is_alphanumeric() || c == ')' || c == '%');
    let text = text.trim_end_matches([';', ',']);
    if item && open { format!("{text}.") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks;
    use super::*;

    #[test]
    fn facts_keep_their_lines() {
        let read = read(blocks("# T\n\nOne is here. Two is\nthere. Three is gone.\n\n## S\n- four is far\n"));
        let facts: Vec<_> = read.facts.iter().map(|fact| (fact.line, fact.text.as_str())).collect();
        assert_eq!(
            facts,
            [(3, "One is here."), (3, "Two is there."), (4, "Three is gone."), (7, "four is far.")]
        );
        assert_eq!(read.facts[0].part, Part::Setting);
        assert_eq!(read.sections[1].name.as_deref(), Some("S"));
    }

    #[test]
    fn speech_that_goes_on_is_one_fact() {
        let read = read(blocks(
            "\"Stop!\" Bo calls.\n\"Yes,\" Ann says. \"I saw it. It was red.\"\n\"No,\" Bo says.",
        ));
        let facts: Vec<_> = read.facts.iter().map(|fact| fact.text.as_str()).collect();
        assert_eq!(
            facts,
            ["\"Stop!\" Bo calls.", "\"Yes,\" Ann says. \"I saw it. It was red.\"", "\"No,\" Bo says."]
        );
    }
}
