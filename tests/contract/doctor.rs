//! The doctor: what is found, what is mended, and what is never told.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
};

use mythline_tests::{NOTES, Running, World};
use serde_json::Value;

use crate::PROGRAM;

/// What must not be in a report, whatever is asked and however it goes wrong.
const PRIVATE: [&str; 8] = [
    "Marit",
    "Zanzibar",
    "Quillfeather",
    "sk-planted",
    "PLANTED_KEY",
    "10.9.8.7",
    "secret-house",
    "ferrywoman",
];

fn checks(world: &World, args: &[&str]) -> Vec<String> {
    let found = world.run(&[&["doctor", "--json"], args].concat()).json();
    let all = if args.is_empty() { found["findings"].clone() } else { found };
    all.as_array().unwrap().iter().map(|one| one["check"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_healthy_program_is_told_in_numbers() {
    let world = World::with_notes(PROGRAM);
    world.write();
    let ended = world.run(&["doctor", "--json"]);
    ended.went_well();
    let told = ended.json();
    assert_eq!(told["findings"], Value::Array(Vec::new()));
    assert_eq!(told["workspace"]["jobs"]["completed"], 1);
    assert_eq!((&told["workspace"]["stories"], &told["workspace"]["notes"]), (&1.into(), &1.into()));
    assert_eq!(told["models"][0]["isDefault"], true);
    assert_eq!(told["settings"]["textPercent"], 100);
    let text = world.run(&["doctor"]);
    text.went_well();
    for heading in ["Program", "System", "Computer", "Graphics", "Models", "Settings", "Workspace", "Checks"]
    {
        assert!(text.out.contains(heading), "{}", text.out);
    }
}

#[test]
fn a_diagnosis_holds_no_text_no_names_and_no_keys() {
    let world = World::empty(PROGRAM);
    let subject = "Zanzibar";
    world.notes(subject, NOTES.replace("Aldo Vik", "Quillfeather"));
    world.run(&["write", subject, "--player", "Marit"]).went_well();
    // A server with a key, a job that has failed with names in its message, and a log that speaks of all of it.
    let server = serde_json::json!({
        "id": "secret-house", "name": "secret-house", "url": "http://10.9.8.7:1/v1", "model": "secret-house",
        "vendor": "ollama", "key": { "environment": "PLANTED_KEY" }, "plainHttp": true,
    });
    let config = world.home().join(".config/mythline");
    let list = serde_json::json!({ "schema": 1, "servers": [server] });
    fs::write(config.join("models.json"), list.to_string()).unwrap();
    let id = world.jobs()[0]["id"].as_str().unwrap().to_owned();
    let task = format!(".mythline/tasks/{id}.json");
    let mut failed = world.json(&task);
    failed["status"] = "error".into();
    failed["error"] = serde_json::json!({ "code": "server_down", "message": "Quillfeather sk-planted" });
    world.put(&task, failed.to_string());
    let mut loud = world.command(&["check", subject]);
    loud.env("PLANTED_KEY", "sk-planted").env("MYTHLINE_LOG", "trace");
    Running::start(loud).end().went_well();
    world.put(".mythline/tasks/Quillfeather.json", "Marit is the ferrywoman");
    world.put(&format!("output/{subject}/takes/7f3a9c12-60c4-4b4e-9d6a-2f0f6f1f6a11/take.json"), "Marit");
    let logs = world.home().join(".local/share/mythline/logs");
    let log = fs::read_to_string(logs.join("mythline.log")).unwrap();
    fs::write(
        logs.join("mythline.log"),
        format!("{log}2026-11-23T09:00:01.5Z  WARN mythline_jobs::load: src-tauri/crates/jobs/src/load.rs:97: Marit sk-planted\n"),
    )
    .unwrap();
    for real in [None, Some("1")] {
        for args in [&["doctor"][..], &["doctor", "--json"]] {
            let mut command = world.command(args);
            real.map(|real| command.env("MYTHLINE_REAL_MODELS", real));
            let told = Running::start(command).end();
            assert!(told.out.contains("load.rs:97"), "{}", told.out);
            assert!(told.out.contains("damaged"), "{}", told.out);
            assert!(told.out.contains("server_down"), "{}", told.out);
            for private in PRIVATE.into_iter().chain(world.root().to_str()) {
                assert!(!told.out.contains(private), "{private}: {}", told.out);
            }
        }
    }
}

#[test]
fn what_is_wrong_is_found_and_mended_without_losing_anything() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let ours = world.workspace().join(".mythline");
    let top = world.text("output/The Ferry/story.md");
    fs::remove_file(world.workspace().join("output/The Ferry/story.md")).unwrap();
    world.put(".mythline/tasks/half.json", "{\"status\":");
    world.put(&format!("output/The Ferry/takes/{id}/.mythline-1234.tmp"), "half");
    let config = world.home().join(".config/mythline");
    fs::write(config.join("settings.json"), "{").unwrap();
    for open in [&ours, &config] {
        fs::set_permissions(open, Permissions::from_mode(0o755)).unwrap();
    }
    let wrong = ["settings", "own_folders", "jobs", "tops", "left_overs", "jobs_folder"];
    let found = world.run(&["doctor", "--json"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    let mut all = checks(&world, &[]);
    all.sort();
    let mut expected: Vec<String> = wrong.iter().map(|&check| check.to_owned()).collect();
    expected.sort();
    assert_eq!(all, expected);

    let repaired = world.run(&["doctor", "--repair"]);
    repaired.went_well();
    assert_eq!(repaired.out.matches("(mended)").count(), wrong.len(), "{repaired:?}");
    assert_eq!(checks(&world, &[]), Vec::<String>::new());
    assert_eq!(world.text("output/The Ferry/story.md"), top);
    assert_eq!(world.text(".mythline/set-aside/half.json"), "{\"status\":", "moved, as it is");
    assert_eq!(fs::read_to_string(config.join("settings.json.damaged")).unwrap(), "{");
    assert_eq!(world.take(&id)["task_id"], id.as_str());
}

#[test]
fn what_cannot_be_mended_says_what_to_do() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    world.put(&format!("output/The Ferry/takes/{id}/take.json"), "{\"schema\": 1");
    let found = world.run(&["doctor", "--repair"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(found.out.contains("left as it is"), "{found:?}");
    assert_eq!(world.text(&format!("output/The Ferry/takes/{id}/take.json")), "{\"schema\": 1");

    let gone = world.root().join("gone");
    let found = world.run(&["--workspace", gone.to_str().unwrap(), "doctor"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(
        found.err.contains("There is no folder") && found.out.contains("The workspace cannot be opened.")
    );
}
