//! Quests in notes: who gives them, what is to be done, where, and how they end, in the ways people write
//! that down: labels on lines of their own, items, headings, or a table.

mod labels;
mod order;
mod tables;
mod tale;

use super::blocks::{Block, Line};
use labels::{labelled, role_of, title_line, title_of};
pub use order::Phase;
pub(super) use order::{is_order, order};
pub(super) use tale::tales;

/// A quest of the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quest {
    /// Which section of the notes it is.
    pub section: usize,
    /// What it is called.
    pub title: String,
    /// Who gives it, by name.
    pub giver: Option<String>,
    /// To whom its end is told, where that is somebody else.
    pub turn_in: Option<String>,
    /// Whether the notes tell what happens in it, beginning to end: then it is told as they tell it.
    pub tale: bool,
}

/// What a fact is in its quest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuestRole {
    /// Who gives it, and where they are.
    Giver,
    /// What the giver is like.
    GiverManner,
    /// What is to be seen where the giver is.
    GiverSight,
    /// What came before, and what the quest is about.
    Beat,
    /// What happens in it.
    Event,
    /// What the giver says.
    Said,
    /// Where it is done.
    Place,
    /// What is to be seen there.
    PlaceSight,
    /// Who stands against it.
    Enemies,
    /// What is to be done.
    Objective,
    /// To whom its end is told.
    TurnIn,
    /// What they are like.
    TurnInManner,
    /// What they say.
    Thanks,
    /// How it ends.
    Ending,
    /// What is given for it.
    Reward,
    /// How it is to be played: for who writes, and not told.
    Roleplay,
}

impl QuestRole {
    /// Whether somebody speaks.
    #[must_use]
    pub fn is_spoken(self) -> bool {
        matches!(self, Self::Said | Self::Thanks)
    }

    /// What the next sentence of the same text is: only the first one names somebody or a place.
    pub(super) fn after(self) -> Self {
        match self {
            Self::Giver => Self::GiverSight,
            Self::Place => Self::PlaceSight,
            Self::TurnIn => Self::Ending,
            other => other,
        }
    }
}

/// A piece of the notes, once the quests in them are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it was.
    Plain(Block),
    /// Where a quest begins.
    Quest { level: u8, title: String },
    /// Lines of a quest.
    Part { role: QuestRole, lines: Vec<Line>, item: bool },
}

/// Finds the quests: what stands under a heading, or a line `Quest: …`, that says both what is to be done and
/// who asks for it, where, or how it ends.
pub(super) fn pieces(blocks: Vec<Block>) -> Vec<Piece> {
    let blocks: Vec<Block> = tables::unfolded(blocks).into_iter().flat_map(headed).collect();
    let mut out = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while at < blocks.len() {
        let Block::Heading { level, text, .. } = &blocks[at] else {
            out.push(Piece::Plain(blocks[at].clone()));
            at += 1;
            continue;
        };
        let inside = blocks[at + 1..].iter().take_while(|block| belongs(block, *level)).count();
        let quest = &blocks[at + 1..=at + inside];
        if is_quest(quest) {
            out.push(Piece::Quest { level: *level, title: title_of(text).to_owned() });
            out.extend(parts(quest));
            at += 1 + inside;
        } else {
            out.push(Piece::Plain(blocks[at].clone()));
            at += 1;
        }
    }
    out
}

/// A line `Quest: …` in a paragraph or a list as the heading that it stands for.
fn headed(block: Block) -> Vec<Block> {
    let Block::Text { lines, item } = block else { return vec![block] };
    let mut out = Vec::new();
    let mut open: Vec<Line> = Vec::new();
    for line in lines {
        match title_line(&line.text) {
            Some(title) => {
                if !open.is_empty() {
                    out.push(Block::Text { lines: std::mem::take(&mut open), item });
                }
                out.push(Block::Heading { level: 5, text: title.to_owned(), line: line.number });
            }
            None => open.push(line),
        }
    }
    if !open.is_empty() {
        out.push(Block::Text { lines: open, item });
    }
    out
}

/// Whether a block stands under a heading of this level: a heading that is a label does, at any level below
/// the highest.
fn belongs(block: &Block, level: u8) -> bool {
    match block {
        Block::Text { .. } => true,
        Block::Heading { level: other, text, .. } => role_of(text).is_some() && *other > level.min(2),
    }
}

fn is_quest(blocks: &[Block]) -> bool {
    let roles = blocks.iter().flat_map(|block| -> Vec<QuestRole> {
        match block {
            Block::Heading { text, .. } => role_of(text).into_iter().collect(),
            Block::Text { lines, .. } => {
                lines.iter().filter_map(|line| labelled(&line.text).map(|(role, _)| role)).collect()
            }
        }
    });
    let all: Vec<QuestRole> = roles.collect();
    let says = |wanted: &[QuestRole]| all.iter().any(|role| wanted.contains(role));
    says(&[QuestRole::Objective])
        && says(&[
            QuestRole::Giver,
            QuestRole::TurnIn,
            QuestRole::Place,
            QuestRole::Said,
            QuestRole::Thanks,
            QuestRole::Ending,
        ])
}

/// The lines of a quest by what they are.
fn parts(blocks: &[Block]) -> Vec<Piece> {
    let mut out = Vec::new();
    // What a label over several items or paragraphs says of them.
    let mut over = QuestRole::Beat;
    for block in blocks {
        let (lines, item) = match block {
            Block::Heading { text, .. } => {
                over = role_of(text).unwrap_or(QuestRole::Beat);
                continue;
            }
            Block::Text { lines, item } => (lines, *item),
        };
        let mut open: Option<(QuestRole, Vec<Line>)> = None;
        for line in lines {
            match labelled(&line.text) {
                Some((role, rest)) => {
                    out.extend(open.take().map(|(role, lines)| Piece::Part { role, lines, item }));
                    over = if rest.is_empty() { role } else { QuestRole::Event };
                    if !rest.is_empty() {
                        open = Some((role, vec![Line { number: line.number, text: rest.to_owned() }]));
                    }
                }
                None => open.get_or_insert_with(|| (over, Vec::new())).1.push(line.clone()),
            }
        }
        out.extend(open.map(|(role, lines)| Piece::Part { role, lines, item }));
    }
    out
}

/// The name at the beginning of `Marshal Dughan, in front of the keep`, and what follows it.
pub(crate) fn name_and_rest(text: &str) -> (&str, &str) {
    let text = text.trim().trim_end_matches('.');
    let mark = text.find([',', '(', '–', '—', ':', ';']).into_iter();
    let words =
        [" - ", " in ", " at ", " near ", " on ", " by ", " from ", " outside ", " inside ", " behind "];
    let cut = mark.chain(words.iter().filter_map(|word| text.find(word))).min().unwrap_or(text.len());
    let rest = text[cut..].trim_start_matches([',', '(', '–', '—', ':', ';', '-', ' ']).trim_end_matches(')');
    (text[..cut].trim(), rest.trim())
}

#[cfg(test)]
mod tests;
