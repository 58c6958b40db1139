//! From a change that another program makes to a job's file until a reader is told of it.

use std::{fs, time::Instant};

use mythline_protocol::JobsEvent;
use serde_json::json;

use crate::{
    desk::{Desk, on_disk},
    figure::{Figure, percentile},
};

const CHANGES: usize = 200;

pub(crate) fn measure() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut waits = runtime.block_on(async {
        let desk = Desk::new(on_disk()).await;
        let tasks = desk.path().join(".mythline/tasks");
        fs::create_dir_all(&tasks).expect("a folder");
        let mut feed = desk.engine.subscribe();
        let mut waits = Vec::with_capacity(CHANGES);
        for n in 0..CHANGES {
            let message = format!("Change {n}");
            let file = tasks.join(format!("import-{}.json", n % 10));
            let task = json!({ "status": "running", "current": n, "total": CHANGES, "message": message });
            let changed = Instant::now();
            fs::write(&file, task.to_string()).expect("room");
            loop {
                let rows = match feed.next().await.expect("the engine runs") {
                    JobsEvent::Snapshot { rows, .. } => rows,
                    JobsEvent::Batch { changed, .. } => changed,
                };
                if rows.iter().any(|row| row.message == message) {
                    break;
                }
            }
            waits.push(changed.elapsed().as_secs_f64() * 1000.0);
        }
        desk.engine.quit().await.expect("everything is saved");
        waits
    });
    println!("seen after {:.0} ms (median)", percentile(&mut waits, 0.5));
    vec![Figure::lower("outside_change_p95_ms", percentile(&mut waits, 0.95), "ms", Some(1_000.0), CHANGES)]
}
