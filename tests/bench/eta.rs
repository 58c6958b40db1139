//! How far the time left is off that the engine foretells: the sample story by the starter model, with
//! nothing learnt before it, and again with a pause in its middle. From the third step on each change of a
//! row is held against how long it still took, without the pause.

use std::time::{Duration, Instant};

use mythline_protocol::{JobRow, JobStatus, JobsEvent, StartParams};
use mythline_story::sample::SUBJECT;
use mythline_studio::{Entry, JobsFeed, Places, Studio, StudioOptions, shelf};

use crate::figure::{Figure, percentile};

/// Steps after which a time is expected to be right.
const LEARNT: u32 = 3;
/// How long the pause is, of the kind that a person makes.
const PAUSE: Duration = Duration::from_secs(20);

pub(crate) fn measure() -> Vec<Figure> {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = |name: &str| root.path().join(name);
    let places = Places { config: folder("config"), data: folder("data"), home: None };
    let options = StudioOptions {
        workspace: folder("workspace"),
        config: places.config.clone(),
        data: places.data.clone(),
        program: "mythline-bench",
        models: shelf(&places).expect("a shelf"),
        entry: Entry::Own,
        make: true,
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut errors = runtime.block_on(async {
        let studio = Studio::open(options).await.expect("a workspace");
        let mut errors = write(&studio, 1, None).await;
        errors.extend(write(&studio, 2, Some(LEARNT + 1)).await);
        studio.quit().await;
        errors
    });
    let samples = errors.len();
    let median = percentile(&mut errors, 0.5);
    println!("nine of ten are off by less than {:.0} %", percentile(&mut errors, 0.9));
    vec![Figure::lower("eta_median_error_percent", median, "%", Some(25.0), samples)]
}

/// Writes the sample story; answers by how many per cent each foretold time was off.
async fn write(studio: &Studio, seed: u32, pause_after: Option<u32>) -> Vec<f64> {
    let subject = SUBJECT.to_owned();
    let mut jobs = studio.subscribe_jobs();
    let params = StartParams { subject, seed: Some(seed), ..StartParams::default() };
    let id = studio.start(params).await.expect("a start").job_id;
    let (began, mut paused, mut pause_after) = (Instant::now(), Duration::ZERO, pause_after);
    // What was foretold, and when, in time spent writing.
    let mut foretold: Vec<(f64, f64)> = Vec::new();
    loop {
        let row = next(&mut jobs, &id).await;
        let now = (began.elapsed() - paused).as_secs_f64();
        match row.status {
            JobStatus::Completed => return errors(&foretold, now),
            JobStatus::Error => panic!("the sample story failed: {:?}", row.error),
            JobStatus::Running if row.current >= LEARNT => {
                let left = studio.time_left(&id).await.expect("a job");
                foretold.extend(left.map(|left| (now, left.as_secs_f64())));
            }
            _ => {}
        }
        if pause_after.is_some_and(|step| row.current >= step) {
            pause_after = None;
            let since = Instant::now();
            studio.pause(&id).await.expect("it can be paused");
            tokio::time::sleep(PAUSE).await;
            studio.resume(&id).await.expect("it can go on");
            paused += since.elapsed();
        }
    }
}

async fn next(jobs: &mut JobsFeed, id: &str) -> JobRow {
    loop {
        let (JobsEvent::Snapshot { rows, .. } | JobsEvent::Batch { changed: rows, .. }) =
            jobs.next().await.expect("the engine runs");
        if let Some(row) = rows.into_iter().find(|row| row.id == id) {
            return row;
        }
    }
}

fn errors(foretold: &[(f64, f64)], end: f64) -> Vec<f64> {
    let error = |(at, left): &(f64, f64)| ((left - (end - at)) / (end - at)).abs() * 100.0;
    foretold.iter().map(error).collect()
}
