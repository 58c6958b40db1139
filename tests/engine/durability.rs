//! A program that dies at its nth change to the disk, for every n.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use mythline_files::{Folder, Op, Tap};
use mythline_jobs::{Engine, EngineOptions};
use mythline_protocol::{JobSource, JobStatus, Saving};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    work::StepWork,
    world::{World, gated, memory, request, soon, until},
};

/// A disk on which the nth change and all after it do not happen: what a program that was killed there
/// leaves behind.
struct DiesAt {
    left: AtomicUsize,
}

impl DiesAt {
    fn new(n: usize) -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(n) })
    }

    fn is_dead(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }
}

impl Tap for DiesAt {
    fn before(&self, _: &Op) -> io::Result<()> {
        let alive = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        alive.map(drop).map_err(|_| io::ErrorKind::StorageFull.into())
    }
}

/// What the program had been told when it died.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) started: Vec<String>,
    pub(crate) finished: Vec<String>,
    pub(crate) cancelled: Vec<String>,
    pub(crate) cleaned: Vec<String>,
}

/// A short life: one job is written, one is cancelled, one is finished and cleaned. `hear` is called
/// with each answer.
pub(crate) async fn live(engine: &Engine, dead: impl Fn() -> bool, mut hear: impl FnMut(&Told)) -> Told {
    let mut told = Told::default();
    let start = async |subject: &str, options: Value| {
        engine.start("steps", request(subject, options)).await.ok().map(|answer| answer.job_id)
    };
    let completes = async |id: &str| {
        let row = || engine.row(id).unwrap();
        until(|| !row().status.is_active() || dead(), || format!("{:?}", row())).await;
        let row = row();
        row.saved && row.status == JobStatus::Completed
    };
    let Some(written) = start("Written", json!({ "steps": 2 })).await else { return told };
    told.started.push(written.clone());
    hear(&told);
    if completes(&written).await {
        told.finished.push(written);
        hear(&told);
    }
    let Some(cancelled) = start("Cancelled", gated(1)).await else { return told };
    told.started.push(cancelled.clone());
    hear(&told);
    let answered = engine.cancel(&cancelled).await.is_ok();
    if answered && engine.row(&cancelled).is_ok_and(|row| row.saved && row.status == JobStatus::Cancelled) {
        told.cancelled.push(cancelled);
        hear(&told);
    }
    let Some(cleaned) = start("Cleaned", json!({ "steps": 1 })).await else { return told };
    told.started.push(cleaned.clone());
    hear(&told);
    if completes(&cleaned).await && engine.clean(std::slice::from_ref(&cleaned)).await.is_ok() {
        told.cleaned.push(cleaned);
        hear(&told);
    }
    told
}

/// What must be so in a workspace after its program died, whatever it had been told by then.
pub(crate) async fn check(dir: TempDir, told: &Told, at: &str) {
    let world = World::over(dir, |options| options).await;
    let rows = world.engine.rows();
    for row in &rows {
        assert_eq!(row.source, JobSource::Mythline, "{at}: {row:?}");
        assert!(
            !matches!(row.status, JobStatus::Queued | JobStatus::Starting | JobStatus::Running),
            "{at}: {row:?}"
        );
    }
    let known = |id: &String| rows.iter().filter(|row| row.id == *id).count();
    for id in &told.started {
        let gone =
            told.cleaned.contains(id) || rows.len() < told.started.len() && was_being_cleaned(&world, id);
        assert_eq!(known(id), usize::from(!gone), "{at}: job {id} of {rows:#?}");
    }
    for id in told.finished.iter().filter(|id| known(id) > 0) {
        assert_eq!(world.row(id).status, JobStatus::Completed, "{at}");
    }
    for id in &told.cancelled {
        assert_eq!(world.row(id).status, JobStatus::Cancelled, "{at}");
    }
    for row in rows.iter().filter(|row| matches!(row.status, JobStatus::Interrupted | JobStatus::Paused)) {
        if row.subject == "Cancelled" {
            continue; // Nobody opens its gate.
        }
        world.engine.resume(&row.id).await.unwrap();
        world.until_status(&row.id, JobStatus::Completed).await;
    }
    for row in world.engine.rows().iter().filter(|row| row.status == JobStatus::Completed) {
        for step in 1..=row.total {
            let text = world.text(&format!("output/steps/{}/{step}.txt", row.id));
            assert_eq!(text, format!("{} {step}\n", row.id), "{at}: every step once");
        }
    }
    world.engine.quit().await.unwrap();
    for row in world.engine.rows() {
        let story_job = world.text(&format!(".mythline/story_jobs/{}.json", row.subject));
        assert!(story_job.contains(row.status.word()), "{at}: {story_job} of {row:?}");
    }
}

/// A clean that was under way may have happened though nobody was told.
fn was_being_cleaned(world: &World, id: &str) -> bool {
    !world.has(&format!(".mythline/tasks/{id}.json")) && world.has(&format!("output/steps/{id}/1.txt"))
}

#[tokio::test(flavor = "multi_thread")]
async fn wherever_the_program_dies_nothing_is_lost_doubled_or_falsely_running() {
    let mut survived = false;
    for n in 0.. {
        let dir = memory();
        let disk = DiesAt::new(n);
        let folder = Folder::open(dir.path()).unwrap().with_tap(disk.clone());
        let work = StepWork::new(folder.clone());
        let engine = Engine::open(EngineOptions::new(folder, "mythline", vec![work])).await.unwrap();
        let told = live(&engine, || disk.is_dead(), |_| {}).await;
        let quit = soon(engine.quit()).await;
        survived = quit.is_ok() && matches!(engine.saving(), Saving::Saved { .. }) && !disk.is_dead();
        drop(engine);
        check(dir, &told, &format!("change {n}")).await;
        if survived {
            break;
        }
    }
    assert!(survived);
}
