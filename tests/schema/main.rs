//! The JSON Schemas under `docs/schemas/`: they are what the code says, and what is written is as they say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "tests")]

mod files;

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use mythline_tests::World;
use serde_json::{Value, json};

use files::Validator;

/// The program under test, with a model that takes no time.
const PROGRAM: &str = env!("CARGO_BIN_EXE_mythline-on-trial");

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/schemas"))
}

/// Every schema, by the name of its file.
fn of_the_code() -> BTreeMap<String, String> {
    let file = |(name, schema): (&str, _)| {
        let mut schema = serde_json::to_value(schema).unwrap();
        schema["title"] = json!(name);
        (format!("{name}.schema.json"), format!("{schema:#}\n"))
    };
    mythline_studio::schemas().into_iter().map(file).collect()
}

/// To write them anew: `make types`.
#[test]
fn the_schemas_are_as_the_code_says() {
    let wanted = of_the_code();
    if env::var_os("MYTHLINE_WRITE_SCHEMAS").is_some() {
        for (name, text) in &wanted {
            fs::write(folder().join(name), text).unwrap();
        }
    }
    let committed: BTreeMap<String, String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".schema.json"))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    let names = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&wanted));
    for (name, text) in wanted {
        assert!(committed[&name] == text, "{name} is not what the code says: run `make types` and commit it");
    }
}

#[test]
fn every_file_that_is_written_is_as_its_schema_says() {
    let world = World::with_notes(PROGRAM);
    let mut validator = Validator::new(folder());
    files::have_all_written(&world, &mut validator);
    validator.finds_nothing_wrong();
    let unseen: Vec<String> = of_the_code()
        .into_keys()
        .filter(|name| !validator.saw(name.trim_end_matches(".schema.json")))
        .collect();
    assert_eq!(unseen, Vec::<String>::new(), "a file of each kind was looked at");
}

#[test]
fn a_file_that_is_not_as_its_schema_says_is_found() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    let task = world.json(&format!(".mythline/tasks/{id}.json"));
    let take = world.take(&id);
    let without = |of: &Value, field: &str| {
        let mut changed = of.clone();
        changed.as_object_mut().unwrap().remove(field);
        changed
    };
    let with = |of: &Value, pointer: &str, value: Value| {
        let mut changed = of.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed
    };
    for (schema, wrong) in [
        ("task", without(&task, "status")),
        ("task", with(&task, "/status", json!("dancing"))),
        ("task", with(&task, "/current", json!(-1))),
        ("take", without(&take, "steps")),
        ("take", with(&take, "/steps/0/type", json!("prologue"))),
        ("take", with(&take, "/steps/0/text", json!(7))),
        ("request", json!({ "schema": 1, "verb": "cancel" })),
        ("request", json!({ "schema": 1, "verb": "format", "jobs": [] })),
        ("settings", json!({ "theme": "pink" })),
    ] {
        let mut validator = Validator::new(folder());
        validator.look_at(schema, &wrong);
        assert_ne!(validator.faults(), "", "{schema}: {wrong}");
    }
}
