//! Text being written, for programs that look.

use mythline_jobs::{Engine, EngineOptions};
use mythline_protocol::JobStatus;

use crate::{
    looking::look,
    work::StepWork,
    world::{World, gated, soon, until},
};

#[tokio::test]
async fn who_looks_reads_along_until_the_run_ends() {
    let world = World::new().await;
    let id = world.start("Tower", gated(3)).await;
    world.until_status(&id, JobStatus::Running).await;
    let second = look(&world).await;
    let mut feed = second.subscribe_text(&id[..8]).unwrap();
    world.work.let_go(&id, 1);
    let event = soon(feed.next()).await.unwrap();
    assert_eq!((event.step.as_str(), event.attempt, event.offset), ("s1", 1, 0));
    assert_eq!(event.text, "It was night.");
    let mirror = format!(".mythline/live/{id}.txt");
    assert_eq!(world.text(&mirror), "step: s1\ntry: 1\n\nIt was night.");
    let mut late = second.subscribe_text(&id).unwrap();
    assert_eq!(soon(late.next()).await.unwrap().text, "It was night.", "who comes late has what there is");
    world.engine.pause(&id).await.unwrap();
    until(|| !world.has(&mirror), || "the mirror stays".into()).await;
    world.engine.resume(&id).await.unwrap();
    world.work.let_go(&id, 1);
    let event = soon(feed.next()).await.unwrap();
    assert_eq!((event.step.as_str(), event.text.as_str()), ("s2", "It was night."));
    world.work.let_go(&id, 1);
    world.until_status(&id, JobStatus::Completed).await;
    until(|| !world.has(&mirror), || "the mirror stays".into()).await;
    second.quit().await.unwrap();
    while soon(feed.next()).await.is_some() {}
}

#[tokio::test]
async fn what_a_crash_left_is_swept() {
    let world = World::new().await;
    world.engine.quit().await.unwrap();
    world.put(".mythline/live/00000000-0000-4000-8000-000000000000.txt", b"step: s1\ntry: 1\n\nIt was");
    let world = World::over(world.dir, |options| options).await;
    until(
        || std::fs::read_dir(world.dir.path().join(".mythline/live")).unwrap().count() == 0,
        || "it stays".into(),
    )
    .await;
}

#[tokio::test]
async fn who_takes_over_reads_what_is_written_here() {
    let world = World::new().await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    let work = StepWork::new(world.folder.clone());
    let second = EngineOptions::new(world.folder.clone(), "mythline", vec![work.clone()]);
    let second = Engine::open(second).await.unwrap();
    let mut feed = second.subscribe_text(&id).unwrap();
    world.engine.quit().await.unwrap();
    until(
        || second.row(&id).is_ok_and(|row| row.status == JobStatus::Interrupted),
        || format!("{:?}", second.row(&id)),
    )
    .await;
    second.resume(&id).await.unwrap();
    work.let_go(&id, 1);
    let event = soon(feed.next()).await.unwrap();
    assert_eq!((event.step.as_str(), event.text.as_str()), ("s1", "It was night."));
    second.quit().await.unwrap();
    assert!(soon(feed.next()).await.is_none(), "it ends with the engine");
}
