//! From the start of the program to a painted list of 1,000 jobs, against an empty window of the same
//! making. Measured by the window's own tests, which know how to drive it; read here.

use std::{fs, process::Command};

use crate::figure::{Figure, top};

pub(crate) fn measure() -> Vec<Figure> {
    let parts = top().join("target/bench/parts/window.json");
    let _ = fs::remove_file(&parts);
    let ran = Command::new(env!("CARGO"))
        .current_dir(top())
        .args(["bench", "--locked", "-p", "mythline-desktop", "--bench", "window"])
        .status()
        .expect("cargo runs");
    assert!(ran.success(), "the window's bench failed");
    serde_json::from_slice(&fs::read(parts).expect("the window's figures")).expect("figures")
}
