//! The list as people look at it: filtered, sorted, searched, a window at a time.

use mythline_protocol::{Group, GroupCounts, JobSource, JobStatus, ListQuery, ListSort, ListWindow};
use serde_json::{Value, json};

use crate::world::{World, gated, until};

/// Everything, in the usual order.
fn all() -> ListQuery {
    ListQuery { limit: 100, ..ListQuery::default() }
}

fn search(words: &str) -> ListQuery {
    ListQuery { search: words.to_owned(), ..all() }
}

fn subjects(window: &ListWindow) -> Vec<&str> {
    window.rows.iter().map(|row| row.subject.as_str()).collect()
}

fn found(world: &World, query: &ListQuery) -> Vec<String> {
    let window = world.engine.list(query);
    assert_eq!(window.total as usize, window.rows.len());
    window.rows.into_iter().map(|row| row.subject).collect()
}

/// A workspace in which task files lie, each with what is said of it.
async fn lying(tasks: &[Value]) -> World {
    let dir = tempfile::TempDir::new().unwrap();
    for (n, task) in (1_u8..).zip(tasks) {
        let mut whole = json!({
            "schema": 1,
            "task_id": format!("{n:02x}000000-0000-4000-8000-000000000000"),
            "kind": "steps",
            "status": "completed",
            "subject": "Tower",
            "created_at": format!("2023-11-14T12:00:{n:02}Z"),
        });
        whole.as_object_mut().unwrap().extend(task.as_object().unwrap().clone());
        let name = format!(".mythline/tasks/{}.json", whole["task_id"].as_str().unwrap());
        crate::world::put(dir.path(), &name, whole.to_string().as_bytes());
    }
    World::over(dir, |mut options| {
        options.settings.clean_after = None;
        options
    })
    .await
}

#[tokio::test]
async fn the_usual_order_is_what_is_written_what_waits_and_what_ended_last() {
    let world = lying(&[
        json!({ "subject": "Old", "finished_at": "2023-11-14T13:00:00Z" }),
        json!({ "subject": "New", "finished_at": "2023-11-14T14:00:00Z" }),
        json!({ "subject": "Failed", "status": "error", "finished_at": "2023-11-13T14:00:00Z" }),
    ])
    .await;
    let running = world.start("Running", gated(1)).await;
    world.start("Second", gated(1)).await;
    let first = world.start("First", gated(1)).await;
    world.until_status(&running, JobStatus::Running).await;
    world.engine.write_now(&first).await.unwrap();
    let window = world.engine.list(&all());
    assert_eq!(subjects(&window), ["Running", "First", "Second", "Failed", "New", "Old"]);
    assert_eq!(window.groups, GroupCounts { writing: 1, waiting: 2, needs_you: 1, finished: 2 });
    let other = world.engine.list(&ListQuery { reverse: true, ..all() });
    assert_eq!(subjects(&other), ["Old", "New", "Failed", "Second", "First", "Running"]);
}

#[tokio::test]
async fn a_window_holds_so_many_from_one_on_and_says_how_many_there_are() {
    let tasks: Vec<Value> = (0..25).map(|n| json!({ "subject": format!("Story {n:02}") })).collect();
    let world = lying(&tasks).await;
    let by_title = |offset, limit| {
        let query = ListQuery { sort: ListSort::Title, offset, limit, ..ListQuery::default() };
        let window = world.engine.list(&query);
        assert_eq!((window.total, window.offset), (25, offset));
        window.rows.into_iter().map(|row| row.subject).collect::<Vec<_>>()
    };
    assert_eq!(by_title(0, 2), ["Story 00", "Story 01"]);
    assert_eq!(by_title(11, 3), ["Story 11", "Story 12", "Story 13"]);
    assert_eq!(by_title(24, 9), ["Story 24"]);
    assert!(by_title(25, 9).is_empty() && by_title(u32::MAX, 9).is_empty() && by_title(3, 0).is_empty());
    let mut whole = Vec::new();
    (0..25).step_by(4).for_each(|offset| whole.extend(by_title(offset, 4)));
    assert!(whole.is_sorted() && whole.len() == 25, "windows side by side are the list: {whole:?}");
}

#[tokio::test]
async fn filters_narrow_and_the_groups_are_counted_beside() {
    let world = lying(&[
        json!({ "subject": "Done" }),
        json!({ "subject": "Look", "details": { "to_look_at": 2 } }),
        json!({ "subject": "Given up", "status": "cancelled" }),
        json!({ "subject": "Failed", "status": "error" }),
    ])
    .await;
    world.put(".mythline/tasks/broken.json", b"{");
    world.put(".mythline/story_jobs/Theirs.json", br#"{"status":"in_progress"}"#);
    let world = world.again().await;
    let of = |query: ListQuery| {
        let mut found = found(&world, &query);
        found.sort();
        found
    };
    assert_eq!(of(ListQuery { needs_look: true, ..all() }), ["Look"]);
    assert_eq!(of(ListQuery { states: vec![JobStatus::Cancelled], ..all() }), ["Given up"]);
    assert_eq!(of(ListQuery { sources: vec![JobSource::Damaged], ..all() }), ["broken"]);
    assert_eq!(of(ListQuery { sources: vec![JobSource::Other], ..all() }), ["Theirs"]);
    assert_eq!(
        of(ListQuery { subject: Some("DONE".into()), ..all() }),
        ["Done"],
        "one subject, two spellings"
    );
    assert!(of(ListQuery { subject: Some("Do".into()), ..all() }).is_empty(), "a subject is whole");
    let groups = vec![Group::NeedsYou, Group::Writing];
    let needs = world.engine.list(&ListQuery { groups, ..all() });
    assert_eq!(needs.total, 3);
    assert_eq!(needs.groups, GroupCounts { writing: 1, waiting: 0, needs_you: 2, finished: 3 });
    let both = ListQuery { search: "l".into(), states: vec![JobStatus::Error], ..all() };
    assert_eq!(of(both), ["Failed"]);
}

#[tokio::test]
async fn a_search_minds_neither_case_nor_accents_and_finds_players_and_ids() {
    let world = lying(&[
        json!({ "subject": "Der Straßenkater", "title": "Émile und der Kater" }),
        json!({ "subject": "The Tower", "player": "Zoë Łęcka" }),
        json!({ "subject": "Tea at four" }),
    ])
    .await;
    assert_eq!(found(&world, &search("emile")), ["Der Straßenkater"]);
    assert_eq!(found(&world, &search("STRASSEN")), ["Der Straßenkater"]);
    assert_eq!(found(&world, &search("Lecka ZOE tower")), ["The Tower"], "every word, in any order");
    assert!(found(&world, &search("zoe kater")).is_empty());
    assert_eq!(found(&world, &search("03000000-0")), ["Tea at four"]);
    assert_eq!(found(&world, &search("0300")), ["Tea at four"]);
    assert!(found(&world, &search("03")).is_empty(), "too short to be meant as an id");
    assert_eq!(found(&world, &search("  ")).len(), 3);
}

#[tokio::test]
async fn the_list_follows_what_happens() {
    let world = World::new().await;
    assert_eq!(world.engine.list(&all()).total, 0);
    let id = world.start("Tower", gated(1)).await;
    let other = world.start("Harbour", gated(1)).await;
    assert_eq!(found(&world, &search("tow")), ["Tower"]);
    world.until_status(&id, JobStatus::Running).await;
    world.work.let_go(&id, 1);
    world.until_status(&id, JobStatus::Completed).await;
    let finished = ListQuery { groups: vec![Group::Finished], ..all() };
    assert_eq!(world.engine.matching(&finished), std::slice::from_ref(&id));
    world.engine.clean(std::slice::from_ref(&id)).await.unwrap();
    assert!(world.engine.matching(&finished).is_empty());
    world.engine.undo_clean(std::slice::from_ref(&id)).await.unwrap();
    assert_eq!(world.engine.matching(&finished), [id]);
    assert_eq!(world.engine.matching(&search("harb")), [other]);
}

#[tokio::test]
async fn whoever_looks_seldom_sees_the_list_as_it_is() {
    let world = World::new().await;
    assert_eq!(world.engine.list(&all()).total, 0);
    world.engine.hold_queue(true).await.unwrap();
    let id = world.start("Tower", gated(1)).await;
    // More than a reader's changes are kept for: the index is made anew.
    for _ in 0..20 {
        world.engine.pause(&id).await.unwrap();
        world.engine.resume(&id).await.unwrap();
    }
    world.engine.pause(&id).await.unwrap();
    let paused = ListQuery { states: vec![JobStatus::Paused], ..all() };
    assert_eq!(found(&world, &paused), ["Tower"]);
    until(|| world.row(&id).status == JobStatus::Paused, || format!("{:?}", world.row(&id))).await;
}
