//! Start, status, cancel, pause, resume, retry, result.

use mythline_protocol::{Action, CancelAnswer, ErrorCode, Group, JobStatus, StartAnswer};
use serde_json::{Value, json};

use crate::world::{World, code, gated, request, soon};

#[tokio::test]
async fn a_start_answers_with_an_id_and_the_record_is_on_disk() {
    let world = World::new().await;
    let answer = world.engine.start("steps", request("Tower", gated(3))).await.unwrap();
    assert_eq!(answer.status, StartAnswer::Started);
    let task = world.task(&answer.job_id);
    for field in [
        "schema",
        "task_id",
        "kind",
        "subject",
        "player",
        "request",
        "status",
        "message",
        "progress",
        "current",
        "total",
        "current_step",
        "step_number",
        "total_steps",
        "details",
        "result",
        "error",
        "created_at",
        "started_at",
        "finished_at",
        "timestamp",
        "owner",
        "attempt",
    ] {
        assert!(task.get(field).is_some(), "{field} is missing in {task:#}");
    }
    assert_eq!(task["schema"], 1);
    assert_eq!(task["subject"], "Tower");
    assert_eq!(task["total"], 3);
    assert!(task["timestamp"].is_f64());
    assert!(task["created_at"].as_str().unwrap().ends_with('Z'));
    let text = world.text(&format!(".mythline/tasks/{}.json", answer.job_id));
    assert!(text.starts_with("{\n  \"schema\": 1,\n") && text.ends_with("}\n"));
}

#[tokio::test]
async fn what_prepare_refuses_leaves_nothing_behind() {
    let world = World::new().await;
    let refused = world.engine.start("steps", request("no notes", gated(3))).await;
    assert_eq!(code(refused), ErrorCode::MissingNotes);
    assert_eq!(code(world.engine.start("dance", request("Tower", gated(3))).await), ErrorCode::NotNow);
    assert!(world.engine.rows().is_empty());
    assert!(!world.has(".mythline/tasks"));
}

#[tokio::test]
async fn the_same_start_twice_at_once_is_one_job() {
    let world = World::new().await;
    let (one, two) = tokio::join!(
        world.engine.start("steps", request("Tower", gated(3))),
        world.engine.start("steps", request("TOWER", gated(3))),
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.job_id, two.job_id);
    assert_eq!((one.status, two.status), (StartAnswer::Started, StartAnswer::Attached));
    let other = world.engine.start("steps", request("Tower", gated(4))).await.unwrap();
    assert_eq!(other.status, StartAnswer::Started, "another request is another take");
}

#[tokio::test]
async fn a_job_runs_to_its_result_and_says_how_far_it_is() {
    let world = World::new().await;
    let id = world.start("Tower", gated(4)).await;
    assert_eq!(code(world.engine.result(&id).await), ErrorCode::StillRunning);
    world.work.let_go(&id, 1);
    let row = world.until(&id, |row| row.current == 1).await;
    assert_eq!((row.status, row.group), (JobStatus::Running, Group::Writing));
    assert_eq!((row.progress, row.total, row.step_number), (25.0, 4, 2));
    assert_eq!((row.current_step.as_deref(), row.message.as_str()), (Some("Step 2"), "Writing step 2."));
    assert_eq!(row.actions, [Action::Pause, Action::Cancel]);
    assert_eq!(row.title, "The Tower");
    assert_eq!(world.task(&id)["current"], 1, "a finished step is on disk before it is told");
    world.work.let_go(&id, 3);
    let row = world.until_status(&id, JobStatus::Completed).await;
    assert_eq!((row.progress, row.current, row.words), (100.0, 4, 12));
    assert_eq!(row.actions, [Action::Read, Action::Retry, Action::Clean]);
    assert_eq!(world.engine.result(&id).await.unwrap().result, json!({ "steps": 4 }));
    assert_eq!(world.task(&id)["status"], "completed");
}

#[tokio::test]
async fn a_cancel_answers_when_the_job_has_stopped_and_keeps_what_is_finished() {
    let world = World::new().await;
    let id = world.start("Tower", gated(4)).await;
    world.work.let_go(&id, 2);
    world.until(&id, |row| row.current == 2).await;
    assert_eq!(world.engine.cancel(&id).await.unwrap(), CancelAnswer::Cancelled);
    let task = world.task(&id);
    assert_eq!((&task["status"], &task["current"]), (&json!("cancelled"), &json!(2)));
    assert_eq!(task["progress"], 50.0, "the progress is kept");
    let row = world.row(&id);
    assert_eq!(row.message, "Cancelled. 2 of 4 kept.");
    assert!(row.finished_at.is_some());
    assert_eq!(world.engine.cancel(&id).await.unwrap(), CancelAnswer::AlreadyCompleted);
    assert_eq!(code(world.engine.result(&id).await), ErrorCode::JobCancelled);
    assert_eq!(code(world.engine.resume(&id).await), ErrorCode::NotNow);
}

#[tokio::test]
async fn a_cancel_that_comes_too_late_says_so() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 1, "gate": true, "end": "stubborn" })).await;
    world.until_status(&id, JobStatus::Running).await;
    let engine = world.engine.clone();
    let cancel = tokio::spawn({
        let id = id.clone();
        async move { engine.cancel(&id).await }
    });
    let row = world.until(&id, |row| row.message.starts_with("Cancelling")).await;
    assert!(row.actions.is_empty());
    assert!(!cancel.is_finished(), "the run has not stopped yet");
    world.work.let_go(&id, 1);
    assert_eq!(soon(cancel).await.unwrap().unwrap(), CancelAnswer::AlreadyCompleted);
    assert_eq!(world.row(&id).status, JobStatus::Completed);
}

#[tokio::test]
async fn a_waiting_job_can_be_cancelled_and_a_paused_one_too() {
    let world = World::new().await;
    let first = world.start("One", gated(1)).await;
    let second = world.start("Two", gated(1)).await;
    assert_eq!(world.engine.cancel(&second).await.unwrap(), CancelAnswer::Cancelled);
    assert_eq!(world.row(&second).message, "Cancelled before anything was finished.");
    world.engine.pause(&first).await.unwrap();
    assert_eq!(world.engine.cancel(&first).await.unwrap(), CancelAnswer::Cancelled);
    assert_eq!(world.task(&first)["status"], "cancelled");
}

#[tokio::test]
async fn a_paused_job_goes_on_at_its_first_unfinished_step() {
    let world = World::new().await;
    let id = world.start("Tower", gated(4)).await;
    world.work.let_go(&id, 2);
    world.until(&id, |row| row.current == 2).await;
    world.engine.pause(&id).await.unwrap();
    let row = world.row(&id);
    assert_eq!((row.status, row.group), (JobStatus::Paused, Group::Waiting));
    assert_eq!(row.message, "Paused. 2 of 4 kept.");
    assert_eq!(world.task(&id)["status"], "paused");
    world.engine.pause(&id).await.unwrap();
    world.engine.resume(&id).await.unwrap();
    let row = world.until_status(&id, JobStatus::Running).await;
    assert_eq!((row.attempt, row.progress), (2, 50.0));
    world.work.let_go(&id, 2);
    world.until_status(&id, JobStatus::Completed).await;
    assert_eq!(code(world.engine.pause(&id).await), ErrorCode::NotNow);
}

#[tokio::test]
async fn a_start_like_a_paused_job_lets_that_one_go_on() {
    let world = World::new().await;
    let id = world.start("Tower", gated(1)).await;
    world.engine.pause(&id).await.unwrap();
    let world = world.again().await;
    let answer = world.engine.start("steps", request("Tower", gated(1))).await.unwrap();
    assert_eq!((answer.job_id.as_str(), answer.status), (id.as_str(), StartAnswer::Attached));
    world.work.let_go(&id, 1);
    world.until_status(&id, JobStatus::Completed).await;
}

#[tokio::test]
async fn a_retry_is_a_new_job_with_the_same_request() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 1, "wish": "rain" })).await;
    world.until_status(&id, JobStatus::Completed).await;
    let again = world.engine.retry(&id).await.unwrap();
    assert_eq!(again.status, StartAnswer::Started);
    assert_ne!(again.job_id, id);
    world.until_status(&again.job_id, JobStatus::Completed).await;
    assert_eq!(world.engine.request(&again.job_id).await.unwrap().options["wish"], "rain");
    assert_eq!(world.task(&id)["status"], "completed", "the first is as it was");
    let active = world.start("Keep", gated(1)).await;
    assert_eq!(code(world.engine.retry(&active).await), ErrorCode::NotNow);
}

#[tokio::test]
async fn an_id_may_be_cut_short_while_it_is_clear() {
    let ids = std::sync::atomic::AtomicU8::new(0);
    let world = World::with(|mut options| {
        options.ids = std::sync::Arc::new(move || {
            let n = ids.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            mythline_protocol::JobId::from_random_bytes([
                if n < 2 { 0xab } else { 0xcd },
                n,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                n,
            ])
        });
        options
    })
    .await;
    let first = world.start("One", json!({ "steps": 1 })).await;
    let second = world.start("Two", json!({ "steps": 1 })).await;
    let third = world.start("Three", json!({ "steps": 1 })).await;
    assert_eq!(world.row("cd").id, third);
    assert_eq!(world.row("ab00").id, first);
    assert_eq!(world.row(&second).id, second);
    assert_eq!(code(world.engine.row("ab")), ErrorCode::AmbiguousJob);
    for unknown in ["ef", "", "xyz", "../../etc/passwd", "AB", "tasks/x", "塔", &format!("{first}0")] {
        assert_eq!(code(world.engine.row(unknown)), ErrorCode::UnknownJob, "{unknown:?}");
        assert_eq!(code(world.engine.cancel(unknown).await), ErrorCode::UnknownJob, "{unknown:?}");
    }
}

#[tokio::test]
async fn every_verb_has_an_answer_in_every_state() {
    let world = World::new().await;
    let completed = world.start("Completed", json!({ "steps": 1 })).await;
    world.until_status(&completed, JobStatus::Completed).await;
    let failed = world.start("Failed", json!({ "steps": 2, "end": "fail" })).await;
    world.until_status(&failed, JobStatus::Error).await;
    let running = world.start("Running", gated(1)).await;
    world.until_status(&running, JobStatus::Running).await;
    let queued = world.start("Queued", gated(1)).await;
    let paused = world.start("Paused", gated(1)).await;
    world.engine.pause(&paused).await.unwrap();
    let cancelled = world.start("Cancelled", gated(1)).await;
    world.engine.cancel(&cancelled).await.unwrap();
    for id in [&completed, &failed, &running, &queued, &paused, &cancelled] {
        let row = world.row(id);
        let active = row.status.is_active();
        assert_eq!(world.engine.result(id).await.is_ok(), row.status == JobStatus::Completed);
        assert_eq!(world.engine.retry(id).await.is_err(), active, "{row:?}");
        let discarded = matches!(row.status, JobStatus::Error | JobStatus::Cancelled | JobStatus::Paused);
        assert_eq!(world.engine.discard(id).await.is_ok(), discarded, "{row:?}");
    }
    let task: Value = world.task(&running);
    assert_eq!(task["status"], "running");
}

#[tokio::test]
async fn what_a_job_has_made_and_another_changes_is_told_of_by_its_own_row() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 2 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    let stands = async |words: u32, look: u32| {
        let row = world.until(&id, |row| (row.words, row.to_look_at) == (words, look)).await;
        assert_eq!(row.status, JobStatus::Completed);
        assert_eq!(row.message, format!("{look} to look at."));
        let task = world.task(&id);
        assert_eq!(
            (&task["details"]["to_look_at"], &task["result"]["to_look_at"]),
            (&json!(look), &json!(look))
        );
        assert!(task["result"].as_object().unwrap().len() > 1, "the rest of the result stays: {task}");
    };
    let other = world.start("Tower", json!({ "steps": 1, "of": id, "look": 3 })).await;
    world.until_status(&other, JobStatus::Completed).await;
    stands(77, 3).await;
    let answer =
        world.engine.change("steps", request("Tower", json!({ "of": id, "look": 1 }))).await.unwrap();
    assert_eq!(answer, json!("changed"));
    stands(77, 1).await;
    // A job at work knows better, and one that is gone is let be.
    let running = world.start("Tower", gated(3)).await;
    let of = json!({ "of": running, "look": 9 });
    world.engine.change("steps", request("Tower", of)).await.unwrap();
    assert_eq!(world.row(&running).to_look_at, 0);
    let gone = json!({ "of": "3f6c1e00-58b2-4d0e-9a77-1c5be2f40d93" });
    world.engine.change("steps", request("Tower", gone)).await.unwrap();
}
