//! Updates a second, against the same work done as the page does it: 100 jobs in one Python process, a
//! file rewritten for each update. Both sides in turn and in memory, where files cost the page least; the
//! medians of the turns.

use std::{path::Path, process::Command, time::Instant};

use crate::{
    desk::{Desk, JOBS, in_memory},
    figure::{Figure, percentile},
};

const TURNS: usize = 5;
/// Updates of one job: so many that either side takes about a second.
const OURS: u32 = 20_000;
const PAGES: u32 = 100;

pub(crate) fn measure() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (mut ours, mut pages) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        pages.push(as_the_page_does());
        ours.push(runtime.block_on(as_we_do()));
    }
    let (ours, pages) = (percentile(&mut ours, 0.5), percentile(&mut pages, 0.5));
    vec![
        Figure::at_least("engine_updates_vs_page", ours / pages, "times", 50.0, TURNS)
            .against("Python asyncio rewriting a JSON file for each update, in turn"),
        Figure::higher("engine_updates_per_s", ours, "1/s", TURNS),
        Figure::higher("page_updates_per_s", pages, "1/s", TURNS),
    ]
}

/// Updates a second, with the last of every job in its file.
async fn as_we_do() -> f64 {
    let desk = Desk::new(in_memory()).await;
    let ids = desk.line_up(OURS, None).await;
    let looking = desk.look_on();
    let began = Instant::now();
    desk.let_go();
    desk.until(|status| !status.is_active()).await;
    let lasted = began.elapsed();
    desk.last_values_are_on_disk(&ids, OURS);
    desk.engine.quit().await.expect("everything is saved");
    looking.await.expect("no panic");
    f64::from(OURS) * JOBS as f64 / lasted.as_secs_f64()
}

/// Updates a second, as Python counts them.
fn as_the_page_does() -> f64 {
    let dir = in_memory();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/bench/engine/page.py");
    let ran = Command::new("python3")
        .arg(script)
        .args([JOBS.to_string(), PAGES.to_string()])
        .current_dir(dir.path())
        .output()
        .expect("Python 3 is there");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).trim().parse().expect("a number")
}
