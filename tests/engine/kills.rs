//! A real program that is killed at random moments, and opened again, and again.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use mythline_files::Folder;
use mythline_jobs::{Engine, EngineOptions};
use mythline_protocol::{JobRow, JobSource, JobStatus};
use serde_json::json;

use crate::{
    dice::Dice,
    work::StepWork,
    world::{memory, request},
};

/// In which workspace the program to be killed works, and the seed of what it does there.
pub(crate) const KILLED_IN: &str = "MYTHLINE_TEST_KILLED_IN";
/// More records than this are cleaned, so that a life of a thousand deaths stays quick.
const RECORDS: usize = 40;

/// The program to be killed: goes on with what it finds, starts short jobs, and now and then pauses,
/// cancels or cleans one. What it is told it says, a line each, before it asks for more.
pub(crate) async fn live_until_killed(dir: &Path, seed: u64) {
    let folder = Folder::open(dir).unwrap();
    let work = StepWork::new(folder.clone());
    let mut options = EngineOptions::new(folder, "mythline", vec![work]);
    options.settings.lane_limit = 3;
    let engine = Engine::open(options).await.unwrap();
    let mut dice = Dice::new(seed);
    let mut out = std::io::stdout();
    let mut say = |word: &str, id: &str| writeln!(out, "told {word} {id}").unwrap();
    for row in engine.rows() {
        if matches!(row.status, JobStatus::Interrupted | JobStatus::Paused) {
            say("resuming", &row.id);
            engine.resume(&row.id).await.unwrap();
        }
    }
    loop {
        let options = json!({ "steps": dice.below(3) + 1 });
        let subject = format!("Subject {}", dice.below(5));
        let started = engine.start("steps", request(&subject, options)).await.unwrap();
        say("started", &started.job_id);
        let rows = engine.rows();
        for row in &rows {
            if row.status == JobStatus::Completed && row.saved {
                say("completed", &row.id);
            }
        }
        let id = &rows[usize::try_from(dice.below(rows.len() as u64)).unwrap()].id;
        match dice.below(8) {
            0 => {
                say("cancelling", id);
                engine.cancel(id).await.unwrap();
                say("cancelled", id);
            }
            1 if engine.pause(id).await.is_ok() => say("paused", id),
            2 => {
                say("resuming", id);
                let _ = engine.resume(id).await;
            }
            _ => {}
        }
        if rows.len() > RECORDS {
            let ids: Vec<String> = rows.iter().take(RECORDS / 2).map(|row| row.id.clone()).collect();
            ids.iter().for_each(|id| say("cleaning", id));
            engine.clean(&ids).await.unwrap();
            ids.iter().for_each(|id| say("cleaned", id));
        }
    }
}

/// What the program said over all its lives.
#[derive(Default)]
struct Heard {
    /// Jobs that must be there, and what they were last told to be for good.
    jobs: BTreeMap<String, Option<JobStatus>>,
    /// Jobs that must not be there.
    cleaned: BTreeSet<String>,
    /// Jobs that may be there or not.
    unsure: BTreeSet<String>,
}

impl Heard {
    fn hear(&mut self, word: &str, id: &str) {
        let id = id.to_owned();
        match word {
            "started" => drop(self.jobs.entry(id).or_default()),
            "completed" => drop(self.jobs.insert(id, Some(JobStatus::Completed))),
            "paused" => drop(self.jobs.insert(id, Some(JobStatus::Paused))),
            "cancelling" | "resuming" => drop(self.jobs.insert(id, None)),
            // A job that was completed before stays so: the answer is the same.
            "cancelled" => {}
            "cleaning" => {
                self.jobs.remove(&id);
                self.unsure.insert(id);
            }
            "cleaned" => {
                self.unsure.remove(&id);
                self.cleaned.insert(id);
            }
            _ => panic!("the program says {word}"),
        }
    }
}

/// Kills a program so many times, and looks each time at what it left. Answers what was lost, a line each.
pub(crate) async fn kill(times: u64, seed: u64, program: impl Fn() -> Command) -> Vec<String> {
    let dir = memory();
    let mut dice = Dice::new(seed);
    let mut heard = Heard::default();
    let mut losses = Vec::new();
    for n in 0..times {
        let mut child = program()
            .env(KILLED_IN, dir.path())
            .env("MYTHLINE_TEST_SEED", dice.below(u64::MAX).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = child.stdout.take().unwrap();
        let listening = std::thread::spawn(move || {
            let lines = BufReader::new(said).lines().map_while(Result::ok);
            lines.filter_map(|line| Some(line.split_once("told ")?.1.to_owned())).collect::<Vec<_>>()
        });
        // At any moment from its very start on: the only wait here that is for time itself.
        std::thread::sleep(Duration::from_micros(dice.below(60_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in listening.join().unwrap() {
            let (word, id) = line.split_once(' ').unwrap();
            heard.hear(word, id);
        }
        losses.extend(look(dir.path(), &heard).await.into_iter().map(|loss| format!("kill {n}: {loss}")));
    }
    losses
}

/// Opens the workspace as the next program would, and says what is not as it must be.
async fn look(dir: &Path, heard: &Heard) -> Vec<String> {
    let folder = Folder::open(dir).unwrap();
    let work = StepWork::new(folder.clone());
    let engine = match Engine::open(EngineOptions::new(folder, "mythline", vec![work])).await {
        Ok(engine) if engine.may_change().is_ok() => engine,
        _ => return vec!["it cannot be opened".to_owned()],
    };
    let rows = engine.rows();
    engine.quit().await.unwrap();
    let mut losses = Vec::new();
    let known: BTreeMap<&str, &JobRow> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    if known.len() != rows.len() {
        losses.push("a job is there twice".to_owned());
    }
    for (id, status) in &heard.jobs {
        match (known.get(id.as_str()), status) {
            (None, _) => losses.push(format!("job {id} is lost")),
            (Some(row), Some(status)) if row.status != *status => {
                losses.push(format!("job {id} was told to be {status:?} and is {:?}", row.status));
            }
            _ => {}
        }
    }
    losses.extend(
        heard.cleaned.iter().filter(|id| known.contains_key(id.as_str())).map(|id| format!("{id} is back")),
    );
    losses.extend(rows.iter().filter_map(|row| wrong(dir, row)));
    losses
}

/// What is wrong with one job.
fn wrong(dir: &Path, row: &JobRow) -> Option<String> {
    let (id, status) = (&row.id, row.status);
    if row.source != JobSource::Mythline {
        return Some(format!("{id} cannot be read: {:?}", row.problem));
    }
    if matches!(status, JobStatus::Queued | JobStatus::Starting | JobStatus::Running | JobStatus::Error) {
        return Some(format!("{id} is {status:?}, and nothing runs"));
    }
    let text = |step| std::fs::read_to_string(dir.join(format!("output/steps/{id}/{step}.txt"))).ok();
    let steps: Vec<Option<String>> = (1..=row.total).map(text).collect();
    let done = steps.iter().take_while(|step| step.is_some()).count();
    let whole = steps[..done].iter().zip(1..).all(|(text, step)| *text == Some(format!("{id} {step}\n")));
    if !whole || steps[done..].iter().any(Option::is_some) {
        return Some(format!("the steps of {id} are {steps:?}"));
    }
    let counted = usize::try_from(row.current).ok()?;
    if counted > done || status == JobStatus::Completed && done != steps.len() {
        return Some(format!("{id} is {status:?} with {done} steps and says {counted} of {}", row.total));
    }
    None
}

/// Not a test of its own: the program that the next test kills.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_to_be_killed() {
    let Ok(dir) = std::env::var(KILLED_IN) else { return };
    let seed = std::env::var("MYTHLINE_TEST_SEED").unwrap().parse().unwrap();
    live_until_killed(dir.as_ref(), seed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_program_is_killed_nothing_is_lost() {
    let losses = kill(20, 7, || {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "kills::a_program_to_be_killed", "--nocapture"]);
        program
    })
    .await;
    assert_eq!(losses, [""; 0]);
}
