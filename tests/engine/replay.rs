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
use tempfile::TempDir;

use crate::{
    dice::Dice,
    lives::{BUSY, Do, SHORT, Told, check, live},
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
pub(crate) enum Kept {
    /// Only what was forced to it.
    Forced,
    /// Names as they were last, contents only where they were forced.
    Names,
    /// Contents as they were last, names only where they were forced.
    Contents,
    /// Of each thing that was not forced to it, the old, the new, or the beginning of the new, as the dice
    /// say.
    Some(u64),
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
        let (mixed_names, mixed_contents);
        let (names, contents) = match kept {
            Kept::Forced => (&self.forced_names, &self.forced_contents),
            Kept::Names => (&self.names, &self.forced_contents),
            Kept::Contents => (&self.forced_names, &self.contents),
            Kept::Some(seed) => {
                let mut dice = Dice::new(seed);
                mixed_names = self.some_names(&mut dice);
                mixed_contents = self.some_contents(&mut dice);
                (&mixed_names, &mixed_contents)
            }
        };
        for (path, file) in names {
            put(dir, path, &contents[*file]);
        }
    }

    /// Some of the names that were not forced to the disk. A file that is moved has the old name, the new
    /// one, or both: a file system may be late, but it loses no file that it was told to move.
    fn some_names(&self, dice: &mut Dice) -> BTreeMap<String, usize> {
        let mut names = self.forced_names.clone();
        let changed = |(path, file): &(&String, &usize)| self.forced_names.get(*path) != Some(file);
        for (path, file) in self.names.iter().filter(changed) {
            if dice.below(2) == 0 {
                names.insert(path.clone(), *file);
            }
        }
        for path in self.forced_names.keys().filter(|path| !self.names.contains_key(*path)) {
            let file = self.forced_names[path];
            let moved = self.names.values().any(|other| *other == file);
            let arrived = names.iter().any(|(other, f)| *f == file && other != path);
            if dice.below(2) == 0 && (arrived || !moved) {
                names.remove(path);
            }
        }
        names
    }

    fn some_contents(&self, dice: &mut Dice) -> Vec<Vec<u8>> {
        let pairs = self.forced_contents.iter().zip(&self.contents);
        pairs
            .map(|(forced, now)| match dice.below(3) {
                0 => forced.clone(),
                1 => now.clone(),
                _ if now.starts_with(forced) => now[..(forced.len() + now.len()) / 2].to_vec(),
                _ => forced.clone(),
            })
            .collect()
    }

    /// The state in one piece, to see whether anything has changed.
    fn seen(&self) -> [BTreeMap<String, Vec<u8>>; 3] {
        let all = |names: &BTreeMap<String, usize>, contents: &[Vec<u8>]| {
            names.iter().map(|(path, file)| (path.clone(), contents[*file].clone())).collect()
        };
        [
            all(&self.forced_names, &self.forced_contents),
            all(&self.names, &self.forced_contents),
            all(&self.names, &self.contents),
        ]
    }
}

/// Lives the script once, and lays the disk out as it may be found after a loss of power at each change.
/// Calls `then` with the folder, what had been told, and where it was.
pub(crate) async fn at_every_prefix(
    script: &[Do],
    ways: impl Fn(u64) -> Vec<Kept>,
    mut then: impl AsyncFnMut(TempDir, Told, String),
) {
    let dir = memory();
    let recorder = Arc::new(Recorder::default());
    let folder = Folder::open(dir.path()).unwrap().with_tap(recorder.clone());
    let work = StepWork::new(folder.clone());
    let options = EngineOptions::new(folder, "mythline", vec![work.clone()]);
    let engine = Engine::open(options).await.unwrap();
    let mut answers = Vec::new();
    let count = || recorder.ops.lock().unwrap().len();
    let told = live(&engine, &work, script, || false, |told| answers.push((count(), told.clone()))).await;
    engine.quit().await.unwrap();
    assert!(!told.jobs.is_empty(), "it has lived");

    let ops = recorder.ops.lock().unwrap().clone();
    let mut model = Model::default();
    let mut seen = BTreeSet::new();
    for (n, op) in ops.iter().enumerate() {
        model.apply(op);
        if !seen.insert(model.seen()) {
            continue;
        }
        let told = answers.iter().rfind(|(at, _)| *at <= n + 1).map(|(_, told)| told.clone());
        for kept in ways(n as u64) {
            let dir = memory();
            model.lay_out(dir.path(), kept);
            then(dir, told.clone().unwrap_or_default(), format!("change {n}, {op:?}, {kept:?}")).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_loss_of_power_at_any_point_everything_announced_is_there() {
    let ways = |_| vec![Kept::Forced, Kept::Names, Kept::Contents];
    at_every_prefix(&SHORT, ways, async |dir, told, at| check(dir, &told, &at).await).await;
    at_every_prefix(&BUSY, |n| vec![Kept::Some(n)], async |dir, told, at| check(dir, &told, &at).await).await;
}
