//! A story as a file for other programs.

use mythline_tests::World;

use crate::PROGRAM;

const FORMATS: [&str; 5] = ["md", "html", "epub", "docx", "txt"];

#[test]
fn a_story_is_exported_in_every_format() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    for format in FORMATS {
        let file = world.home().join(format!("book.{format}"));
        let to = file.to_str().unwrap();
        let written =
            world.run(&["export", "The Ferry", "--format", format, "--output", to, "--json"]).json();
        assert_eq!(written["path"], to);
        assert_eq!(written["bytes"], std::fs::metadata(&file).unwrap().len());
        assert_eq!(written["unwritten"], 0);
        assert!(written["words"].as_u64() > Some(20), "{written}");
    }
    let whole = std::fs::read_to_string(world.home().join("book.txt")).unwrap();
    let first = world.home().join("first.txt");
    world
        .run(&["export", &id[..8], "--as", "txt", "--scenes", "1", "--out", first.to_str().unwrap()])
        .went_well();
    let first = std::fs::read_to_string(first).unwrap();
    assert!(first.len() < whole.len() && first.starts_with("The Ferry"), "{first}");
}

#[test]
fn without_a_name_the_file_is_called_after_the_story_and_replaces_nothing() {
    let world = World::with_notes(PROGRAM);
    world.write();
    let told = world.run(&["export", "The Ferry", "--format", "md"]);
    told.went_well();
    let path = told.out.lines().last().unwrap();
    assert!(path.ends_with("/The Ferry.md"), "{told:?}");
    std::fs::write(path, "mine").unwrap();
    let again = world.run(&["export", "The Ferry", "--format", "md"]);
    again.was_refused(&format!("There is a file {path} already. Give the file another name."));
    assert_eq!(std::fs::read_to_string(path).unwrap(), "mine");
}

#[test]
fn what_cannot_be_exported_is_refused_and_nothing_is_written() {
    let world = World::with_notes(PROGRAM);
    let file = world.home().join("book.txt");
    let to = file.to_str().unwrap();
    world
        .run(&["export", "The Ferry", "--format", "txt", "--output", to])
        .was_refused("There is no story of “The Ferry” yet. Write one first.");
    world.write();
    let nowhere = world.home().join("nowhere");
    world
        .run(&["export", "The Ferry", "--format", "txt", "--output", nowhere.join("b.txt").to_str().unwrap()])
        .was_refused(&format!("There is no folder {}. Make it first, or name another.", nowhere.display()));
    for scenes in ["0", "2-1", "all"] {
        world
            .run(&["export", "The Ferry", "--format", "txt", "--output", to, "--scenes", scenes])
            .was_refused("Scenes are numbers from 1 on, as in 3, 2-5 or 1,4-6.");
    }
    assert!(!file.exists() && !nowhere.exists());
}
