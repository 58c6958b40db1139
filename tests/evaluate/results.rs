use std::fs;

use crate::{
    control::Controls,
    labels::{Set, top},
    pen::Pen,
    rules::Agreement,
    score::Score,
    table,
};

/// A set with what its story, and what is no story, came to.
pub(crate) struct Row {
    pub(crate) set: Set,
    pub(crate) score: Score,
    pub(crate) controls: Controls,
}

/// Keeps the model's table in the repository, so that a change shows.
pub(crate) fn keep(pen: &Pen, rows: &[Row], rules: &Agreement) {
    let folder = top().join("tests/evaluate/results");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(&pen.name).with_extension("md"), table::of(pen, rows, rules)).unwrap();
}
