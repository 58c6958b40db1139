//! How much memory the window takes while four jobs are written for an hour, played fast: as many words as four
//! jobs write in an hour with a model that is usual on a desktop.

use std::time::Duration;

use crate::{family, figure::Figure, jobs::CANCELLED, model::Model, stage::Stage};

/// Jobs at once, each with a word every so often.
const STORIES: usize = 4;
const PACE: Duration = Duration::from_millis(4);
/// Four jobs, 20 words a second, an hour.
const WORDS: usize = 4 * 20 * 3_600;
/// How many stories that is at the least, so that four are written to the end.
const ENOUGH: usize = 150;
const LIMIT_MB: f64 = 10.0;
const LOOKS: Duration = Duration::from_millis(200);

pub(crate) fn measure() -> Vec<Figure> {
    let stage = Stage::set(100, CANCELLED);
    let model = Model::start(PACE);
    let server = stage.connect(&model, u32::try_from(STORIES).unwrap());
    stage.write(ENOUGH, STORIES, Some(&server));
    let (begun, pid) = (model.count(), stage.world.pid());
    let held_after = |words: usize| {
        while model.count() < begun + words {
            std::thread::sleep(LOOKS);
        }
        family::megabytes(&family::of(pid))
    };
    let half = held_after(WORDS / 2);
    let all = held_after(WORDS);
    println!("{half:.0} MB after half of it, {all:.0} MB after all");
    vec![Figure::lower("window_rss_second_half_mb", all - half, "MB", Some(LIMIT_MB), 1)]
}
