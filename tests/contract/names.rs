//! Subjects and main characters as people, and those who mean harm, may write them.

use mythline_tests::{NOTES, World};

use crate::PROGRAM;

#[test]
fn a_subject_that_cannot_be_a_folder_is_refused_and_nothing_is_made() {
    let world = World::empty(PROGRAM);
    let cases = [
        ("../x", "The subject cannot begin with a dot. Take the dot away."),
        ("a/b", "The subject cannot hold / because it names a folder. Use a space or a dash."),
        ("a\\b", "The subject cannot hold \\ because it names a folder. Use a space or a dash."),
        ("/etc/passwd", "The subject cannot hold / because it names a folder. Use a space or a dash."),
        ("..", "The subject cannot be only dots. Use letters or numbers."),
        ("", "The subject is empty. Give it a name, such as the title of the notes."),
        ("  ", "The subject is empty. Give it a name, such as the title of the notes."),
        ("CON", "Windows keeps the name CON for a device. Add a word to the subject, such as “The CON”."),
        ("what?", "The subject cannot hold ? because it names a folder. Take it away."),
    ];
    for (subject, sentence) in cases {
        for verb in [&["write"][..], &["notes", "new"]] {
            world.run(&[verb, &[subject]].concat()).was_refused(sentence);
        }
    }
    world
        .run(&["write", &"x".repeat(300)])
        .was_refused("The subject is too long. Use at most 120 characters.");
    world.run(&["write", &"塔".repeat(120)]).was_refused(
        "The subject is too long for a folder's name: in this script about 66 characters fit. Make it shorter.",
    );
    assert!(!world.workspace().join("output").exists());
    assert!(!world.root().join("x").exists());
}

#[test]
fn every_script_can_name_a_story() {
    let world = World::empty(PROGRAM);
    for subject in ["مدينة الرياح", "🏰 Keep", "塔", "O'Neill's"] {
        world.notes(subject, NOTES);
        world.run(&["write", subject]).went_well();
        assert!(world.text(&format!("output/{subject}/story.md")).contains("Marit"), "{subject}");
    }
}

#[test]
fn case_makes_no_second_subject() {
    let world = World::with_notes(PROGRAM);
    world.run(&["write", "the FERRY"]).went_well();
    assert!(world.text("output/The Ferry/story.md").contains("Marit"));
    assert_eq!(std::fs::read_dir(world.workspace().join("output")).unwrap().count(), 1);
}

#[test]
fn a_player_is_a_name() {
    let world = World::with_notes(PROGRAM);
    let long = "x".repeat(2_000);
    let cases = [
        ("{player}", "The main character's name cannot hold {. Take it away."),
        ("<b>Ann</b>", "The main character's name cannot hold <. Take it away."),
        ("Ann [x]", "The main character's name cannot hold [. Take it away."),
        (&long, "The main character's name is too long. Use at most 60 characters."),
        ("42", "The main character's name has no letter in it. Use a name that can be read."),
    ];
    for (player, sentence) in cases {
        world.run(&["write", "The Ferry", "--player", player]).was_refused(sentence);
    }
    assert_eq!(world.jobs().len(), 0);
}

#[test]
fn a_player_with_quotes_is_in_the_story() {
    let world = World::with_notes(PROGRAM);
    for player in ["O'Brien", "Anna “Red” Lee"] {
        let ended = world.run(&["write", "The Ferry", "--player", player, "--json"]);
        ended.went_well();
        let id = ended.objects()[0]["job"]["jobId"].as_str().unwrap().to_owned();
        let take = world.take(&id);
        assert_eq!(take["player"]["name"], player);
        assert!(take["player"]["note"].is_string(), "it says how they came in: {}", take["player"]);
    }
}
