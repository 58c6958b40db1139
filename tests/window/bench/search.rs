//! From each key that is typed into the search to the answer, painted, over 100,000 jobs.

use crate::{
    figure::{Figure, percentile},
    jobs::MIXED,
    stage::Stage,
};

const JOBS: usize = 100_000;
const LIMIT_MS: f64 = 60.0;

pub(crate) fn measure() -> Vec<Figure> {
    let stage = Stage::set(JOBS, MIXED);
    // The first words make what later ones are looked up in.
    let mut samples = stage.run::<Vec<f64>>(SEARCH).split_off(10);
    let value = percentile(&mut samples, 0.95);
    vec![Figure::lower("search_to_paint_p95_ms", value, "ms", Some(LIMIT_MS), samples.len())]
}

/// Types numbers that fewer jobs have with each figure, and takes them back. What is found shows in the counts.
const SEARCH: &str = "
    const took = [];
    const input = one('#search');
    const counts = () => one('.filters').textContent;
    const type = async (words) => {
      const before = counts();
      const begun = performance.now();
      input.value = words;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      took.push(await seen(() => counts() !== before) - begun);
      await rest(90);
    };
    for (const number of ['31415', '27182', '16180', '57721', '69314', '14142']) {
      for (let keys = 1; keys <= number.length; keys += 1) await type(number.slice(0, keys));
      for (let keys = number.length - 1; keys >= 0; keys -= 1) await type(number.slice(0, keys));
    }
    return took;";
