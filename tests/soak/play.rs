//! The user: does one thing after another by chance, and notes what was told to be done.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use mythline_protocol::{JobRow, JobSource, JobStatus, StartParams};
use mythline_studio::{Entry, Studio};
use serde_json::{Value, json};

use crate::{
    dice::Dice,
    ledger::Ledger,
    owner::{self, Owner, Usage},
    stage::{SUBJECTS, Stage},
};

/// Between two things that the user does.
const PACE: Duration = Duration::from_millis(60);
/// Longer than anything takes that is not refused.
const PATIENCE: Duration = Duration::from_secs(120);
/// No more than so many jobs are at work or wait.
const ACTIVE: usize = 8;

pub(crate) struct Play {
    stage: Stage,
    owner: Option<Owner>,
    user: Studio,
    dice: Dice,
    ledger: Ledger,
    done: u64,
}

impl Play {
    pub(crate) async fn begin(seed: u64) -> Self {
        let stage = Stage::new().await;
        let mut ledger = Ledger::default();
        SUBJECTS.iter().for_each(|subject| ledger.laid(stage.notes(subject)));
        let owner = Owner::start(stage.path());
        until("the workspace is owned", || is_owned(&stage, &owner)).await;
        let user = owner::open(stage.path(), Entry::Look).await;
        Self { stage, owner: Some(owner), user, dice: Dice::new(seed), ledger, done: 0 }
    }

    /// How many things were done.
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    pub(crate) async fn go_on_until(&mut self, end: Instant) {
        while Instant::now() < end {
            self.act().await;
            self.note_what_is_finished();
            self.done += 1;
            tokio::time::sleep(PACE).await;
        }
    }

    /// Lets everything come to rest, and answers what the program holds then.
    pub(crate) async fn at_rest(&mut self) -> Usage {
        self.stage.free();
        self.stage.let_server(true);
        let held = self.user.pause_queue().await;
        until("nothing is at work", || !self.user.jobs().iter().any(at_work)).await;
        // What was asked last is answered and forgotten: the least of some looks is what it holds.
        let mut least = self.owner.as_ref().unwrap().usage();
        for _ in 0..20 {
            tokio::time::sleep(PACE).await;
            let now = self.owner.as_ref().unwrap().usage();
            if now.handles.len() < least.handles.len() {
                least.handles = now.handles;
            }
            least.megabytes = least.megabytes.min(now.megabytes);
        }
        if held.is_ok() {
            let _asked = self.user.hold_queue(false).await;
        }
        least
    }

    /// Kills the program, and starts it again.
    pub(crate) async fn kill(&mut self) {
        self.owner.take().unwrap().kill();
        self.stage.free();
        self.stage.let_server(true);
        let owner = Owner::start(self.stage.path());
        until("the workspace is owned again", || is_owned(&self.stage, &owner)).await;
        self.owner = Some(owner);
    }

    /// Lets all work come to its end and the program close; answers what was lost.
    pub(crate) async fn end(mut self) -> Vec<String> {
        let _asked = self.user.hold_queue(false).await;
        until("all work is done", || {
            !self
                .user
                .jobs()
                .iter()
                .any(|row| row.status.is_active() && is_ours(row) && row.status != JobStatus::Paused)
        })
        .await;
        self.note_what_is_finished();
        self.user.quit().await;
        self.owner.take().unwrap().end();
        let studio = owner::open(self.stage.path(), Entry::Act).await;
        let there: BTreeSet<String> = studio.jobs().into_iter().map(|row| row.id).collect();
        studio.quit().await;
        let mut losses = self.ledger.losses(&there);
        let files = all_files(&self.stage.workspace());
        println!("{} files in the workspace; in the ledger {}", files.len(), self.ledger.told());
        losses.extend(
            files.into_iter().filter(|file| file.ends_with(".tmp")).map(|file| format!("left over: {file}")),
        );
        losses
    }

    async fn act(&mut self) {
        match self.dice.below(16) {
            0..=3 => self.start().await,
            4 => self.one(|row| row.status.is_active(), "cancel").await,
            5 => self.one(at_work, "pause").await,
            6 => self.one(|row| row.status == JobStatus::Paused, "resume").await,
            7 => self.one(|row| row.status == JobStatus::Completed, "retry").await,
            8 | 9 => {
                self.one(|row| matches!(row.status, JobStatus::Completed | JobStatus::Cancelled), "clean")
                    .await;
            }
            10 => {
                self.one(|row| matches!(row.status, JobStatus::Interrupted | JobStatus::Error), "discard")
                    .await;
            }
            11 => self.edit_notes(),
            12 => self.another_tool(),
            13 => self.edit_a_take(),
            14 => self.trouble().await,
            _ => {
                let limit = 1 + usize::try_from(self.dice.below(4)).unwrap();
                let _asked = tokio::time::timeout(PATIENCE, self.user.set_limit(None, limit)).await;
            }
        }
    }

    async fn start(&mut self) {
        if self.user.jobs().iter().filter(|row| row.status.is_active()).count() >= ACTIVE {
            return;
        }
        let subject = self.dice.pick(&SUBJECTS).to_owned();
        let seed = u32::try_from(self.dice.below(1 << 30)).unwrap();
        let params = StartParams { subject, seed: Some(seed), ..StartParams::default() };
        let started = tokio::time::timeout(PATIENCE, self.user.start(params)).await;
        if let Ok(Ok(started)) = started {
            self.ledger.started(&started.job_id);
        }
    }

    /// Does something with one of the jobs for which it makes sense.
    async fn one(&mut self, which: impl Fn(&JobRow) -> bool, verb: &str) {
        let rows: Vec<JobRow> =
            self.user.jobs().into_iter().filter(|row| is_ours(row) && which(row)).collect();
        if rows.is_empty() {
            return;
        }
        let id = rows[usize::try_from(self.dice.below(rows.len() as u64)).unwrap()].id.clone();
        if matches!(verb, "clean" | "discard") {
            self.ledger.given_up(&id);
        }
        let user = self.user.clone();
        let asked = async {
            match verb {
                "cancel" => user.cancel(&id).await.map(drop),
                "pause" => user.pause(&id).await,
                "resume" => user.resume(&id).await,
                "clean" => user.clean(std::slice::from_ref(&id)).await.map(drop),
                "discard" => user.discard(&id).await.map(drop),
                _ => {
                    let again = user.retry(&id).await?;
                    self.ledger.started(&again.job_id);
                    Ok(())
                }
            }
        };
        // A refusal is an answer too; so is none, when the program was just killed.
        let _asked = tokio::time::timeout(PATIENCE, asked).await;
    }

    fn edit_notes(&mut self) {
        let file = self.stage.notes(self.dice.pick(&SUBJECTS));
        let mut text = fs::read_to_string(&file).unwrap();
        text.push_str(&format!("\nAt {} the bell rings.\n", self.done));
        if replace(&file, text.as_bytes()) {
            self.ledger.laid(file);
        }
    }

    fn another_tool(&mut self) {
        let name = format!("import-{}.json", self.dice.below(12));
        let file = self.stage.workspace().join(".mythline/tasks").join(name);
        if self.dice.below(4) == 0 {
            self.ledger.taken(&file);
            let _was_not_there = fs::remove_file(file);
        } else {
            let status = json!({ "status": "running", "progress": self.dice.below(101) });
            if replace(&file, status.to_string().as_bytes()) {
                self.ledger.laid(file);
            }
        }
    }

    /// Edits a passage of a finished story, as somebody does with an editor.
    fn edit_a_take(&mut self) {
        let takes = self.ledger.takes();
        if takes.is_empty() {
            return;
        }
        let file = takes[usize::try_from(self.dice.below(takes.len() as u64)).unwrap()].clone();
        let mut take: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let steps = take["steps"].as_array_mut().unwrap();
        if let Some(step) = steps.iter_mut().find(|step| step["text"] != "") {
            step["text"] = json!(format!("Edited at {}.", self.done));
        }
        if replace(&file, format!("{take:#}\n").as_bytes()) {
            self.ledger.written(file);
        }
    }

    /// The disk is full for a moment, or the server gone.
    async fn trouble(&mut self) {
        let long = Duration::from_millis(200 + self.dice.below(1_500));
        if self.dice.below(2) == 0 {
            self.stage.fill();
            tokio::time::sleep(long).await;
            self.stage.free();
        } else {
            self.stage.let_server(false);
            tokio::time::sleep(long).await;
            self.stage.let_server(true);
        }
    }

    fn note_what_is_finished(&mut self) {
        for row in self.user.jobs().iter().filter(|row| row.status == JobStatus::Completed && is_ours(row)) {
            let output = self.stage.workspace().join("output").join(&row.subject);
            let take = output.join("takes").join(&row.id).join("take.json");
            if !self.ledger.knows(&take) {
                self.ledger.written(take);
            }
        }
    }
}

fn is_ours(row: &JobRow) -> bool {
    row.source == JobSource::Mythline
}

fn at_work(row: &JobRow) -> bool {
    is_ours(row) && matches!(row.status, JobStatus::Starting | JobStatus::Running)
}

/// Writes a file beside and moves it in its place; not where the disk is full.
fn replace(file: &Path, content: &[u8]) -> bool {
    let beside = file.with_extension("user-tmp");
    let written = fs::write(&beside, content).and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        let _was_not_there = fs::remove_file(beside);
    }
    written.is_ok()
}

fn is_owned(stage: &Stage, owner: &Owner) -> bool {
    let says = fs::read(stage.workspace().join(".mythline/owner.lock")).unwrap_or_default();
    let says: Value = serde_json::from_slice(&says).unwrap_or_default();
    says["pid"] == owner.id()
}

fn all_files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let below =
        |path: PathBuf| if path.is_dir() { all_files(&path) } else { vec![path.display().to_string()] };
    entries.flat_map(|entry| below(entry.path())).collect()
}

async fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "in {PATIENCE:?} this did not come: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
