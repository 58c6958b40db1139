//! A loss of power: the changes to the disk are recorded, and played back with what was not forced to
//! the disk dropped or out of order, at every point.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
    sync::{Arc, Mutex},
};

use mythline_files::{Folder, Op, Tap};
use mythline_jobs::{Engine, EngineOptions};

use crate::{
    durability::{check, live},
    work::StepWork,
    world::{memory, put},
};

#[derive(Default)]
struct Recorder {
    ops: Mutex<Vec<Op>>,
}

impl Tap for Recorder {
    fn before(&self, op: &Op) -> io::Result<()> {
        self.ops.lock().unwrap().push(op.clone());
        Ok(())
    }
}

/// What a disk may hold after a loss of power.
#[derive(Debug, Clone, Copy)]
enum Kept {
    /// Only what was forced to it.
    Forced,
    /// Names as they were last, contents only where they were forced.
    Names,
    /// Contents as they were last, names only where they were forced.
    Contents,
}

/// Files by number, as on a real disk; names lead to numbers.
#[derive(Default)]
struct Model {
    contents: Vec<Vec<u8>>,
    forced_contents: Vec<Vec<u8>>,
    names: BTreeMap<String, usize>,
    forced_names: BTreeMap<String, usize>,
}

impl Model {
    fn apply(&mut self, op: &Op) {
        match op {
            Op::Create(path) => self.create(path),
            Op::Append(path, bytes) => {
                if !self.names.contains_key(path) {
                    self.create(path);
                }
                self.contents[self.names[path]].extend(bytes);
            }
            Op::Truncate(path, length) => {
                self.contents[self.names[path]].truncate(usize::try_from(*length).unwrap());
            }
            Op::Sync(path) => {
                let file = self.names[path];
                self.forced_contents[file] = self.contents[file].clone();
            }
            Op::Rename(from, to) => {
                let file = self.names.remove(from).unwrap();
                self.names.insert(to.clone(), file);
            }
            Op::Remove(path) => drop(self.names.remove(path)),
            Op::MakeFolder(_) => {}
            Op::SyncFolder(folder) => {
                let within = |path: &String| path.rsplit_once('/').map_or("", |(above, _)| above) == folder;
                self.forced_names.retain(|path, _| !within(path));
                let now = self.names.iter().filter(|(path, _)| within(path));
                self.forced_names.extend(now.map(|(path, file)| (path.clone(), *file)));
            }
        }
    }

    fn create(&mut self, path: &str) {
        self.names.insert(path.to_owned(), self.contents.len());
        self.contents.push(Vec::new());
        self.forced_contents.push(Vec::new());
    }

    fn lay_out(&self, dir: &Path, kept: Kept) {
        let (names, contents) = match kept {
            Kept::Forced => (&self.forced_names, &self.forced_contents),
            Kept::Names => (&self.names, &self.forced_contents),
            Kept::Contents => (&self.forced_names, &self.contents),
        };
        for (path, file) in names {
            put(dir, path, &contents[*file]);
        }
    }

    /// The state in one piece, to see whether anything has changed.
    fn seen(&self) -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, Vec<u8>>) {
        let all = |names: &BTreeMap<String, usize>, contents: &[Vec<u8>]| {
            names.iter().map(|(path, file)| (path.clone(), contents[*file].clone())).collect()
        };
        (all(&self.forced_names, &self.forced_contents), all(&self.names, &self.forced_contents))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_loss_of_power_at_any_point_everything_announced_is_there() {
    let dir = memory();
    let recorder = Arc::new(Recorder::default());
    let folder = Folder::open(dir.path()).unwrap().with_tap(recorder.clone());
    let work = StepWork::new(folder.clone());
    let engine = Engine::open(EngineOptions::new(folder, "mythline", vec![work])).await.unwrap();
    let mut answers = Vec::new();
    let count = || recorder.ops.lock().unwrap().len();
    let told = live(&engine, || false, |told| answers.push((count(), told.clone()))).await;
    engine.quit().await.unwrap();
    assert_eq!((told.started.len(), told.cleaned.len()), (3, 1));

    let ops = recorder.ops.lock().unwrap().clone();
    let mut model = Model::default();
    let mut seen = BTreeSet::new();
    for (n, op) in ops.iter().enumerate() {
        model.apply(op);
        let state = model.seen();
        if !seen.insert(state) {
            continue;
        }
        let told = answers.iter().rfind(|(at, _)| *at <= n + 1).map(|(_, told)| told.clone());
        let told = told.unwrap_or_default();
        for kept in [Kept::Forced, Kept::Names, Kept::Contents] {
            let dir = memory();
            model.lay_out(dir.path(), kept);
            check(dir, &told, &format!("change {n}, {op:?}, {kept:?}")).await;
        }
    }
}
