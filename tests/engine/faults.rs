//! A disk that is full, read-only, slow or broken.

use std::{
    io,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use mythline_files::{Op, Tap};
use mythline_jobs::Clock;
use mythline_protocol::{ErrorCode, JobStatus, Saving};
use serde_json::json;

use crate::world::{World, code, gated, noon, request, until};

/// A disk on which writing fails while `broken` is set.
struct Breaks {
    broken: AtomicBool,
    how: io::ErrorKind,
    /// What fails: writing, syncing or moving.
    what: fn(&Op) -> bool,
}

impl Breaks {
    fn new(how: io::ErrorKind, what: fn(&Op) -> bool) -> Arc<Self> {
        Arc::new(Self { broken: AtomicBool::new(false), how, what })
    }

    fn set(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }
}

impl Tap for Breaks {
    fn before(&self, op: &Op) -> io::Result<()> {
        if self.broken.load(Ordering::SeqCst) && (self.what)(op) { Err(self.how.into()) } else { Ok(()) }
    }
}

fn append(op: &Op) -> bool {
    matches!(op, Op::Append(_, bytes) if !bytes.is_empty())
}

#[tokio::test]
async fn when_the_disk_is_full_changes_are_announced_as_not_saved_until_there_is_room() {
    for (how, what, says) in [
        (io::ErrorKind::StorageFull, append as fn(&Op) -> bool, "The disk is full."),
        (io::ErrorKind::ReadOnlyFilesystem, |op| matches!(op, Op::Create(_)), "cannot be written to"),
        (io::ErrorKind::Other, |op| matches!(op, Op::Sync(_)), "Saving fails."),
        (io::ErrorKind::Other, |op| matches!(op, Op::Rename(..)), "Saving fails."),
    ] {
        let disk = Breaks::new(how, what);
        let world = World::tapped(disk.clone()).await;
        let id = world.start("Tower", gated(3)).await;
        world.until_status(&id, JobStatus::Running).await;
        disk.set(true);
        world.work.let_go(&id, 1);
        let row = world.until(&id, |row| !row.saved && row.current == 1).await;
        assert_eq!(row.status, JobStatus::Running, "the run goes on");
        let Saving::Trouble { message } = world.engine.saving() else { panic!("no trouble is told") };
        assert!(message.contains(says), "{message}");
        assert_eq!(world.task(&id)["current"], 0, "what was there is as it was");
        disk.set(false);
        world.until(&id, |row| row.saved).await;
        until(|| matches!(world.engine.saving(), Saving::Saved { .. }), || "trouble".into()).await;
        assert_eq!(world.task(&id)["current"], 1);
        assert_eq!(left_over(&world), 0);
    }
}

fn left_over(world: &World) -> usize {
    let names = std::fs::read_dir(world.dir.path().join(".mythline/tasks")).unwrap();
    names.filter(|name| name.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp")).count()
}

#[tokio::test]
async fn a_cancel_is_answered_though_it_cannot_be_saved() {
    let disk = Breaks::new(io::ErrorKind::StorageFull, append);
    let world = World::tapped(disk.clone()).await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    disk.set(true);
    world.engine.cancel(&id).await.unwrap();
    let row = world.row(&id);
    assert_eq!((row.status, row.saved), (JobStatus::Cancelled, false));
    assert_eq!(code(world.engine.clean(std::slice::from_ref(&id)).await), ErrorCode::NotNow);
    disk.set(false);
    world.until(&id, |row| row.saved).await;
    assert_eq!(world.task(&id)["status"], "cancelled");
}

#[tokio::test]
async fn a_start_that_cannot_be_saved_is_refused() {
    let disk = Breaks::new(io::ErrorKind::StorageFull, append);
    let world = World::tapped(disk.clone()).await;
    disk.set(true);
    let refused = world.engine.start("steps", request("Tower", gated(1))).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::DiskFull);
    assert!(refused.message.starts_with("The new job was not saved, so it was not started."), "{refused}");
    assert!(world.engine.rows().is_empty());
    assert!(matches!(world.engine.saving(), Saving::Saved { .. }), "nothing waits in memory");
    disk.set(false);
    world.start("Tower", gated(1)).await;
}

#[tokio::test]
async fn work_that_cannot_be_saved_waits_and_goes_on_by_itself() {
    let disk = Breaks::new(io::ErrorKind::StorageFull, append);
    let world = World::with(|options| options).await;
    world.engine.quit().await.unwrap();
    let World { dir, .. } = world;
    let tapped = mythline_files::Folder::open(dir.path()).unwrap().with_tap(disk.clone());
    let work = crate::work::StepWork::new(tapped.clone());
    let given: Arc<dyn mythline_jobs::Work> = work.clone();
    let world = World::over(dir, |mut options| {
        options.folder = tapped;
        options.works = vec![given];
        options
    })
    .await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    disk.set(true);
    work.let_go(&id, 1);
    let row = world.until_status(&id, JobStatus::Paused).await;
    assert!(row.message.contains("the disk is full"), "{}", row.message);
    work.let_go(&id, 2);
    disk.set(false);
    world.until_status(&id, JobStatus::Completed).await;
    assert_eq!(world.text(&format!("output/steps/{id}/1.txt")), format!("{id} 1\n"));
}

#[tokio::test]
async fn trouble_with_the_work_alone_is_told_until_it_is_over() {
    let disk = Breaks::new(
        io::ErrorKind::StorageFull,
        |op| matches!(op, Op::Create(path) if path.starts_with("output/")),
    );
    let world = World::new().await;
    world.engine.quit().await.unwrap();
    let World { dir, .. } = world;
    let tapped = mythline_files::Folder::open(dir.path()).unwrap().with_tap(disk.clone());
    let work = crate::work::StepWork::new(tapped);
    let given: Arc<dyn mythline_jobs::Work> = work.clone();
    let world = World::over(dir, |mut options| {
        options.works = vec![given];
        options
    })
    .await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    disk.set(true);
    work.let_go(&id, 1);
    world.until(&id, |row| row.status == JobStatus::Paused && row.saved).await;
    let Saving::Trouble { message } = world.engine.saving() else { panic!("no trouble is told") };
    assert!(message.contains("the disk is full"), "{message}");
    disk.set(false);
    work.let_go(&id, 2);
    world.until_status(&id, JobStatus::Completed).await;
    until(|| matches!(world.engine.saving(), Saving::Saved { .. }), || "trouble".into()).await;
}

#[tokio::test]
async fn a_quit_with_a_full_disk_ends_and_says_so() {
    let disk = Breaks::new(io::ErrorKind::StorageFull, append);
    let world = World::tapped(disk.clone()).await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    disk.set(true);
    assert_eq!(code(crate::world::soon(world.engine.quit()).await), ErrorCode::DiskFull);
    assert_eq!(world.task(&id)["status"], "running", "whole, as it was");
}

/// A disk that stands still while it is closed.
#[derive(Default)]
struct Stuck {
    closed: Mutex<bool>,
    opened: Condvar,
}

impl Stuck {
    fn set(&self, closed: bool) {
        *self.closed.lock().unwrap() = closed;
        self.opened.notify_all();
    }
}

impl Tap for Stuck {
    fn before(&self, _: &Op) -> io::Result<()> {
        let closed = self.closed.lock().unwrap();
        drop(self.opened.wait_while(closed, |closed| *closed).unwrap());
        Ok(())
    }
}

#[tokio::test]
async fn a_slow_disk_does_not_slow_the_work() {
    let disk = Arc::new(Stuck::default());
    let world = World::tapped(disk.clone()).await;
    let id = world.start("Tower", json!({ "steps": 5, "gate": true, "talk": 100 })).await;
    world.until_status(&id, JobStatus::Running).await;
    disk.set(true);
    world.work.let_go(&id, 5);
    until(|| world.has(&format!("output/steps/{id}/5.txt")), || "the work stands still".into()).await;
    assert_eq!(world.row(&id).current, 0, "no finished step is announced before it is on disk");
    disk.set(false);
    world.until_status(&id, JobStatus::Completed).await;
}

#[tokio::test]
async fn an_undo_that_the_disk_refused_can_be_tried_again() {
    let disk = Breaks::new(io::ErrorKind::StorageFull, |op| matches!(op, Op::Rename(..)));
    let world = World::tapped(disk.clone()).await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    disk.set(true);
    assert_eq!(code(world.engine.undo_clean(std::slice::from_ref(&id)).await), ErrorCode::DiskFull);
    assert_eq!(code(world.engine.row(&id)), ErrorCode::UnknownJob);
    disk.set(false);
    world.engine.undo_clean(std::slice::from_ref(&id)).await.unwrap();
    assert_eq!(world.row(&id).status, JobStatus::Completed);
}

#[tokio::test]
async fn an_undo_that_a_quit_overtakes_is_answered_and_done() {
    let disk = Arc::new(Stuck::default());
    let world = World::tapped(disk.clone()).await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    let other = world.start("Mill", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    world.until_status(&other, JobStatus::Completed).await;
    world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    disk.set(true);
    let let_go = async {
        // Commands are heard in the order in which they are given: this one after the quit.
        world.engine.request(&other).await.unwrap();
        disk.set(false);
    };
    let ids = [id.clone()];
    let (undone, quit, ()) = tokio::join!(world.engine.undo_clean(&ids), world.engine.quit(), let_go);
    undone.unwrap();
    quit.unwrap();
    assert!(world.has(&format!(".mythline/tasks/{id}.json")));
}

#[tokio::test]
async fn a_clock_that_is_set_back_ends_nothing_before_it_began_and_cleans_nothing_early() {
    const DAY: Duration = Duration::from_secs(86_400);
    let clock = noon();
    let world = World::with(|mut options| {
        options.clock = clock.clone();
        options
    })
    .await;
    let began = clock.wall();
    let (ends, stops) = (world.start("Ends", gated(2)).await, world.start("Stops", gated(2)).await);
    world.until_status(&ends, JobStatus::Running).await;
    clock.set_wall(began - 172_800_000);
    world.engine.cancel(&stops).await.unwrap();
    world.work.let_go(&ends, 2);
    world.until_status(&ends, JobStatus::Completed).await;
    for id in [&ends, &stops] {
        let row = world.row(id);
        assert!(row.finished_at >= row.started_at && row.finished_at >= Some(row.created_at), "{row:?}");
    }
    clock.advance(DAY);
    assert!(world.engine.older_than(DAY).is_empty(), "the day of the clock that was wrong does not count");
    clock.set_wall(began + 86_400_000);
    assert_eq!(world.engine.older_than(DAY).len(), 2);
}
