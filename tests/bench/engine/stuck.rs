//! How much memory grows while jobs, and the text of one, are told ten million times over to readers that
//! do not read.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use mythline_protocol::{ListQuery, View};

use crate::{
    desk::{Desk, JOBS, in_memory},
    figure::Figure,
};

const UPDATES: u32 = 10_000_000;

pub(crate) fn measure() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let desk = Desk::new(in_memory()).await;
        let ids = desk.line_up(UPDATES / JOBS as u32, None).await;
        let (mut jobs, mut text) =
            (desk.engine.subscribe(), desk.engine.subscribe_text(&ids[0]).expect("a job"));
        let list = ListQuery { limit: 100, ..ListQuery::default() };
        let mut view = desk.engine.watch(View { list, ..View::default() });
        jobs.next().await.expect("a snapshot");
        view.next().await.expect("a window");
        let (before, peak) = (resident_mb(), Peak::watch());
        desk.let_go();
        desk.until(|status| !status.is_active()).await;
        let growth = peak.end() - before;
        // They are stuck, and not gone: each has the last that is so.
        jobs.next().await.expect("what is waiting");
        view.next().await.expect("what is waiting");
        desk.engine.quit().await.expect("everything is saved");
        assert!(text.next().await.is_none(), "no text was written");
        desk.last_values_are_on_disk(&ids, UPDATES / JOBS as u32);
        vec![Figure::lower("feed_stuck_reader_mb", growth, "MB", Some(16.0), UPDATES as usize)]
    })
}

/// The most memory that this process has while somebody watches.
struct Peak {
    over: Arc<AtomicBool>,
    watching: thread::JoinHandle<f64>,
}

impl Peak {
    fn watch() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let told = over.clone();
        let watching = thread::spawn(move || {
            let mut peak = resident_mb();
            while !told.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(20));
                peak = peak.max(resident_mb());
            }
            peak
        });
        Self { over, watching }
    }

    fn end(self) -> f64 {
        self.over.store(true, Ordering::Relaxed);
        self.watching.join().expect("no panic")
    }
}

/// Resident memory of this process, in megabytes.
fn resident_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux says what a process uses");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("resident memory");
    let kb: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kb * 1024.0 / 1e6
}
