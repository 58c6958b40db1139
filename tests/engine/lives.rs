//! Lives of a program, written down: what it does with its jobs, and what it has been told by the time it
//! dies.

use std::collections::{BTreeMap, BTreeSet};

use mythline_jobs::Engine;
use mythline_protocol::{JobRow, JobSource, JobStatus};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    dice::Dice,
    work::StepWork,
    world::{World, gated, request, until},
};

/// One thing that a program does. Jobs are numbered as they are started.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Do {
    /// Starts a job of this many steps, and waits until it is written.
    Write(u32),
    /// Starts a job whose steps are let go one by one.
    Start(u32),
    Step(usize),
    Pause(usize),
    Resume(usize),
    Cancel(usize),
    Clean(usize),
    Undo(usize),
}

/// One job is written, one is cancelled, one is finished and cleaned.
pub(crate) const SHORT: [Do; 5] = [Do::Write(2), Do::Start(1), Do::Cancel(1), Do::Write(1), Do::Clean(2)];

/// Several jobs beside each other and in each other's way.
pub(crate) const BUSY: [Do; 18] = [
    Do::Start(3),
    Do::Start(2),
    Do::Start(1),
    Do::Step(0),
    Do::Pause(0),
    Do::Step(1),
    Do::Cancel(2),
    Do::Clean(2),
    Do::Resume(0),
    Do::Undo(2),
    Do::Step(1),
    Do::Clean(1),
    Do::Step(0),
    Do::Write(2),
    Do::Step(0),
    Do::Undo(1),
    Do::Clean(0),
    Do::Clean(3),
];

/// So many things in an order that the dice say.
pub(crate) fn random(seed: u64, length: usize) -> Vec<Do> {
    let mut dice = Dice::new(seed);
    let mut jobs = 1_u64;
    let mut life = vec![Do::Start(2)];
    while life.len() < length {
        let job = usize::try_from(dice.below(jobs)).unwrap();
        let next = dice.pick(&[
            Do::Write(1),
            Do::Start(2),
            Do::Step(job),
            Do::Step(job),
            Do::Step(job),
            Do::Pause(job),
            Do::Resume(job),
            Do::Cancel(job),
            Do::Clean(job),
            Do::Undo(job),
        ]);
        jobs += u64::from(matches!(next, Do::Write(_) | Do::Start(_)));
        life.push(next);
    }
    life
}

/// What the program had been told when it died.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Every job whose start was answered, and what it was last told to be for good.
    pub(crate) jobs: BTreeMap<String, Option<JobStatus>>,
    /// Those whose clean was answered.
    pub(crate) cleaned: BTreeSet<String>,
    /// Those of which a clean or its undo was asked, and has been answered or not: they are there or not.
    pub(crate) unsure: BTreeSet<String>,
}

/// Lives until the script ends or the disk is dead. `hear` is called with each thing that is told.
pub(crate) async fn live(
    engine: &Engine,
    work: &StepWork,
    script: &[Do],
    dead: impl Fn() -> bool,
    mut hear: impl FnMut(&Told),
) -> Told {
    let mut told = Told::default();
    let mut ids: Vec<String> = Vec::new();
    for (n, act) in script.iter().enumerate() {
        if let Do::Write(steps) | Do::Start(steps) = act {
            let options = if let Do::Write(_) = act { json!({ "steps": steps }) } else { gated(*steps) };
            // A lane of its own for what is waited for: others may be in the way for ever.
            let mut asked = request(&format!("Subject {n}"), options);
            asked.options.insert("lane".to_owned(), json!(format!("lane {}", n % 3)));
            if let Do::Write(_) = act {
                asked.options.insert("lane".to_owned(), json!(format!("own {n}")));
            }
            let Ok(started) = engine.start("steps", asked).await else { return told };
            ids.push(started.job_id);
        }
        let at = match act {
            Do::Write(_) | Do::Start(_) => ids.len() - 1,
            Do::Step(at) | Do::Pause(at) | Do::Resume(at) | Do::Cancel(at) | Do::Clean(at) | Do::Undo(at) => {
                *at
            }
        };
        let id = &ids[at];
        // From here on it may be what it was, or what is asked.
        told.jobs.insert(id.clone(), None);
        if let Do::Clean(_) | Do::Undo(_) = act {
            told.unsure.insert(id.clone());
        }
        hear(&told);
        let row = || engine.row(id).ok();
        let is = |so: fn(JobStatus) -> bool| row().is_some_and(|row| so(row.status));
        match act {
            Do::Start(_) => {}
            Do::Write(_) => {
                let ended = || dead() || row().is_none_or(|row| !row.status.is_active());
                until(ended, || format!("{:?}", row())).await;
            }
            Do::Step(_) if is(|status| status == JobStatus::Running || status == JobStatus::Starting) => {
                let done = row().map_or(0, |row| row.current);
                work.let_go(id, 1);
                let on = || dead() || row().is_none_or(|row| row.current > done || !row.status.is_active());
                until(on, || format!("{:?}", row())).await;
            }
            Do::Step(_) => {}
            Do::Pause(_) => drop(engine.pause(id).await),
            Do::Resume(_) => drop(engine.resume(id).await),
            Do::Cancel(_) => drop(engine.cancel(id).await),
            Do::Clean(_) | Do::Undo(_) => {
                let answered = match act {
                    Do::Clean(_) => engine.clean(std::slice::from_ref(id)).await.is_ok(),
                    _ => engine.undo_clean(std::slice::from_ref(id)).await.is_ok(),
                };
                if answered {
                    told.unsure.remove(id);
                    match act {
                        Do::Clean(_) => told.cleaned.insert(id.clone()),
                        _ => told.cleaned.remove(id),
                    };
                }
            }
        }
        if dead() {
            return told;
        }
        let for_good = |row: &JobRow| {
            let rests = matches!(row.status, JobStatus::Paused | JobStatus::Completed | JobStatus::Cancelled);
            row.saved && rests
        };
        if let Some(row) = row().filter(for_good)
            && !told.unsure.contains(id)
        {
            told.jobs.insert(id.clone(), Some(row.status));
        }
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
        let runs = matches!(row.status, JobStatus::Queued | JobStatus::Starting | JobStatus::Running);
        assert!(!runs, "{at}: nothing runs by itself: {row:?}");
    }
    for (id, status) in &told.jobs {
        let known: Vec<&JobRow> = rows.iter().filter(|row| row.id == *id).collect();
        if !told.unsure.contains(id) {
            assert_eq!(known.len(), usize::from(!told.cleaned.contains(id)), "{at}: job {id} of {rows:#?}");
        }
        assert!(known.len() <= 1, "{at}: job {id} is there twice");
        if let (Some(status), Some(row)) = (status, known.first()) {
            assert_eq!(row.status, *status, "{at}: {row:?}");
        }
    }
    for row in rows.iter().filter(|row| matches!(row.status, JobStatus::Interrupted | JobStatus::Paused)) {
        world.work.let_go(&row.id, 10);
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
