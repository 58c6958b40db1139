//! A workspace that a service of another make works in: it opens as it is, and what is said of it is true.

use std::{
    fs,
    time::{Duration, SystemTime},
};

use mythline_tests::{NOTES, Running, Service, World};
use rustix::process::Signal;
use serde_json::Value;

use crate::PROGRAM;

const STORY: &str = "story_jobs/The Ferry";

/// A story of the service's own, begun and not gone on with.
fn moved_in(world: &World) -> Service {
    world.notes("The Ferry", NOTES);
    let mut service = Service::start(&world.workspace());
    service.done(r#"POST /story/create {"subject": "The Ferry", "player": "Marit"}"#);
    service
}

/// Checks that the terminal says of a job what the service says of it.
#[track_caller]
fn agree(world: &World, id: &str, said: &Value) {
    let row = world.run(&["status", id, "--json"]).json();
    assert_eq!(row["source"], "other", "{row}");
    let word = match said["status"].as_str().unwrap() {
        "in_progress" => "running",
        "planning" => "starting",
        "complete" => "completed",
        same => same,
    };
    assert_eq!(row["status"], word, "{said} {row}");
    for field in ["message", "current", "current_step", "step_number"] {
        let ours = match field {
            "current_step" => "currentStep",
            "step_number" => "stepNumber",
            same => same,
        };
        if !said[field].is_null() {
            assert_eq!(row[ours], said[field], "{field}: {said} {row}");
        }
    }
    let total = said["total"].as_u64().or(said["total_steps"].as_u64()).unwrap_or(0);
    assert_eq!(row["total"], total, "{said} {row}");
    let share = |said: &Value| Some(said["current"].as_f64()? / said["total"].as_f64().filter(|t| *t > 0.0)?);
    let progress = said["progress"].as_f64().or_else(|| (word == "completed").then_some(100.0));
    let progress = progress.or_else(|| Some(share(said)? * 100.0)).unwrap_or(0.0);
    assert!((row["progress"].as_f64().unwrap() - progress).abs() < 0.01, "{said} {row}");
    let begun = Duration::from_millis(row["createdAt"].as_u64().unwrap());
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap().checked_sub(begun);
    assert!(since.is_some_and(|since| since < Duration::from_secs(3_600)), "a time of today: {row}");
}

#[test]
fn a_workspace_of_another_make_is_told_truly_from_the_first_step_to_the_last() {
    let world = World::empty(PROGRAM);
    let mut service = Service::start(&world.workspace());
    let (code, _) = service.ask(r#"POST /story/create {"subject": "The Ferry", "player": "Marit"}"#);
    assert_eq!(code, 400, "there are no notes yet");
    drop(service);

    let mut service = moved_in(&world);
    let import = service.done(r#"POST /import {"items": ["a", "b", "c"]}"#);
    let import = import["task_id"].as_str().unwrap().to_owned();
    let steps = service.done(r#"POST /steps {"items": ["Read", "Sort"]}"#);
    let steps = steps["task_id"].as_str().unwrap().to_owned();
    let watching = Running::start(world.command(&["jobs", "--watch", "--json"]));
    watching.says(&import);

    let (story, task) = (STORY.to_owned(), |id: &str| format!("tasks/{id}"));
    agree(&world, &story, &service.done("GET /story/progress/The Ferry"));
    for _ in 0..5 {
        service.step("The Ferry");
        agree(&world, &story, &service.done("GET /story/progress/The Ferry"));
    }
    watching.says("Story creation complete");
    for _ in 0..4 {
        service.step(&import);
        agree(&world, &task(&import), &service.done(&format!("GET /status/{import}")));
    }
    for _ in 0..2 {
        agree(&world, &task(&steps), &service.done(&format!("GET /status/{steps}")));
        service.step(&steps);
    }
    agree(&world, &task(&steps), &service.done(&format!("GET /status/{steps}")));

    // Who looked on saw each go forward to its end, and nothing of it as damaged.
    service.done(r#"POST /import {"items": []}"#);
    mythline_tests::wait_until("the last of it is listed", || world.jobs().len() == 4);
    watching.signal(Signal::INT);
    let seen = watching.end().objects();
    for id in [story, task(&import)] {
        let rows: Vec<&Value> = seen.iter().filter(|row| row["id"] == id.as_str()).collect();
        assert!(rows.iter().map(|row| row["progress"].as_f64().unwrap()).is_sorted(), "{rows:?}");
        assert!(rows.len() > 2, "{id} was followed on its way: {rows:?}");
    }
    assert!(seen.iter().all(|row| row["source"] == "other"), "{seen:?}");
}

#[test]
fn ends_of_every_kind_are_told_and_what_the_service_cleans_is_gone() {
    let world = World::empty(PROGRAM);
    let mut service = moved_in(&world);
    let mut begun = |items: &str| {
        let answer = service.done(&format!(r#"POST /import {{"items": [{items}]}}"#));
        answer["task_id"].as_str().unwrap().to_owned()
    };
    let (failing, stopped) = (begun(r#""bad""#), begun(r#""a", "b""#));
    service.step(&failing);
    service.step(&stopped);
    assert_eq!(service.ask(&format!("GET /tasks/{failing}/result")).0, 500);
    assert_eq!(service.ask(&format!("GET /tasks/{stopped}/result")).0, 425);
    assert_eq!(service.done(&format!("DELETE /tasks/{stopped}/cancel"))["status"], "cancelled");

    let row = world.run(&["status", &format!("tasks/{failing}"), "--json"]).json();
    assert_eq!((&row["status"], &row["error"]["message"]), (&"error".into(), &"bad cannot be read".into()));
    agree(&world, &format!("tasks/{stopped}"), &service.done(&format!("GET /status/{stopped}")));

    service.done(&format!("DELETE /tasks/{failing}"));
    let ids: Vec<Value> = world.jobs().iter().map(|row| row["id"].clone()).collect();
    assert!(!ids.contains(&format!("tasks/{failing}").into()), "{ids:?}");
    assert_eq!(ids.len(), 2);
}

#[test]
fn both_work_in_one_folder_and_neither_harms_the_other() {
    let world = World::empty(PROGRAM);
    let mut service = moved_in(&world);
    world.notes("Old", "- Ada mends clocks.\n");
    service.done(r#"POST /story/create {"subject": "Old", "player": "Ada"}"#);
    let import = service.done(r#"POST /import {"items": ["a"]}"#);
    let import = format!(".mythline/tasks/{}.json", import["task_id"].as_str().unwrap());
    let theirs = |world: &World| [world.text(&import), world.text(".mythline/story_jobs/Old.json")];
    let before = theirs(&world);

    let id = world.write();
    assert_eq!(theirs(&world), before);
    assert_eq!(world.text("output/The Ferry/research.md"), NOTES);

    // What it reads of a job of ours is what it knows of its own.
    let said = service.done("GET /story/progress/The Ferry");
    assert_eq!((&said["status"], &said["current"]), (&"completed".into(), &said["total"]));
    assert!(said["timestamp"].as_f64().unwrap() > 1.7e9);
    assert_eq!(service.done(&format!("GET /status/{id}"))["progress"], 100.0);
    let result = service.done(&format!("GET /tasks/{id}/result"));
    assert_eq!(result["result"]["story"], format!("output/The Ferry/takes/{id}/story.md"), "{result}");

    // What it cleans by age is records; a story stays.
    let record = world.workspace().join(format!(".mythline/tasks/{id}.json"));
    let long_ago = SystemTime::now() - Duration::from_secs(48 * 3_600);
    fs::File::options().append(true).open(&record).unwrap().set_modified(long_ago).unwrap();
    assert_eq!(service.done("DELETE /tasks")["cleaned"], 1);
    assert!(!world.jobs().iter().any(|row| row["id"] == id.as_str()));
    assert!(world.text("output/The Ferry/story.md").contains("Marit"));
    world.run(&["export", "The Ferry", "--format", "txt"]).went_well();
}
