//! Stories by a real model, held against what people wrote down of the notes: the figures of the review
//! are never asked. The quick tests keep the labels and the counting honest; `make evaluate` writes the
//! stories and the table.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a lane that prints, and writes its own table"
)]

mod control;
mod labels;
mod long;
mod pattern;
mod pen;
mod people;
mod results;
mod rules;
mod runs;
mod score;
mod table;
mod text;

use crate::{control::Controls, labels::Set, pen::Pen, results::Row, rules::Agreement, score::Score};

/// Writes with the starter, or with the model file that `MYTHLINE_EVALUATE_MODEL` names. What was written by
/// the same pipeline of the same notes is not written again, and the table is kept after each set.
#[test]
#[ignore = "writes a story of every set: `make evaluate`"]
fn stories_by_a_real_model() {
    let sets = Set::all();
    let rules = Agreement::over(&sets);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let pen = runtime.block_on(Pen::take());
    let mut rows = Vec::new();
    for set in sets {
        let story = runtime.block_on(pen.write(&set));
        let row = Row { score: Score::of(&set, &story), controls: Controls::of(&set, &story), set };
        println!("\n===== {}\n{}\n{}", row.set.name, story.text(), table::line(&row));
        row.score.remarks().for_each(|remark| println!("- {remark}"));
        rows.push(row);
        results::keep(&pen, &rows, &rules);
    }
    println!("\n{}", table::of(&pen, &rows, &rules));
}
