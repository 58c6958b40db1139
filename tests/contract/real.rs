//! The same program with the real models.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use mythline_tests::{Ended, Running, World};

use crate::PROGRAM;

/// Where the starter model lies; without it these tests fail, because a story that is not written
/// proves nothing.
fn starter() -> String {
    let set = std::env::var("MYTHLINE_STARTER_MODEL").ok();
    let known = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/models/smollm2-135m-instruct-q4_1.gguf");
    let path = set.unwrap_or_else(|| known.to_owned());
    assert!(
        fs::exists(&path).unwrap(),
        "the starter model is not at {path}: run `make model`, or set MYTHLINE_STARTER_MODEL"
    );
    path
}

fn command(world: &World, args: &[&str], model: &str) -> Command {
    let mut command = world.command(args);
    command.env("MYTHLINE_REAL_MODELS", "1").env("MYTHLINE_STARTER_MODEL", model);
    command
}

fn run(world: &World, args: &[&str], model: &str) -> Ended {
    Running::start(command(world, args, model)).end()
}

/// Runs a copy of the program that lies where no model lies beside it.
fn alone(world: &World, args: &[&str], model: &Path) -> Ended {
    let copy = world.root().join("alone");
    if !copy.exists() {
        fs::copy(PROGRAM, &copy).unwrap();
    }
    let beside = command(world, args, model.to_str().unwrap());
    let mut command = Command::new(copy);
    command.args(args).env_clear().stdout(Stdio::piped()).stderr(Stdio::piped());
    command.envs(beside.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Running::start(command).end()
}

#[test]
fn the_starter_model_writes_a_story() {
    let world = World::with_notes(PROGRAM);
    let ended = run(&world, &["write", "The Ferry", "--print", "--seed", "1"], &starter());
    ended.went_well();
    let story = fs::read_to_string(ended.out.lines().last().unwrap()).unwrap();
    assert!(story.split_whitespace().count() > 150, "{story}");
    assert!(story.contains("Marit"), "{story}");
    let checked = run(&world, &["check", "The Ferry", "--json"], &starter()).json();
    assert!(checked["repeated"].as_f64().unwrap() <= 0.03, "{checked}");
}

#[test]
fn a_model_that_is_cut_or_missing_is_refused_by_its_sentence() {
    let world = World::with_notes(PROGRAM);
    let bytes = fs::read(starter()).unwrap();
    let cut = world.root().join("cut.gguf");
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    let none = world.root().join("none.gguf");
    for model in [&cut, &none] {
        let ended = alone(&world, &["write", "The Ferry"], model);
        assert!(matches!(ended.code, Some(1 | 2)), "{ended:?}");
        assert!(!ended.err.contains("gguf_") && ended.err.lines().count() == 1, "{ended:?}");
        let listed = alone(&world, &["models", "--json"], model).json();
        assert!(listed[0]["problem"].is_string(), "{listed}");
    }
    let imported = run(&world, &["models", "import", cut.to_str().unwrap()], &starter());
    assert_eq!(imported.code, Some(2), "{imported:?}");
    let text = world.root().join("text.gguf");
    fs::write(&text, "not a model").unwrap();
    let imported = run(&world, &["models", "import", text.to_str().unwrap()], &starter());
    assert_eq!(imported.code, Some(2), "{imported:?}");
    // With the model back in its place the job goes on.
    let id = world.jobs()[0]["id"].as_str().unwrap().to_owned();
    run(&world, &["resume", &id], &starter()).went_well();
}

#[test]
fn a_model_can_be_tried_out() {
    let world = World::with_notes(PROGRAM);
    let tested = run(&world, &["models", "test", "--json"], &starter());
    tested.went_well();
    assert!(tested.json()["tokensPerS"].as_f64().unwrap() > 0.0);
    assert!(!tested.json()["text"].as_str().unwrap().is_empty());
    let unknown = run(&world, &["models", "test", "nothing"], &starter());
    unknown.was_refused("There is no model of this name. Choose one from the list.");
}
