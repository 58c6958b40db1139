//! Other programs and scripts have the owner do something.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant, SystemTime},
};

use mythline_jobs::{JobVerb, Place};
use mythline_protocol::{CancelAnswer, ErrorCode, JobAnswer, JobStatus, Said, StartAnswer};
use serde_json::{Value, json};

use crate::{
    looking::look,
    world::{World, code, gated, put, request, until},
};

/// Ids of requests, so that each test's are told apart.
fn id(n: u32) -> String {
    format!("{n:08x}-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
}

fn path(world: &World, name: &str) -> PathBuf {
    world.dir.path().join(".mythline/requests").join(name)
}

/// Puts a request there as a script would: written beside and renamed in.
fn ask(world: &World, id: &str, request: &Value) {
    world.put(&format!(".mythline/requests/{id}.json"), request.to_string().as_bytes());
}

async fn answer(world: &World, id: &str) -> Value {
    let file = path(world, &format!("{id}.answer.json"));
    until(|| file.exists(), || format!("no answer to {id}")).await;
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

async fn refusal(world: &World, id: &str) -> (String, String) {
    let answer = answer(world, id).await;
    assert_eq!(answer["schema"], 1);
    let word = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    (word(&answer["error"]["code"]), word(&answer["error"]["message"]))
}

#[tokio::test]
async fn a_second_program_has_the_owner_do_every_verb() {
    let world = World::new().await;
    let second = look(&world).await;
    let started = second.start("steps", request("Tower", gated(3))).await.unwrap();
    let tower = started.job_id;
    assert_eq!(started.status, StartAnswer::Started);
    assert!(second.row(&tower).is_ok(), "who asked knows of the job at once");
    world.until_status(&tower, JobStatus::Running).await;
    let attached = second.start("steps", request("Tower", gated(3))).await.unwrap();
    assert_eq!(attached.status, StartAnswer::Attached);

    second.pause(&tower[..8]).await.unwrap();
    assert_eq!(
        (world.row(&tower).status, second.row(&tower).unwrap().status),
        (JobStatus::Paused, JobStatus::Paused)
    );
    second.hold_queue(true).await.unwrap();
    second.resume(&tower).await.unwrap();
    assert_eq!(world.row(&tower).status, JobStatus::Queued);
    let keep = second.start("steps", request("Keep", gated(1))).await.unwrap().job_id;
    let hut = second.start("steps", request("Hut", gated(1))).await.unwrap().job_id;
    second.move_to(&hut, Place::First).await.unwrap();
    second.move_to(&tower, Place::Last).await.unwrap();
    second.move_to(&keep, Place::Before(hut.clone())).await.unwrap();
    let places = [&keep, &hut, &tower].map(|id| world.row(id).place);
    assert_eq!(places, [Some(1), Some(2), Some(3)]);
    second.write_now(&tower).await.unwrap();
    assert_eq!(world.row(&tower).place, Some(1));
    second.set_limit("small", 3).await.unwrap();
    second.hold_queue(false).await.unwrap();
    for id in [&tower, &keep, &hut] {
        world.until_status(id, JobStatus::Running).await;
    }

    assert_eq!(second.cancel(&keep).await.unwrap(), CancelAnswer::Cancelled);
    assert_eq!(second.row(&keep).unwrap().status, JobStatus::Cancelled, "who asked sees the effect");
    assert_eq!(second.cancel(&keep).await.unwrap(), CancelAnswer::AlreadyCompleted);
    let again = second.retry(&keep).await.unwrap();
    assert_eq!(again.status, StartAnswer::Started);
    assert_eq!(code(second.discard(&again.job_id).await), ErrorCode::NotNow);
    second.pause(&again.job_id).await.unwrap();
    assert_eq!(second.discard(&again.job_id).await.unwrap().cleaned.len(), 1);
    assert_eq!(second.clean(std::slice::from_ref(&keep)).await.unwrap().cleaned.len(), 1);
    assert_eq!(code(second.row(&keep)), ErrorCode::UnknownJob);
    second.undo_clean(std::slice::from_ref(&keep)).await.unwrap();
    assert_eq!(world.row(&keep).status, JobStatus::Cancelled);
    assert_eq!(second.clean_finished().await.unwrap().cleaned.len(), 1);
    assert_eq!(code(second.start("steps", request("no notes", gated(1))).await), ErrorCode::MissingNotes);
    assert_eq!(code(second.cancel("ffff").await), ErrorCode::UnknownJob);
    assert_eq!(fs::read_dir(path(&world, "")).unwrap().count(), 0, "nothing is left of it");
    second.quit().await.unwrap();
}

#[tokio::test]
async fn a_script_asks_with_a_file_and_is_answered_with_one() {
    let world = World::new().await;
    let start = json!({ "schema": 1, "verb": "start", "kind": "steps", "subject": "Tower", "options": { "steps": 2, "gate": true } });
    ask(&world, &id(1), &start);
    let answered = answer(&world, &id(1)).await;
    let job = answered["answer"]["jobId"].as_str().unwrap().to_owned();
    assert_eq!(answered, json!({ "schema": 1, "answer": { "jobId": job, "status": "started" } }));
    world.until_status(&job, JobStatus::Running).await;
    until(|| !path(&world, &format!("{}.json", id(1))).exists(), || "the request stays".into()).await;
    ask(&world, &id(2), &json!({ "schema": 1, "verb": "cancel", "jobs": [&job[..6], "ffffff"] }));
    let answered = answer(&world, &id(2)).await["answer"].clone();
    assert_eq!(answered[0], json!({ "jobId": job, "answer": "cancelled" }));
    assert_eq!(answered[1]["error"]["code"], "unknown_job");
    assert_eq!(world.row(&job).status, JobStatus::Cancelled);
    ask(&world, &id(3), &json!({ "schema": 1, "verb": "clean_older", "seconds": 0 }));
    assert_eq!(answer(&world, &id(3)).await["answer"]["cleaned"][0]["jobId"], job);
}

#[tokio::test]
async fn several_jobs_are_told_at_once_and_each_has_its_answer() {
    let world = World::new().await;
    let mut jobs = Vec::new();
    for subject in ["One", "Two", "Three"] {
        jobs.push(world.start(subject, gated(1)).await);
    }
    world.until_status(&jobs[0], JobStatus::Running).await;
    let asked = [&jobs[..], &["ffff".to_owned()]].concat();
    let answers = world.engine.each(JobVerb::Pause, &asked).await.unwrap();
    assert!(answers[..3].iter().all(|answer| answer.said == Said::Answer(Value::Null)), "{answers:?}");
    assert!(matches!(&answers[3], JobAnswer { said: Said::Error(e), .. } if e.code == ErrorCode::UnknownJob));
    for (id, begun) in jobs.iter().zip([true, false, false]) {
        assert_eq!(world.row(id).status, JobStatus::Paused);
        assert_eq!(world.task(id)["started_at"].is_string(), begun, "no job begins while all are paused");
    }
}

#[tokio::test]
async fn what_is_no_request_is_answered_and_set_aside() {
    let world = World::new().await;
    let job = world.start("Tower", gated(1)).await;
    world.until_status(&job, JobStatus::Running).await;
    fs::create_dir_all(path(&world, "")).unwrap();
    let good = json!({ "schema": 1, "verb": "cancel", "jobs": [job] }).to_string();
    world.put("elsewhere.json", good.as_bytes());
    std::os::unix::fs::symlink("../../elsewhere.json", path(&world, &format!("{}.json", id(1)))).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        path(&world, &format!("{}.json", id(2))),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .unwrap();
    fs::create_dir(path(&world, &format!("{}.json", id(3)))).unwrap();
    let cases = [
        (id(4), vec![b' '; 70_000], "damaged_file", "is larger than 64 KB"),
        (id(5), good.as_bytes()[..good.len() - 4].to_vec(), "bad_option", "cut short"),
        (id(6), b"cancel everything".to_vec(), "bad_option", "not JSON"),
        (id(7), vec![], "bad_option", "empty"),
        (id(8), br#"{"schema":1,"verb":"rm","path":"/"}"#.to_vec(), "bad_option", "the fields of a request"),
        (
            id(9),
            br#"{"schema":1,"verb":"cancel","jobs":"all"}"#.to_vec(),
            "bad_option",
            "the fields of a request",
        ),
        (id(10), br#"{"schema":7,"verb":"clean_older","seconds":0}"#.to_vec(), "bad_option", "newer version"),
        (id(11), b"[".repeat(60_000), "bad_option", "cut short"),
    ];
    for (id, content, ..) in &cases {
        world.put(&format!(".mythline/requests/{id}.json"), content);
    }
    for (n, says) in [(1, "is a link"), (2, "is a pipe"), (3, "is a folder")] {
        let (code, message) = refusal(&world, &id(n)).await;
        assert_eq!(code, "damaged_file");
        assert!(message.contains(says), "{message}");
    }
    for (id, _, wanted, says) in &cases {
        let (code, message) = refusal(&world, id).await;
        assert_eq!(&code, wanted, "{message}");
        assert!(message.contains(says), "{message}");
    }
    for n in 1..=11 {
        let name = format!("{}.json", id(n));
        until(|| fs::symlink_metadata(path(&world, "refused").join(&name)).is_ok(), || name.clone()).await;
        assert!(fs::symlink_metadata(path(&world, &name)).is_err(), "{name}");
    }
    world.until_status(&job, JobStatus::Running).await; // Nothing of it was done.
    assert_eq!(world.text("elsewhere.json"), good, "what the link led to is as it was");
}

#[tokio::test]
async fn ids_and_subjects_are_never_paths() {
    let world = World::new().await;
    let job = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&job, JobStatus::Completed).await;
    let before = world.text(&format!(".mythline/tasks/{job}.json"));
    for (n, jobs) in [(1, "../../etc/passwd"), (2, "/etc/passwd"), (3, "tasks/../../x"), (4, "*"), (5, "")] {
        ask(&world, &id(n), &json!({ "schema": 1, "verb": "discard", "jobs": [jobs] }));
        let said = answer(&world, &id(n)).await;
        assert_eq!(said["answer"][0]["error"]["code"], "unknown_job", "{said}");
    }
    ask(&world, &id(6), &json!({ "schema": 1, "verb": "undo_clean", "jobs": ["../tasks/x"] }));
    assert_eq!(refusal(&world, &id(6)).await.0, "unknown_job");
    // Names that are no ids have nobody to be answered.
    let names = ["..json", "job.json", "AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA.json", "a b.json"];
    let clean = json!({ "schema": 1, "verb": "clean_older", "seconds": 0 }).to_string();
    for name in names {
        put(world.dir.path(), &format!(".mythline/requests/{name}"), clean.as_bytes());
    }
    for name in &names[1..] {
        until(|| path(&world, "refused").join(name).exists(), || (*name).to_owned()).await;
    }
    assert!(path(&world, names[0]).exists(), "a hidden name is somebody's file on its way");
    assert_eq!(world.text(&format!(".mythline/tasks/{job}.json")), before);
}

#[tokio::test]
async fn what_is_older_than_the_owner_is_refused() {
    let world = World::new().await;
    let hold = json!({ "schema": 1, "verb": "hold_queue", "hold": true });
    // As `mv` would bring it: an old file under a new name.
    let beside = path(&world, "old.tmp");
    put(world.dir.path(), ".mythline/requests/old.tmp", hold.to_string().as_bytes());
    let file = fs::File::options().write(true).open(&beside).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    fs::rename(beside, path(&world, &format!("{}.json", id(1)))).unwrap();
    let (code, message) = refusal(&world, &id(1)).await;
    assert_eq!(code, "not_owner");
    assert!(message.contains("older than the program"), "{message}");
    let job = world.start("Tower", json!({ "steps": 1 })).await;
    world.until_status(&job, JobStatus::Completed).await;
}

#[tokio::test]
async fn a_request_is_done_once_however_often_it_comes() {
    let world = World::new().await;
    let first = json!({ "schema": 1, "verb": "start", "kind": "steps", "subject": "Tower", "options": { "steps": 1 } });
    ask(&world, &id(1), &first);
    let job = answer(&world, &id(1)).await["answer"]["jobId"].as_str().unwrap().to_owned();
    world.until_status(&job, JobStatus::Completed).await;
    let file = path(&world, &format!("{}.json", id(1)));
    for answer_is_there in [true, false] {
        if !answer_is_there {
            fs::remove_file(path(&world, &format!("{}.answer.json", id(1)))).unwrap();
        }
        until(|| !file.exists(), || "the request stays".into()).await;
        ask(&world, &id(1), &first);
        until(|| !file.exists(), || "the replay stays".into()).await;
    }
    // One that comes after it has been answered after it.
    ask(&world, &id(2), &json!({ "schema": 1, "verb": "hold_queue", "hold": true }));
    answer(&world, &id(2)).await;
    assert_eq!(world.engine.rows().len(), 1);
    assert!(!path(&world, &format!("{}.answer.json", id(1))).exists());
    let world = world.again().await;
    ask(
        &world,
        &id(2),
        &json!({ "schema": 1, "verb": "start", "kind": "steps", "subject": "Keep", "options": {} }),
    );
    until(|| !path(&world, &format!("{}.json", id(2))).exists(), || "the replay stays".into()).await;
    assert_eq!(world.engine.rows().len(), 1, "an answer from before a restart still stands");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_requests_at_once_hang_nothing_and_none_is_lost() {
    const MANY: u32 = 10_000;
    let world = World::new().await;
    let job = world.start("Tower", gated(2)).await;
    world.until_status(&job, JobStatus::Running).await;
    fs::create_dir_all(path(&world, "")).unwrap();
    for n in 0..MANY {
        let asked = match n % 4 {
            0 => json!({ "schema": 1, "verb": "hold_queue", "hold": n % 8 == 0 }).to_string(),
            1 => json!({ "schema": 1, "verb": "pause", "jobs": ["ffff"] }).to_string(),
            2 => json!({ "schema": 1, "verb": "limit", "lane": "big", "limit": n }).to_string(),
            _ => "no request".to_owned(),
        };
        fs::write(path(&world, &format!("{n}.tmp")), asked).unwrap();
    }
    for n in 0..MANY {
        fs::rename(path(&world, &format!("{n}.tmp")), path(&world, &format!("{}.json", id(n)))).unwrap();
    }
    // The engine goes on with its own work meanwhile.
    world.work.let_go(&job, 1);
    world.until(&job, |row| row.current == 1).await;
    world.engine.pause(&job).await.unwrap();
    let answered = || {
        fs::read_dir(path(&world, ""))
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".answer.json"))
            .count()
    };
    // Ten thousand answers are more work than other tests do, and counting them is some too.
    let until = async |so: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !so() {
            assert!(begun.elapsed() < Duration::from_secs(120), "{} answers", answered());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    until(&|| answered() == MANY as usize).await;
    for n in [0, 1, 2, 3, MANY - 4, MANY - 3, MANY - 2, MANY - 1] {
        let said = answer(&world, &id(n)).await;
        assert_eq!(said.get("error").is_some(), n % 4 == 3, "{said}");
    }
    let left = || fs::read_dir(path(&world, "")).unwrap().count() - answered() - 1;
    until(&|| left() == 0).await;
    assert_eq!(fs::read_dir(path(&world, "refused")).unwrap().count(), MANY as usize / 4);
}
