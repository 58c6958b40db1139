//! A disk that takes nothing for a while.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use mythline_files::{Op, Tap};
use mythline_jobs::WorkEnd;
use serde_json::json;

use super::world::{World, id, request};
use crate::sample;

#[derive(Default)]
struct Full(AtomicBool);

impl Tap for Full {
    fn before(&self, op: &Op) -> io::Result<()> {
        let grows = matches!(op, Op::Append(_, bytes) if !bytes.is_empty());
        if grows && self.0.load(Ordering::SeqCst) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_step_that_a_full_disk_refused_is_saved_by_the_next_run_and_not_written_again() {
    let disk = Arc::new(Full::default());
    let fills = disk.clone();
    let mut world = World::new(sample::NOTES);
    world.workspace = world.workspace.clone().with_tap(disk.clone());
    world.again(move |note, _, asked| {
        if asked == 20 {
            fills.0.store(true, Ordering::SeqCst);
        }
        note.to_owned()
    });
    let (work, request) = (world.work(), request(&json!({ "seed": 1 })));
    let run = || work.write(id(1), &request, "scripted", world.stop.clone(), &world.shown);

    assert!(matches!(run().await, Err(WorkEnd::NotSaved(_))));
    let refused = world.shown.text.lock().unwrap().last().unwrap().step.clone();
    let on_disk = |step: &str| world.take().steps.iter().any(|s| s.id == step && s.is_written());
    assert!(!on_disk(&refused));
    let before = world.shown.text.lock().unwrap().len();
    assert!(matches!(run().await, Err(WorkEnd::NotSaved(_))), "it is still full");
    assert!(!on_disk(&refused));

    disk.0.store(false, Ordering::SeqCst);
    run().await.unwrap();
    assert!(on_disk(&refused) && world.take().is_finished());
    let shown = world.shown.text.lock().unwrap();
    assert!(shown[before..].iter().all(|event| event.step != refused), "it was written twice");
}
