//! Nine real stories by the real model: three notes of different kinds, three seeds each, held to what a
//! story must be. Prints every story with its figures, to be read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod exports;
mod figures;
mod notes;

use mythline_protocol::{JobStatus, JobsEvent, StartParams, TakeView};
use mythline_studio::{Entry, Places, Studio, StudioOptions, shelf};

use crate::{figures::Figures, notes::Notes};

const SEEDS: [u32; 3] = [1, 2, 3];

#[test]
fn a_story_of_a_tale_with_headings() {
    accept(&notes::WEIGH_HOUSE);
}

#[test]
fn a_story_of_a_case_in_bullets() {
    accept(&notes::CLOCK);
}

#[test]
fn a_story_of_a_fairy_tale_in_paragraphs() {
    accept(&notes::TAILOR);
}

fn accept(notes: &Notes) {
    let root = tempfile::tempdir().unwrap();
    let folder = |name: &str| root.path().join(name);
    let places = Places { config: folder("config"), data: folder("data"), home: None };
    let options = StudioOptions {
        workspace: folder("workspace"),
        config: places.config.clone(),
        data: places.data.clone(),
        program: "mythline-accept",
        models: shelf(&places).expect("the starter model; `make model` fetches it"),
        entry: Entry::Own,
        make: true,
    };
    let stories = tokio::runtime::Runtime::new().unwrap().block_on(write_all(options, notes));
    let mut faults = Vec::new();
    for (seed, take) in SEEDS.iter().zip(&stories) {
        let figures = Figures::of(take, notes);
        println!("\n===== {} with seed {seed}\n{}\n{figures}", notes.subject, figures::text(take));
        faults.extend(figures.faults(notes).into_iter().map(|fault| format!("seed {seed}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn write_all(options: StudioOptions, notes: &Notes) -> Vec<TakeView> {
    let studio = Studio::open(options).await.unwrap();
    studio.save_notes(notes.subject, notes.text).await.unwrap();
    let mut takes = Vec::new();
    for seed in SEEDS {
        let mut jobs = studio.subscribe_jobs();
        let wish =
            StartParams { subject: notes.subject.to_owned(), seed: Some(seed), ..StartParams::default() };
        let id = studio.start(wish).await.unwrap().job_id;
        'written: while let Some(event) = jobs.next().await {
            let (JobsEvent::Snapshot { rows, .. } | JobsEvent::Batch { changed: rows, .. }) = event;
            for row in rows.iter().filter(|row| row.id == id) {
                assert!(row.status != JobStatus::Error, "the story failed: {:?}", row.error);
                if row.status == JobStatus::Completed {
                    break 'written;
                }
            }
        }
        takes.push(studio.take(&id).await.unwrap());
    }
    studio.quit().await;
    takes
}
