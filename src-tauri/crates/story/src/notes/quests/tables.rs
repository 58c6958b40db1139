//! Quests in a table, a row each.

use super::labels::{role_of, title_of};
use crate::notes::blocks::{Block, Line};

/// The blocks with each row of a table of quests as a heading and what stands in its cells.
pub(super) fn unfolded(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut columns: Option<Vec<String>> = None;
    for block in blocks {
        let Block::Text { lines, item: false } = &block else {
            columns = None;
            out.push(block);
            continue;
        };
        let mut rest: &[Line] = lines;
        if columns.is_none()
            && let [head, rows @ ..] = rest
            && let Some(found) = head_of(&head.text)
        {
            columns = Some(found);
            rest = rows;
        }
        match &columns {
            Some(columns) if rest.iter().all(|line| is_row(&line.text)) => {
                rest.iter().for_each(|line| row(line, columns, &mut out));
            }
            _ => {
                columns = None;
                out.push(block);
            }
        }
    }
    out
}

fn is_row(line: &str) -> bool {
    line.starts_with('|') && line.matches('|').count() > 2
}

fn cells(line: &str) -> Vec<&str> {
    line.trim().trim_start_matches('|').trim_end_matches('|').split('|').map(str::trim).collect()
}

/// The names of the columns, where the line is the head of a table of quests.
fn head_of(line: &str) -> Option<Vec<String>> {
    let names: Vec<String> = cells(line).into_iter().map(str::to_owned).collect();
    let titled = names.iter().any(|name| is_title(name));
    let known = names.iter().filter(|name| role_of(name).is_some()).count();
    (is_row(line) && titled && known > 1).then_some(names)
}

fn is_title(column: &str) -> bool {
    matches!(column.to_lowercase().as_str(), "quest" | "title" | "name" | "quest name")
}

fn row(line: &Line, columns: &[String], out: &mut Vec<Block>) {
    let cells = cells(&line.text);
    let number = line.number;
    let filled = || columns.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty());
    let Some((_, title)) = filled().find(|(column, _)| is_title(column)) else { return };
    out.push(Block::Heading { level: 2, text: title_of(title).to_owned(), line: number });
    for (column, cell) in filled().filter(|(column, _)| !is_title(column)) {
        let lines = vec![Line { number, text: format!("{column}: {cell}") }];
        out.push(Block::Text { lines, item: true });
    }
}
