//! What strangers get: how much it is to download, what it has to do with a network, and what was found by trials
//! that take long. The last are read as `make package`, `make soak` and `make torture` kept them.

use mythline_tests::{World, network_calls};

use crate::figure::{Figure, kept_part, top};

pub(crate) fn measure() -> Vec<Figure> {
    let mut figures = vec![sockets()];
    for part in ["package", "soak", "fuzz"] {
        figures.extend(kept_part(part));
    }
    figures
}

/// The main job by the program that is shipped, from notes to a finished story by the starter model, with every call
/// watched that makes a socket.
fn sockets() -> Figure {
    let program = top().join("target/release/mythline");
    let world = World::with_notes(program.to_str().expect("a plain path"));
    let (ended, calls) = network_calls(&world, &world.command(&["write", "The Ferry", "--seed", "1"]));
    assert!(ended.code == Some(0), "the story was not written: {ended:?}");
    calls.iter().for_each(|call| println!("{call}"));
    Figure::lower("unexpected_sockets", calls.len() as f64, "sockets", Some(0.0), 1)
}
