//! What subscribers are sent.

use std::{collections::HashMap, time::Duration};

use mythline_jobs::{JobsFeed, TextFeed};
use mythline_protocol::{JobRow, JobStatus, JobsEvent};
use serde_json::json;

use crate::world::{World, gated, noon, soon};

/// A reader that follows the events as the window does.
#[derive(Default)]
struct Mirror {
    seq: Option<u64>,
    rows: HashMap<String, JobRow>,
}

impl Mirror {
    async fn take(&mut self, feed: &mut JobsFeed) {
        match soon(feed.next()).await.unwrap() {
            JobsEvent::Snapshot { seq, rows, .. } => {
                self.seq = Some(seq);
                self.rows = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
            }
            JobsEvent::Batch { seq, changed, removed, .. } => {
                assert_eq!(Some(seq), self.seq.map(|seq| seq + 1), "numbers count up by one");
                self.seq = Some(seq);
                assert!(changed.len() <= 10);
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
