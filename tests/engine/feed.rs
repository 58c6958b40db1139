//! What subscribers are sent.

use std::{collections::HashMap, time::Duration};

use mythline_jobs::{Engine, EngineOptions, JobsFeed, TextFeed};
use mythline_protocol::{JobRow, JobStatus, JobsEvent, Passed};
use serde_json::json;

use crate::world::{World, gated, noon, soon};

/// A reader that follows the events as the window does.
#[derive(Default)]
struct Mirror {
    seq: Option<u64>,
    rows: HashMap<String, JobRow>,
    /// The states that each job was in, one after another.
    lives: HashMap<String, Vec<JobStatus>>,
    snapshots: u32,
}

impl Mirror {
    async fn take(&mut self, feed: &mut JobsFeed) {
        self.hear(soon(feed.next()).await.unwrap());
    }

    fn hear(&mut self, event: JobsEvent) {
        match event {
            JobsEvent::Snapshot { seq, rows, .. } => {
                self.seq = Some(seq);
                self.snapshots += 1;
                self.rows = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
            }
            JobsEvent::Batch { seq, changed, removed, passed, .. } => {
                assert_eq!(Some(seq), self.seq.map(|seq| seq + 1), "numbers count up by one");
                self.seq = Some(seq);
                assert!(changed.len() <= 10);
                for Passed { id, states } in passed {
                    self.lives.entry(id).or_default().extend(states);
                }
                for row in &changed {
                    let life = self.lives.entry(row.id.clone()).or_default();
                    if life.last() != Some(&row.status) {
                        life.push(row.status);
                    }
                }
                self.rows.extend(changed.into_iter().map(|row| (row.id.clone(), row)));
                removed.iter().for_each(|id| drop(self.rows.remove(id)));
            }
        }
    }
}

#[tokio::test]
async fn a_subscriber_gets_a_snapshot_and_then_every_change() {
    let world = World::new().await;
    let before = world.start("Before", json!({ "steps": 1 })).await;
    world.until_status(&before, JobStatus::Completed).await;
    let mut feed = world.engine.subscribe();
    let mut mirror = Mirror::default();
    mirror.take(&mut feed).await;
    assert_eq!((mirror.seq, mirror.rows.len()), (Some(0), 1));
    let after = world.start("After", json!({ "steps": 2 })).await;
    while mirror.rows.get(&after).is_none_or(|row| row.status != JobStatus::Completed) {
        mirror.take(&mut feed).await;
    }
    world.engine.clean(std::slice::from_ref(&before)).await.unwrap();
    while mirror.rows.contains_key(&before) {
        mirror.take(&mut feed).await;
    }
    let rows: HashMap<_, _> = world.engine.rows().into_iter().map(|row| (row.id.clone(), row)).collect();
    assert_eq!(mirror.rows, rows);
}

#[tokio::test]
async fn a_reader_that_does_not_ask_gets_the_last_values_when_it_does() {
    let world = World::new().await;
    let mut feed = world.engine.subscribe();
    let mut mirror = Mirror::default();
    mirror.take(&mut feed).await;
    let mut ids = Vec::new();
    for n in 0..25 {
        ids.push(world.start(&format!("Story {n}"), json!({ "steps": 3, "talk": 200 })).await);
    }
    for id in &ids {
        world.until_status(id, JobStatus::Completed).await;
    }
    let mut asked = 0;
    while mirror.rows.values().filter(|row| row.status == JobStatus::Completed).count() < 25 {
        mirror.take(&mut feed).await;
        asked += 1;
    }
    assert!(asked <= 4, "15,000 updates were kept as {asked} batches");
}

#[tokio::test]
async fn progress_comes_at_its_pace_and_a_change_of_state_at_once() {
    let clock = noon();
    let hands = clock.clone();
    let world = World::with(|mut options| {
        options.clock = clock;
        options
    })
    .await;
    let mut feed = world.engine.subscribe();
    let mut mirror = Mirror::default();
    mirror.take(&mut feed).await;
    let id = world.start("Tower", gated(2)).await;
    // The clock stands still: the first change of state comes all the same.
    mirror.take(&mut feed).await;
    assert!(mirror.rows.contains_key(&id));
    let waits = tokio::time::timeout(Duration::from_millis(20), feed.next()).await;
    assert!(waits.is_err(), "the next waits for its frame: {waits:?}");
    while mirror.rows[&id].status != JobStatus::Running {
        hands.advance(Duration::from_millis(50));
        mirror.take(&mut feed).await;
    }
}

#[tokio::test]
async fn states_that_came_and_went_between_two_reads_are_told_in_order() {
    let world = World::new().await;
    let mut feed = world.engine.subscribe();
    let mut mirror = Mirror::default();
    mirror.take(&mut feed).await;
    let id = world.start("Tower", gated(1)).await;
    world.until_status(&id, JobStatus::Running).await;
    world.engine.pause(&id).await.unwrap();
    world.engine.resume(&id).await.unwrap();
    world.until_status(&id, JobStatus::Running).await;
    world.work.let_go(&id, 1);
    world.until_status(&id, JobStatus::Completed).await;
    world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    while !mirror.lives.contains_key(&id) {
        mirror.take(&mut feed).await;
    }
    // A start that lasts no longer than the write before it is never announced.
    let told = mirror.lives[&id].iter().filter(|state| **state != JobStatus::Starting);
    let life = [
        JobStatus::Queued,
        JobStatus::Running,
        JobStatus::Paused,
        JobStatus::Queued,
        JobStatus::Running,
        JobStatus::Completed,
    ];
    assert!(told.eq(&life), "{:?}", mirror.lives[&id]);
    assert!(!mirror.rows.contains_key(&id), "it is cleaned already");
}

#[tokio::test]
async fn whoever_reads_now_and_then_is_told_the_same_life() {
    let world = World::new().await;
    let (mut often, mut seldom) = (world.engine.subscribe(), world.engine.subscribe());
    let (mut all, mut few) = (Mirror::default(), Mirror::default());
    all.take(&mut often).await;
    few.take(&mut seldom).await;
    let id = world.start("Tower", gated(3)).await;
    for turn in 0..3 {
        world.until_status(&id, JobStatus::Running).await;
        world.work.let_go(&id, 1);
        world.until(&id, |row| row.current == turn + 1).await;
        if turn < 2 {
            world.engine.pause(&id).await.unwrap();
            if turn == 0 {
                few.take(&mut seldom).await;
            }
            world.engine.resume(&id).await.unwrap();
        }
        while all.rows.get(&id).is_none_or(|row| row.current <= turn) {
            all.take(&mut often).await;
        }
    }
    for (mirror, feed) in [(&mut all, &mut often), (&mut few, &mut seldom)] {
        while mirror.rows.get(&id).is_none_or(|row| row.status != JobStatus::Completed) {
            mirror.take(feed).await;
        }
    }
    assert_eq!(all.lives[&id], few.lives[&id]);
}

#[tokio::test]
async fn a_reader_that_is_far_behind_gets_a_snapshot_again() {
    let world = World::new().await;
    let mut feed = world.engine.subscribe();
    let mut mirror = Mirror::default();
    mirror.take(&mut feed).await;
    world.engine.hold_queue(true).await.unwrap();
    let id = world.start("Tower", gated(1)).await;
    for _ in 0..20 {
        world.engine.pause(&id).await.unwrap();
        world.engine.resume(&id).await.unwrap();
    }
    mirror.take(&mut feed).await;
    assert_eq!((mirror.seq, mirror.snapshots), (Some(1), 2));
    assert_eq!(mirror.rows[&id].status, JobStatus::Queued);
    world.engine.pause(&id).await.unwrap();
    while mirror.rows[&id].status != JobStatus::Paused {
        mirror.take(&mut feed).await;
    }
    assert_eq!(mirror.snapshots, 2, "from there on changes are enough again");
}

#[tokio::test]
async fn every_feed_ends_when_the_engine_quits() {
    let world = World::new().await;
    let id = world.start("Tower", gated(2)).await;
    let mut jobs = world.engine.subscribe();
    let mut text = world.engine.subscribe_text(&id).unwrap();
    world.work.let_go(&id, 1);
    assert_eq!(text_of(&mut text, "It was night.").await, "s1");
    world.engine.quit().await.unwrap();
    assert_eq!(soon(text.next()).await, None);
    let mut mirror = Mirror::default();
    while let Some(event) = soon(jobs.next()).await {
        mirror.hear(event);
    }
    assert_eq!(mirror.rows[&id].status, JobStatus::Interrupted, "the last that is so is told");
    assert_eq!(soon(world.engine.subscribe_text(&id).unwrap().next()).await, None);
    let mut late = world.engine.subscribe();
    assert!(soon(late.next()).await.is_some(), "a snapshot there is");
    assert_eq!(soon(late.next()).await, None);
}

#[tokio::test]
async fn the_feeds_of_one_who_looks_end_too() {
    let world = World::new().await;
    let id = world.start("Tower", gated(2)).await;
    let mut options = EngineOptions::new(world.folder.clone(), "mythline", vec![world.work.clone()]);
    options.look = true;
    let looking = Engine::open(options).await.unwrap();
    let mut text = looking.subscribe_text(&id).unwrap();
    looking.quit().await.unwrap();
    assert_eq!(soon(text.next()).await, None);
}

async fn text_of(feed: &mut TextFeed, until: &str) -> String {
    let mut text: Vec<u16> = Vec::new();
    let mut step = String::new();
    loop {
        let event = soon(feed.next()).await.unwrap();
        if event.step != step {
            step = event.step;
            text.clear();
        }
        text.truncate(event.offset as usize);
        text.extend(event.text.encode_utf16());
        let now = String::from_utf16(&text).unwrap();
        if now == until {
            return step;
        }
    }
}

#[tokio::test]
async fn text_comes_as_it_is_written_and_a_late_reader_gets_what_there_is() {
    let world = World::new().await;
    let id = world.start("Tower", gated(3)).await;
    let mut early = world.engine.subscribe_text(&id).unwrap();
    world.work.let_go(&id, 1);
    assert_eq!(text_of(&mut early, "It was night.").await, "s1");
    let mut late = world.engine.subscribe_text(&id).unwrap();
    assert_eq!(text_of(&mut late, "It was night.").await, "s1");
    world.work.let_go(&id, 1);
    assert_eq!(text_of(&mut late, "It was night.").await, "s2");
    assert!(world.engine.subscribe_text("nobody").is_err());
}
