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
use mythline_protocol::Saving;
use tempfile::TempDir;

use crate::{
    lives::{Do, SHORT, Told, check, live, random},
    work::StepWork,
    world::{memory, soon},
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

/// Lives the script once for each change that it makes to the disk, and dies there. Calls `then` with the
/// folder that is left, what had been told, and which change it was.
pub(crate) async fn at_every_change(script: &[Do], mut then: impl AsyncFnMut(TempDir, Told, usize)) {
    for n in 0.. {
        let dir = memory();
        let disk = DiesAt::new(n);
        let folder = Folder::open(dir.path()).unwrap().with_tap(disk.clone());
        let work = StepWork::new(folder.clone());
        let options = EngineOptions::new(folder, "mythline", vec![work.clone()]);
        let engine = Engine::open(options).await.unwrap();
        let told = live(&engine, &work, script, || disk.is_dead(), |_| {}).await;
        let quit = soon(engine.quit()).await;
        let survived = quit.is_ok() && matches!(engine.saving(), Saving::Saved { .. }) && !disk.is_dead();
        drop(engine);
        then(dir, told, n).await;
        if survived {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wherever_the_program_dies_nothing_is_lost_doubled_or_falsely_running() {
    for script in [SHORT.to_vec(), random(1, 8)] {
        let then = async |dir, told, n| check(dir, &told, &format!("change {n} of {script:?}")).await;
        at_every_change(&script, then).await;
    }
}
