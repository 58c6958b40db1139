//! A running service of the page's own kind.

use std::{collections::BTreeMap, process::Command};

use mythline_protocol::{JobRow, JobSource, JobStatus, JobsEvent};

use crate::world::{World, soon};

/// Another program on the same workspace, as `tests/engine/other_tool.py` has it: it writes its files in their
/// place and whole at once, not beside and moved.
#[tokio::test]
async fn a_running_python_service_is_shown_with_its_progress_to_the_end() {
    let world = World::new().await;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/engine/other_tool.py");
    let mut feed = world.engine.subscribe();
    feed.next().await.unwrap();
    let mut python =
        Command::new("python3").arg(script).arg(world.dir.path()).spawn().expect("Python 3 is here");
    let mut seen: BTreeMap<String, Vec<f32>> = BTreeMap::new();
    let ended = |row: &JobRow| row.status == JobStatus::Completed;
    while !["tasks/import", "tasks/steps", "story_jobs/Shadowglen"]
        .iter()
        .all(|id| world.engine.row(id).is_ok_and(|row| ended(&row)))
    {
        if let JobsEvent::Batch { changed, .. } = soon(feed.next()).await.unwrap() {
            for row in changed {
                assert_eq!(row.source, JobSource::Other, "never damaged: {row:?}");
                seen.entry(row.id).or_default().push(row.progress);
            }
        }
    }
    for (id, progress) in seen.into_iter().filter(|(id, _)| id != "tasks/fails") {
        assert!(progress.is_sorted(), "{id} goes forward: {progress:?}");
        assert!(progress.len() > 2, "{id} is followed on its way: {progress:?}");
    }
    let failed = world.until_status("tasks/fails", JobStatus::Error).await;
    assert_eq!(failed.error.unwrap().message, "the source is not there");
    assert_eq!(world.row("story_jobs/Shadowglen").message, "Story creation complete");
    assert!(python.wait().unwrap().success());
}
