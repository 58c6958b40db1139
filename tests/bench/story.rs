//! The sample story by the starter model, from the start to the finished take.

use std::time::Instant;

use mythline_protocol::{JobStatus, JobsEvent, StartParams};
use mythline_studio::{Entry, Places, Studio, StudioOptions, shelf};

use crate::figure::Figure;

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
    let (seconds, words) = runtime.block_on(write(options));
    vec![
        Figure::lower("story_wall_s", seconds, "s", None, 1),
        Figure::higher("story_words", words, "words", 1),
    ]
}

async fn write(options: StudioOptions) -> (f64, f64) {
    let studio = Studio::open(options).await.expect("a workspace");
    let subject = studio.info().sample.expect("the sample notes");
    let mut jobs = studio.subscribe_jobs();
    let began = Instant::now();
    studio.start(StartParams { subject, seed: Some(1), ..StartParams::default() }).await.expect("a start");
    while let Some(event) = jobs.next().await {
        let (JobsEvent::Snapshot { rows, .. } | JobsEvent::Batch { changed: rows, .. }) = event;
        for row in rows {
            assert!(row.status != JobStatus::Error, "the sample story failed: {:?}", row.error);
            if row.status == JobStatus::Completed {
                studio.quit().await;
                return (began.elapsed().as_secs_f64(), f64::from(row.words));
            }
        }
    }
    panic!("the engine ended before the story");
}
