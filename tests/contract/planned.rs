//! Quests, a plan that is read first, and a story that goes on, from the terminal.

use mythline_tests::World;

use crate::PROGRAM;

const RESEARCH: &str = include_str!("../../src-tauri/crates/story/tests/fixtures/notes/research.json");

#[test]
fn a_file_of_quests_is_imported_and_written() {
    let world = World::empty(PROGRAM);
    std::fs::write(world.root().join("Corrow.json"), RESEARCH).unwrap();
    world.run(&["notes", "import", "Corrow.json"]).went_well();
    assert!(world.text("output/Corrow/research.md").starts_with("# The Bell of Corrow\n"));
    world.run(&["write", "Corrow", "--player", "Mira", "--pronoun", "she"]).went_well();
    let story = world.text("output/Corrow/story.md");
    assert!(story.contains("**Warden Ilka:** You are not from here, Mira."), "{story}");
}

#[test]
fn a_damaged_file_of_quests_is_refused_with_its_place() {
    let world = World::empty(PROGRAM);
    world
        .put("output/Corrow/research.json", "{\n  \"quests\": [{ \"title\": 7.5, \"objectives\": {} }]\n}\n");
    world.run(&["write", "Corrow"]).was_refused(
        "The file research.json cannot be read at quests[0].objectives: the quest says nothing that is to be done. \
         Mend it there; it was left as it is.",
    );
}

#[test]
fn a_plan_waits_to_be_read_and_is_followed() {
    let world = World::with_notes(PROGRAM);
    let ended = world.run(&["write", "The Ferry", "--plan-first", "--json"]);
    ended.went_well();
    let id = ended.objects()[0]["job"]["jobId"].as_str().unwrap().to_owned();
    let path = format!("output/The Ferry/takes/{id}/plan.md");
    let plan = world.text(&path);
    assert!(plan.contains("\n## introduction: "), "{plan}");
    let state = |world: &World| world.jobs()[0]["status"].as_str().unwrap().to_owned();
    assert_eq!(state(&world), "paused");

    world.put(&path, format!("{plan}- f999 nothing\n"));
    world.run(&["resume", &id]).went_well();
    assert_eq!(state(&world), "paused", "what cannot be followed waits on");
    assert_eq!(world.text(&path), format!("{plan}- f999 nothing\n"));

    world.put(&path, plan.replace("\n## introduction: ", "\n## introduction: The lamp and "));
    world.run(&["resume", &id]).went_well();
    assert_eq!(state(&world), "completed");
    assert!(world.text("output/The Ferry/story.md").contains("## The lamp and "));
}

#[test]
fn a_finished_story_goes_on_with_what_its_notes_say_now() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    world.run(&["more", &id]).was_refused(
        "This story has told all that its notes say. Write down more of what happens, and ask again.",
    );
    let before = world.take(&id);
    let notes = world.text("output/The Ferry/research.md");
    let later = "\n## The new boat\n\nIn May a new boat comes from the south. Jonas paints it green. Marit gives it \
                 a name. Nobody may say the name aloud.\n";
    world.notes("The Ferry", format!("{notes}{later}"));
    world.run(&["more", &id, "--scenes", "1"]).went_well();
    let after = world.take(&id);
    let titles = |take: &serde_json::Value| -> Vec<String> {
        take["steps"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| step["title"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut expected = titles(&before);
    expected.insert(expected.len() - 1, "The new boat".to_owned());
    assert_eq!(titles(&after), expected);
    assert!(world.text("output/The Ferry/story.md").contains("Jonas painted it green."));
    world.run(&["check", &id]).went_well();
}
