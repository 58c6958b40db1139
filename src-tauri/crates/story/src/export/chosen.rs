use std::{ops::RangeInclusive, str::FromStr};

use mythline_protocol::{CommandError, ErrorCode};

use crate::take::{Book, Take};

/// Some of a story's scenes, as people write them: `3`, `2-5`, `1,4-6`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenes(Vec<RangeInclusive<u32>>);

impl FromStr for Scenes {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Self, CommandError> {
        let run = |piece: &str| {
            let (first, last) = piece.split_once('-').unwrap_or((piece, piece));
            let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
            (1 <= first && first <= last).then_some(first..=last)
        };
        text.split(',').map(run).collect::<Option<_>>().map(Self).ok_or_else(|| {
            CommandError::new(ErrorCode::BadOption, "Scenes are numbers from 1 on, as in 3, 2-5 or 1,4-6.")
        })
    }
}

impl Scenes {
    fn has(&self, scene: u32) -> bool {
        self.0.iter().any(|run| run.contains(&scene))
    }
}

/// What is written of a take; where scenes are chosen, those alone.
pub(super) fn book<'t>(take: &'t Take, scenes: Option<&Scenes>) -> Result<Book<'t>, CommandError> {
    let mut book = Book::of(take);
    if book.chapters.is_empty() {
        return Err(CommandError::new(ErrorCode::MissingFile, "Nothing of this story is written yet."));
    }
    let Some(scenes) = scenes else { return Ok(book) };
    let last = book.chapters.iter().filter_map(|chapter| chapter.scene).max().unwrap_or(0);
    book.chapters.retain(|chapter| chapter.scene.is_some_and(|scene| scenes.has(scene)));
    if book.chapters.is_empty() {
        let message =
            format!("No scene of that number is written; the last that is written is scene {last}.");
        return Err(CommandError::new(ErrorCode::BadOption, message));
    }
    Ok(book)
}
