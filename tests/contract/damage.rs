//! Files that are not what they should be: shown, left alone, and in nobody's way.

use mythline_tests::World;
use serde_json::Value;

use crate::PROGRAM;

fn damages(whole: &str) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("cut", whole.as_bytes()[..whole.len() / 2].to_vec()),
        ("empty", Vec::new()),
        ("no JSON", b"once upon a time".to_vec()),
        ("another shape", br#"["a", 1]"#.to_vec()),
        ("binary", vec![0, 159, 146, 150]),
        ("too large", vec![b' '; 50 * 1024 * 1024]),
    ]
}

#[test]
fn a_damaged_task_file_is_shown_and_left_alone() {
    let world = World::with_notes(PROGRAM);
    let (good, bad) = (world.write(), world.write());
    let path = format!(".mythline/tasks/{bad}.json");
    for (kind, bytes) in damages(&world.text(&path)) {
        world.put(&path, &bytes);
        let jobs = world.jobs();
        assert_eq!(jobs.len(), 2, "{kind}: the rest is there");
        let row = jobs.iter().find(|row| row["source"] == "damaged").unwrap();
        assert!(row["problem"]["reason"].as_str().unwrap().ends_with('.'), "{kind}: {row}");
        assert_eq!(row["problem"]["file"], path.as_str());
        let id = row["id"].as_str().unwrap();
        let status = world.run(&["status", id]);
        status.went_well();
        assert!(status.out.contains("damaged"), "{kind}: {status:?}");
        for verb in ["cancel", "pause", "resume", "retry", "discard", "result", "clean"] {
            world.run(&[verb, id]).was_refused("This job's file cannot be read. It is left as it is.");
        }
        world.run(&["status", &good]).went_well();
        world.run(&["clean", "--finished", "--dry-run"]).went_well();
        assert_eq!(
            std::fs::read(world.workspace().join(&path)).unwrap(),
            bytes,
            "{kind}: nothing was written"
        );
    }
    world.run(&["clean", "--finished"]).went_well();
    assert!(world.workspace().join(&path).exists());
}

#[test]
fn a_damaged_take_is_left_alone_and_its_subject_can_be_written_again() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let path = format!("output/The Ferry/takes/{id}/take.json");
    for (kind, bytes) in damages(&world.text(&path)) {
        world.put(&path, &bytes);
        let ended = world.run(&["check", "The Ferry", "--take", &id]);
        let (code, said) = ended.said();
        assert_eq!(code, Some(2), "{kind}: {ended:?}");
        assert!(said.len() > 20 && !said.contains("line 1 column"), "{kind}: {said}");
        world.run(&["status", &id]).went_well();
        assert_eq!(std::fs::read(world.workspace().join(&path)).unwrap(), bytes, "{kind}");
    }
    world.write();
}

#[test]
fn a_job_of_another_tool_is_shown_and_not_controlled() {
    let world = World::with_notes(PROGRAM);
    world.put(
        ".mythline/story_jobs/Old Story.json",
        r#"{"status": "in_progress", "message": "Writing", "current": 2, "total": 5, "details": {}, "timestamp": 0}"#,
    );
    let jobs = world.jobs();
    assert_eq!((&jobs[0]["source"], &jobs[0]["current"]), (&Value::from("other"), &Value::from(2)));
    let id = jobs[0]["id"].as_str().unwrap();
    assert_eq!(id, "story_jobs/Old Story");
    world.run(&["status", id]).went_well();
    for verb in ["cancel", "resume", "discard", "clean"] {
        world
            .run(&[verb, id])
            .was_refused("This job belongs to another tool. Mythline shows it and cannot control it.");
    }
    assert_eq!(world.json(".mythline/story_jobs/Old Story.json")["current"], 2);
}
