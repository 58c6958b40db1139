//! Damaged input for what reads the answers of servers and the headers of files.

mod targets;
#[path = "../../../../../tests/fuzz/mod.rs"]
mod trial;

use std::time::Duration;

use targets::{header, stream};
use trial::{Target, are_borne, are_borne_for_long};

#[test]
fn damaged_answers_and_headers_are_borne() {
    are_borne(&[stream(), header()]);
}

#[test]
#[ignore = "minutes: run by make torture"]
fn damaged_answers_and_headers_are_borne_for_long() {
    are_borne_for_long(&[stream(), header()]);
}

#[test]
fn the_trial_finds_what_is_not_borne() {
    let target = Target::of_texts("a control", &["abcdef"], |bytes| {
        assert!(bytes.len() < 8, "longer than it bears");
        true
    });
    let (runs, crashes) = target.fuzz(Duration::from_millis(50), 1);
    assert!(runs > 0 && !crashes.is_empty());
}
