//! A second program on the same workspace.

use mythline_jobs::{Engine, EngineOptions};
use mythline_protocol::{Access, Action, ErrorCode, JobStatus};
use serde_json::json;

use crate::{
    work::StepWork,
    world::{World, code, gated, request, until},
};

async fn look(world: &World) -> Engine {
    let work = StepWork::new(world.folder.clone());
    Engine::open(EngineOptions::new(world.folder.clone(), "mythline", vec![work])).await.unwrap()
}

#[tokio::test]
async fn a_second_program_looks_and_is_told_who_owns_the_workspace() {
    let world = World::with(|mut options| {
        options.program = "mythline-desktop".to_owned();
        options
    })
    .await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    let second = look(&world).await;
    let Access::Looking { owner: Some(owner) } = second.access() else { panic!("{:?}", second.access()) };
    assert_eq!((owner.program.as_str(), owner.pid), ("mythline-desktop", std::process::id()));
    assert!(!owner.process_start.is_empty());
    assert_eq!(second.row(&id).unwrap().status, JobStatus::Running);
    assert!(second.row(&id).unwrap().actions.is_empty());
    let refused = second.cancel(&id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotOwner);
    assert!(refused.message.starts_with("The Mythline window has this workspace open"), "{refused}");
    assert_eq!(code(second.start("steps", request("Keep", gated(1))).await), ErrorCode::NotOwner);
    assert_eq!(code(second.clean_finished().await), ErrorCode::NotOwner);
    assert_eq!(code(second.undo_clean(std::slice::from_ref(&id)).await), ErrorCode::NotOwner);

    world.work.let_go(&id, 2);
    until(
        || second.row(&id).is_ok_and(|row| row.status == JobStatus::Completed),
        || format!("{:?}", second.row(&id)),
    )
    .await;
    assert_eq!(second.row(&id).unwrap().actions, [Action::Read]);
    assert_eq!(second.result(&id).await.unwrap().result, json!({ "steps": 2 }));
    let new = world.start("New", gated(1)).await;
    until(|| second.row(&new).is_ok(), || "a new job is not seen".into()).await;
    world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    until(|| second.row(&id).is_err(), || "a cleaned job is still seen".into()).await;
    second.quit().await.unwrap();
}

#[tokio::test]
async fn a_workspace_that_cannot_be_written_can_be_looked_at() {
    struct ReadOnly;
    impl mythline_files::Tap for ReadOnly {
        fn before(&self, _: &mythline_files::Op) -> std::io::Result<()> {
            Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
        }
    }
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.quit().await.unwrap();
    let folder = world.folder.clone().with_tap(std::sync::Arc::new(ReadOnly));
    let engine = Engine::open(EngineOptions::new(folder, "mythline", vec![])).await.unwrap();
    assert_eq!(engine.access(), Access::Looking { owner: None });
    assert_eq!(engine.row(&id).unwrap().status, JobStatus::Completed);
    let refused = engine.cancel(&id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ReadOnly);
    assert!(refused.message.starts_with("Nothing can be saved in this folder"), "{refused}");
}
