//! From a click to what it changes, painted: rows selected, tabs and filters, over 10,000 jobs while the program's
//! own model writes a story beside it.

use crate::{
    figure::{Figure, percentile},
    jobs::MIXED,
    stage::Stage,
};

const JOBS: usize = 10_000;
const LIMIT_MS: f64 = 50.0;

pub(crate) fn measure() -> Vec<Figure> {
    let stage = Stage::set(JOBS, MIXED);
    stage.write(1, 1, None);
    let mut all = Vec::new();
    for (name, script) in [("row", ROWS), ("tab", TABS), ("filter", FILTERS)] {
        // The first few of each kind read what is not in memory yet.
        let mut samples = stage.run::<Vec<f64>>(script).split_off(3);
        println!("{name}: {:.0} ms (95 of 100 of {})", percentile(&mut samples, 0.95), samples.len());
        all.extend(samples);
    }
    let value = percentile(&mut all, 0.95);
    vec![Figure::lower("click_to_paint_p95_ms", value, "ms", Some(LIMIT_MS), all.len())]
}

/// Row after row of those in sight.
const ROWS: &str = "
    const took = [];
    for (let turn = 0; turn < 43; turn += 1) {
      const rows = all('[role=row][data-id]').filter((row) => row.getBoundingClientRect().top > 0);
      const row = rows[turn % Math.min(rows.length, 6)];
      if (row.getAttribute('aria-selected') === 'true') continue;
      const title = row.querySelector('.title').textContent;
      const begun = performance.now();
      row.click();
      const shown = () => row.getAttribute('aria-selected') === 'true' && one('#inspector').textContent.includes(title);
      took.push(await seen(shown) - begun);
      await rest(60);
    }
    return took;";

const TABS: &str = "
    const took = [];
    for (let turn = 0; turn < 43; turn += 1) {
      const tab = one('[role=tab][aria-selected=false]');
      const begun = performance.now();
      tab.click();
      const shown = () => tab.getAttribute('aria-selected') === 'true' && one('#panel').textContent.trim() !== '';
      took.push(await seen(shown) - begun);
      await rest(60);
    }
    return took;";

/// All but the one for what is being written, whose list has as many rows as another.
const FILTERS: &str = "
    const took = [];
    for (let turn = 0; turn < 43; turn += 1) {
      const filters = all('.filters button');
      const filter = filters[[0, 2, 3, 4][turn % 4]];
      if (filter.getAttribute('aria-pressed') === 'true') continue;
      const before = one('[role=grid]').getAttribute('aria-rowcount');
      const begun = performance.now();
      filter.click();
      const shown = () =>
        filter.getAttribute('aria-pressed') === 'true' &&
        one('[role=grid]').getAttribute('aria-rowcount') !== before &&
        one('[role=row][data-id] .title') !== null;
      took.push(await seen(shown) - begun);
      await rest(60);
    }
    return took;";
