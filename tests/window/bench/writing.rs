//! Scrolling while the program's own model writes, against the same while it rests, in turn.

use serde_json::json;

use crate::{
    figure::Figure,
    jobs::MIXED,
    median,
    scroll::{LIST, SCROLL, rate},
    stage::Stage,
};

const JOBS: usize = 10_000;
/// One after another, so that there is one to go on with in every turn.
const STORIES: usize = 5;
const TURNS: usize = 5;
const LEAST: f64 = 0.9;

pub(crate) fn measure() -> Vec<Figure> {
    let stage = Stage::set(JOBS, MIXED);
    stage.write(STORIES, 1, None);
    let frames = || -> Vec<f64> { stage.run(&format!("await rest(1000); const element = {LIST}; {SCROLL}")) };
    let mut ratios = Vec::new();
    for _ in 0..TURNS {
        let writing = rate(&frames());
        assert_eq!(stage.are_writing(), 1, "the model wrote to the end of the turn");
        stage.ask("pause_queue", &json!({}));
        stage.wait_until_so_many_write(0);
        let resting = rate(&frames());
        stage.ask("hold_queue", &json!({ "hold": false }));
        stage.wait_until_so_many_write(1);
        println!("{writing:.1} frames/s while it writes, {resting:.1} while it rests");
        ratios.push(writing / resting);
    }
    vec![
        Figure::at_least("window_fps_while_writing", median(ratios), "ratio", LEAST, TURNS)
            .against("the same window while the model rests, in turn"),
    ]
}
