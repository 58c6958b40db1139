//! From a word that a model's server sends to that word on the screen, in the job that is open: the way of every
//! event of the engine, and the server's before it.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    figure::{Figure, percentile},
    jobs::MIXED,
    model::Model,
    stage::Stage,
};

const JOBS: usize = 10_000;
const LIMIT_MS: f64 = 100.0;
/// As a quick model writes.
const PACE: Duration = Duration::from_millis(50);

pub(crate) fn measure() -> Vec<Figure> {
    let stage = Stage::set(JOBS, MIXED);
    let model = Model::start(PACE);
    let server = stage.connect(&model, 1);
    stage.write(1, 1, Some(&server));
    let seen: BTreeMap<usize, f64> = stage.run(WATCH);
    let sent = model.sent();
    let mut took: Vec<f64> = seen.iter().map(|(word, at)| at - sent[*word] as f64).collect();
    assert!(took.len() > 100, "of {} words {} were seen", sent.len(), took.len());
    let value = percentile(&mut took, 0.95);
    vec![Figure::lower("event_to_paint_p95_ms", value, "ms", Some(LIMIT_MS), took.len())]
}

/// Opens the job, and for some seconds notes when each new word is painted; the first were sent before.
const WATCH: &str = "
    all('.filters button')[1].click();
    await seen(() => one('[role=row][data-id] .title')?.textContent.includes('erry'));
    one('[role=row][data-id]').click();
    await rest(2000);
    const known = new Set();
    const found = () => (one('#panel')?.textContent ?? '').match(/w\\d+x/g) ?? [];
    found().forEach((word) => known.add(word));
    const at = {};
    const ends = performance.now() + 20000;
    while (performance.now() < ends) {
      let fresh = [];
      await seen(() => performance.now() > ends || (fresh = found().filter((word) => !known.has(word))).length > 0);
      const now = performance.timeOrigin + performance.now();
      for (const word of fresh) {
        known.add(word);
        at[word.slice(1, -1)] = now;
      }
    }
    return at;";
