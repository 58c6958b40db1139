//! Writing waits while something that it needs is scarce, says so at each job, and goes on by itself.

use mythline_protocol::{ErrorCode, JobRow, JobStatus, Scarce};

use crate::world::{World, gated, until};

fn lacks(row: &JobRow, code: ErrorCode) -> bool {
    row.status == JobStatus::Paused && row.error.as_ref().is_some_and(|error| error.code == code)
}

#[tokio::test]
async fn what_runs_is_paused_and_goes_on_before_what_waited() {
    let world = World::new().await;
    let first = world.start("Tower", gated(3)).await;
    world.until_status(&first, JobStatus::Running).await;
    world.work.let_go(&first, 1);
    world.until(&first, |row| row.current == 1).await;
    let second = world.start("Mill", gated(1)).await;

    world.engine.wait_out(Some(Scarce::Battery)).await.unwrap();
    let row = world.row(&first);
    assert!(lacks(&row, ErrorCode::LowBattery), "it has stopped when the answer comes: {row:?}");
    assert!(row.message.contains("battery") && row.message.contains("1 of 3 kept"), "{}", row.message);
    assert_eq!(world.task(&first)["error"]["code"], "low_battery");
    assert_eq!(world.engine.queue().scarce, Some(Scarce::Battery));
    let third = world.start("Ferry", gated(1)).await;
    assert_eq!(world.row(&third).status, JobStatus::Queued, "nothing begins");

    world.engine.wait_out(Some(Scarce::Disk)).await.unwrap();
    world.until(&first, |row| lacks(row, ErrorCode::LowDisk)).await;

    world.engine.wait_out(None).await.unwrap();
    world.until_status(&first, JobStatus::Running).await;
    assert_eq!(world.row(&first).error, None);
    assert_eq!((world.row(&second).place, world.row(&third).place), (Some(1), Some(2)));
    assert_eq!(world.engine.queue().scarce, None);
    world.work.let_go(&first, 2);
    world.until_status(&first, JobStatus::Completed).await;
    world.until_status(&second, JobStatus::Running).await;
}

#[tokio::test]
async fn what_its_user_paused_or_cancelled_stays_so() {
    let world = World::new().await;
    let mut jobs = Vec::new();
    for (subject, lane) in [("Tower", "a"), ("Mill", "b"), ("Ferry", "c")] {
        let options = serde_json::json!({ "steps": 2, "gate": true, "lane": lane });
        jobs.push(world.start(subject, options).await);
    }
    for job in &jobs {
        world.until_status(job, JobStatus::Running).await;
    }
    world.engine.pause(&jobs[0]).await.unwrap();
    world.engine.wait_out(Some(Scarce::Disk)).await.unwrap();
    world.engine.pause(&jobs[1]).await.unwrap();
    assert_eq!((world.row(&jobs[1]).status, world.row(&jobs[1]).error), (JobStatus::Paused, None));
    world.engine.cancel(&jobs[2]).await.unwrap();
    world.engine.wait_out(None).await.unwrap();
    let more = world.start("Barn", gated(1)).await;
    world.until_status(&more, JobStatus::Running).await;
    let now = jobs.iter().map(|job| world.row(job).status).collect::<Vec<_>>();
    assert_eq!(now, [JobStatus::Paused, JobStatus::Paused, JobStatus::Cancelled]);
    assert_eq!(world.row(&jobs[2]).error, None);
}

#[tokio::test]
async fn a_run_that_has_not_stopped_yet_goes_on_though_all_is_over_by_then() {
    let world = World::new().await;
    let job = world.start("Tower", gated(1)).await;
    world.until_status(&job, JobStatus::Running).await;
    let (begun, over) =
        tokio::join!(world.engine.wait_out(Some(Scarce::Battery)), world.engine.wait_out(None));
    begun.and(over).unwrap();
    world.work.let_go(&job, 1);
    world.until_status(&job, JobStatus::Completed).await;
}

#[tokio::test]
async fn after_a_start_it_waits_for_its_user_or_goes_on_as_that_is_set() {
    let world = World::new().await;
    let job = world.start("Tower", gated(2)).await;
    world.until_status(&job, JobStatus::Running).await;
    world.engine.wait_out(Some(Scarce::Battery)).await.unwrap();
    let world = world.again().await;
    let row = world.row(&job);
    assert_eq!((row.status, row.error), (JobStatus::Paused, None));
    assert!(row.message.starts_with("Paused when the program closed."), "{}", row.message);
    world.engine.resume(&job).await.unwrap();
    world.until_status(&job, JobStatus::Running).await;
    world.engine.wait_out(Some(Scarce::Battery)).await.unwrap();

    world.engine.quit().await.unwrap();
    let world = World::over(world.dir, |mut options| {
        options.settings.go_on = true;
        options
    })
    .await;
    until(|| world.row(&job).status == JobStatus::Running, || format!("{:?}", world.row(&job))).await;
}
