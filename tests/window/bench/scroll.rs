//! Scrolling through 100,000 jobs while 1,000 words a second are written, against an empty page that scrolls in
//! the same window, in turn.

use std::time::Duration;

use crate::{
    figure::{Figure, percentile},
    jobs::MIXED,
    median,
    model::Model,
    stage::Stage,
};

const JOBS: usize = 100_000;
/// Stories at once, each with so many words a second: together 1,000.
const STORIES: usize = 5;
const PACE: Duration = Duration::from_millis(5);
const TURNS: usize = 5;
const LEAST: f64 = 0.95;
const LIMIT_MS: f64 = 20.0;

pub(crate) fn measure() -> Vec<Figure> {
    let stage = Stage::set(JOBS, MIXED);
    let model = Model::start(PACE);
    let server = stage.connect(&model, u32::try_from(STORIES).unwrap());
    // Some wait, so that others begin where these end.
    stage.write(STORIES * 4, STORIES, Some(&server));

    let (mut ratios, mut frames) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        stage.load_anew();
        let before = model.count();
        let list: Vec<f64> = stage.run(&format!("await rest(2000); const element = {LIST}; {SCROLL}"));
        println!("{} words came meanwhile", model.count() - before);
        let empty: Vec<f64> = stage.run(&format!("{EMPTY} {SCROLL}"));
        ratios.push(rate(&list) / rate(&empty));
        println!("{:.1} frames/s, {:.1} of the empty page", rate(&list), rate(&empty));
        frames.extend(list);
    }
    vec![
        Figure::at_least("scroll_fps_vs_empty_page", median(ratios), "ratio", LEAST, TURNS)
            .against("an empty page scrolling in the same window, in turn"),
        Figure::lower(
            "scroll_frame_p95_ms",
            percentile(&mut frames, 0.95),
            "ms",
            Some(LIMIT_MS),
            frames.len(),
        ),
    ]
}

/// Frames a second, of the milliseconds between them.
pub(crate) fn rate(frames: &[f64]) -> f64 {
    1_000.0 * frames.len() as f64 / frames.iter().sum::<f64>()
}

/// What scrolls in the list.
pub(crate) const LIST: &str = "all('[role=grid] *').find((inner) => inner.scrollHeight > 3 * inner.clientHeight && inner.clientHeight > 200)";

/// Takes everything away, ends what the page listens to, and puts nothing there, but high.
const EMPTY: &str = "
    const { invoke } = window.__TAURI_INTERNALS__;
    const nothing = { look: 1, list: { search: 'nothing of the kind', limit: 0 }, jobs: [] };
    const channel = `__CHANNEL__:${window.__TAURI_INTERNALS__.transformCallback(() => {})}`;
    await invoke('subscribe_jobs', { view: nothing, channel });
    for (let subscription = 1; subscription < 99; subscription += 1) await invoke('unsubscribe', { subscription });
    document.body.replaceChildren();
    const element = document.createElement('div');
    element.style.cssText = 'position: fixed; inset: 0; overflow: auto';
    element.innerHTML = '<div style=\"height: 9000000px\"></div>';
    document.body.append(element);
    await rest(2000);";

/// Scrolls as fast as a wheel is turned, for some seconds; how long each frame took. What comes sooner than half a frame of
/// the display after another is drawn with it, and is no frame of its own: where much happens, the page is asked oftener
/// than the display shows.
pub(crate) const SCROLL: &str = "
    const frames = [];
    await new Promise((end) => {
      let last = 0;
      const begun = performance.now();
      const step = (now) => {
        if (last === 0 || now - last >= 8) {
          if (last > 0) frames.push(now - last);
          last = now;
        }
        element.scrollTop += 40;
        if (performance.now() - begun < 5000) requestAnimationFrame(step);
        else end();
      };
      requestAnimationFrame(step);
    });
    return frames;";
