//! What somebody is sent who sees a part of the list at a time.

use std::{sync::Arc, time::Duration};

use mythline_jobs::{ManualClock, Place, ViewFeed};
use mythline_protocol::{Access, Group, JobStatus, ListQuery, View, ViewEvent};
use serde_json::json;

use crate::world::{World, gated, noon, soon};

/// The first rows of what a search finds.
fn view(search: &str, limit: u32) -> View {
    View { list: ListQuery { search: search.to_owned(), limit, ..ListQuery::default() }, ..View::default() }
}

fn subjects(event: &ViewEvent) -> Vec<&str> {
    event.list.iter().flat_map(|list| &list.rows).map(|row| row.subject.as_str()).collect()
}

async fn next(feed: &mut ViewFeed) -> ViewEvent {
    soon(feed.next()).await.unwrap()
}

async fn still() -> (World, Arc<ManualClock>) {
    let clock = noon();
    let hands = clock.clone();
    let world = World::with(|mut options| {
        options.clock = clock;
        options
    })
    .await;
    (world, hands)
}

#[tokio::test]
async fn first_comes_all_that_is_seen_and_then_what_is_other() {
    let (world, hands) = still().await;
    let id = world.start("Tower", gated(2)).await;
    world.until_status(&id, JobStatus::Running).await;
    let mut feed = world.engine.watch(view("tower", 10));
    let first = next(&mut feed).await;
    assert_eq!((first.seq, subjects(&first)), (0, vec!["Tower"]));
    assert_eq!(first.access, Some(Access::Owner));
    assert!(first.saving.is_some() && first.queue.is_some());

    hands.advance(Duration::from_secs(1));
    world.work.let_go(&id, 1);
    world.until(&id, |row| row.current == 1).await;
    let event = next(&mut feed).await;
    assert_eq!(event.seq, 1);
    assert!(event.list.is_none(), "the same jobs in the same order: the row is enough");
    assert_eq!((event.changed.len(), event.changed[0].current), (1, 1));

    world.engine.quit().await.unwrap();
    while soon(feed.next()).await.is_some() {}
}

#[tokio::test]
async fn a_place_that_is_another_and_a_held_queue_are_told_at_once() {
    let (world, hands) = still().await;
    world.start("Zero", gated(1)).await;
    let ids = [world.start("One", gated(1)).await, world.start("Two", gated(1)).await];
    let list = ListQuery { groups: vec![Group::Waiting], limit: 10, ..ListQuery::default() };
    world.until(&ids[1], |row| row.place == Some(2)).await;
    let mut feed = world.engine.watch(View { list, ..View::default() });
    let first = next(&mut feed).await;
    assert_eq!(subjects(&first), ["One", "Two"]);
    let queue = first.queue.unwrap();
    assert_eq!((queue.held, queue.paused, queue.limit), (false, false, 1));
    // Other news may come before it; the second in which an order may stay as it was is not waited for.
    let mut told = async |wanted: fn(&ViewEvent) -> bool| {
        while !wanted(&next(&mut feed).await) {
            hands.advance(Duration::from_millis(60));
        }
    };
    world.engine.move_to(&ids[1], Place::First).await.unwrap();
    hands.advance(Duration::from_millis(60));
    told(|event| subjects(event) == ["Two", "One"]).await;
    world.engine.hold_queue(true).await.unwrap();
    hands.advance(Duration::from_millis(60));
    told(|event| event.queue.as_ref().is_some_and(|queue| queue.held)).await;
}

#[tokio::test]
async fn what_is_not_in_view_is_named_when_it_turns_and_its_progress_is_not_told() {
    let world = World::new().await;
    let beside = world.start("Harbour", gated(2)).await;
    world.until_status(&beside, JobStatus::Running).await;
    let mut feed = world.engine.watch(view("tower", 10));
    assert!(subjects(&next(&mut feed).await).is_empty());
    world.work.let_go(&beside, 1);
    world.until(&beside, |row| row.current == 1).await;
    world.engine.cancel(&beside).await.unwrap();
    let mut turned = Vec::new();
    while turned.last() != Some(&(beside.clone(), JobStatus::Cancelled)) {
        let event = next(&mut feed).await;
        assert!(event.changed.is_empty() && subjects(&event).is_empty(), "{event:?}");
        turned.extend(event.turned.into_iter().map(|turned| (turned.id, turned.status)));
    }
}

#[tokio::test]
async fn a_job_that_is_followed_is_told_of_wherever_it_stands() {
    let (world, hands) = still().await;
    let open = world.start("Harbour", gated(2)).await;
    world.until_status(&open, JobStatus::Running).await;
    let gone = "00000000-0000-4000-8000-000000000000".to_owned();
    let mut feed = world.engine.watch(View { jobs: vec![open.clone(), gone.clone()], ..view("tower", 10) });
    let first = next(&mut feed).await;
    assert_eq!((first.changed[0].id.as_str(), first.removed), (open.as_str(), vec![gone]));
    world.engine.cancel(&open).await.unwrap();
    hands.advance(Duration::from_secs(1));
    while next(&mut feed).await.changed.last().is_none_or(|row| row.status != JobStatus::Cancelled) {}
    world.engine.clean(std::slice::from_ref(&open)).await.unwrap();
    hands.advance(Duration::from_secs(1));
    while next(&mut feed).await.removed != [open.as_str()] {}
}

#[tokio::test]
async fn whoever_looks_elsewhere_is_sent_what_is_there() {
    let world = World::new().await;
    for subject in ["Tower", "Harbour", "Mill"] {
        let id = world.start(subject, json!({ "steps": 1 })).await;
        world.until_status(&id, JobStatus::Completed).await;
    }
    let mut feed = world.engine.watch(view("", 1));
    let first = next(&mut feed).await;
    assert_eq!(first.list.map(|list| (list.total, list.rows.len())), Some((3, 1)));
    feed.look_at(View { look: 7, ..view("harbour", 1) });
    let event = next(&mut feed).await;
    assert_eq!((event.seq, event.look, subjects(&event)), (1, 7, vec!["Harbour"]));
    let another = world.start("The other harbour", json!({ "steps": 1 })).await;
    world.until_status(&another, JobStatus::Completed).await;
    let list = loop {
        if let Some(list) = next(&mut feed).await.list {
            break list;
        }
    };
    assert_eq!(list.total, 2);
}

#[tokio::test]
async fn a_new_title_finds_its_place() {
    let world = World::new().await;
    let id = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&id, JobStatus::Completed).await;
    let mut feed = world.engine.watch(view("lantern", 10));
    assert!(subjects(&next(&mut feed).await).is_empty());
    let mut task = world.task(&id);
    task["title"] = "The Lantern".into();
    world.put(&format!(".mythline/tasks/{id}.json"), task.to_string().as_bytes());
    while subjects(&next(&mut feed).await) != ["Tower"] {}
}
