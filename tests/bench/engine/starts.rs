//! From asking for a job to the answer that it is saved, less what the disk itself takes: after each
//! start the same bytes are written, forced to the disk and moved in place by hand. Both have their slow
//! moments, so each is brought to its own 99th percentile before one is taken from the other.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::Instant,
};

use crate::{
    desk::{Desk, on_disk},
    figure::{Figure, percentile},
};

const STARTS: usize = 1_000;

pub(crate) fn measure() -> Vec<Figure> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (mut calls, mut disk) = runtime.block_on(async {
        let desk = Desk::new(on_disk()).await;
        let folder = desk.path().join("by hand");
        fs::create_dir(&folder).expect("a folder");
        let (mut calls, mut disk) = (Vec::with_capacity(STARTS), Vec::with_capacity(STARTS));
        for n in 0..STARTS {
            let asked = Instant::now();
            let id = desk.start(&format!("Subject {n}"), 1, None).await;
            calls.push(asked.elapsed().as_secs_f64() * 1000.0);
            let bytes =
                fs::read(desk.path().join(format!(".mythline/tasks/{id}.json"))).expect("it is saved");
            let begun = Instant::now();
            by_hand(&folder, n, &bytes);
            disk.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        desk.engine.quit().await.expect("everything is saved");
        (calls, disk)
    });
    let medians = (percentile(&mut calls, 0.5), percentile(&mut disk, 0.5));
    println!("a start takes {:.2} ms, the disk alone {:.2} ms (medians)", medians.0, medians.1);
    let (calls, disk) = (percentile(&mut calls, 0.99), percentile(&mut disk, 0.99));
    vec![
        Figure::lower("engine_start_call_p99_ms", (calls - disk).max(0.0), "ms", Some(5.0), STARTS)
            .against("the same bytes written and forced by hand, in turn"),
        Figure::lower("engine_start_p99_with_disk_ms", calls, "ms", None, STARTS),
        Figure::lower("disk_forced_write_p99_ms", disk, "ms", None, STARTS),
    ]
}

/// The least that a file takes that is to be whole and to outlive a loss of power.
fn by_hand(folder: &Path, n: usize, bytes: &[u8]) {
    let (beside, place) = (folder.join("beside"), folder.join(format!("{n}.json")));
    let mut file = File::create(&beside).expect("a file");
    file.write_all(bytes).expect("room");
    file.sync_all().expect("a disk");
    fs::rename(&beside, place).expect("a name");
    File::open(folder).and_then(|folder| folder.sync_all()).expect("a disk");
}
