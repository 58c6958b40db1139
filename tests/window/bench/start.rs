//! From the start of the program to a painted list of 1,000 jobs, against an empty Tauri window.
//!
//! Both are started in turn on one display and watched from outside: what counts is what the display shows.
//! The empty window has come when its colour is there; ours when there is ink of the rows in the lower half of
//! the list. The first turn warms the caches of both and is not counted.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    figure::Figure,
    jobs, median,
    seen::Eye,
    world::{
        computer::Computer,
        display::{Started, picture},
        program, target,
    },
};

/// Jobs in the list.
const JOBS: usize = 1_000;
/// Turns that count.
const TURNS: usize = 21;
/// Times the start of an empty window that ours may take.
const LIMIT: f64 = 1.3;
/// Between two starts: the processes of the one before have ended, and the machine has cooled.
const REST: Duration = Duration::from_millis(1_500);
const LONGEST: Duration = Duration::from_secs(30);

pub(crate) fn measure() -> Vec<Figure> {
    let ours = program();
    let bare = bare_program(&ours);
    let computer = Computer::new();
    let workspace = jobs::workspace(computer.home(), JOBS, jobs::CANCELLED);
    let eye = Eye::open(&computer.display);

    let (mut list, mut empty) = (Vec::new(), Vec::new());
    for turn in 0..=TURNS {
        let without = until_shown(&computer, &eye, &bare, None, Eye::sees_the_colour);
        let with = until_shown(&computer, &eye, &ours, Some(&workspace), Eye::sees_rows);
        if turn > 0 {
            empty.push(without);
            list.push(with);
        }
    }
    // Of each pair by itself: what slows the machine for a while slows both.
    let ratio = median(list.iter().zip(&empty).map(|(list, empty)| list / empty).collect());
    vec![
        Figure::lower("window_start_vs_bare", ratio, "ratio", Some(LIMIT), TURNS)
            .against("an empty Tauri window, in turn"),
        Figure::lower("window_start_ms", median(list), "ms", None, TURNS),
        Figure::lower("window_start_bare_ms", median(empty), "ms", None, TURNS),
    ]
}

/// Milliseconds from the start of a program until it is seen. Its processes are gone afterwards.
fn until_shown(
    computer: &Computer,
    eye: &Eye,
    program: &Path,
    folder: Option<&Path>,
    seen: fn(&Eye) -> bool,
) -> f64 {
    eye.wait_until(LONGEST, Eye::sees_nothing);
    std::thread::sleep(REST);
    let mut command = computer.command(program);
    command.args(folder).env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    let begun = Instant::now();
    let started = Started::new(command, "the program");
    eye.wait_until(LONGEST, seen);
    let took = begun.elapsed();
    if folder.is_some() {
        picture(&computer.display, &target().join("bench/window.png"));
    }
    drop(started);
    took.as_secs_f64() * 1_000.0
}

/// Builds the empty window beside the program, in the same profile.
fn bare_program(ours: &Path) -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(target().join(".."));
    build.args(["build", "--locked", "-p", "mythline-desktop", "--example", "bare"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(build.status().is_ok_and(|status| status.success()), "the empty window was not built");
    ours.with_file_name("examples").join("bare")
}
