//! The command line itself.

use mythline_tests::World;

use crate::PROGRAM;

#[test]
fn help_and_version_are_answers() {
    let world = World::empty(PROGRAM);
    for args in [&["--help"][..], &["write", "--help"], &["notes", "import", "--help"], &["--version"]] {
        let ended = world.run(args);
        ended.went_well();
        assert!(ended.out.len() > 10 && ended.err.is_empty(), "{ended:?}");
    }
    let help = world.run(&["--help"]).out;
    for verb in [
        "write", "jobs", "status", "result", "wait", "log", "cancel", "pause", "resume", "retry", "discard",
        "clean", "notes", "models", "check", "tries", "rewrite", "choose", "lock", "unlock", "export",
        "open",
    ] {
        assert!(help.contains(&format!("\n  {verb} ")), "{verb} is missing: {help}");
    }
}

#[test]
fn what_is_wrong_with_the_arguments_is_said_in_one_sentence() {
    let world = World::empty(PROGRAM);
    let cases: [(&[&str], &str); 8] = [
        (&["sing"], "Unrecognized subcommand 'sing'. See mythline --help."),
        (&["jobs", "--loud"], "Unexpected argument '--loud' found. See mythline --help."),
        (&["status"], "The following required arguments were not provided: <ID>. See mythline --help."),
        (
            &["write", "The Ferry", "--scenes", "many"],
            "Invalid value 'many' for '--scenes <N>': invalid digit found in string. See mythline --help.",
        ),
        (&["write", "The Ferry", "--seed", "-1"], "Unexpected argument '-1' found. See mythline --help."),
        (
            &["write", "The Ferry", "--pronoun", "it"],
            "Invalid value 'it' for '--pronoun <he|she|they>' [possible values: he, she, they]. See mythline --help.",
        ),
        (
            &["clean"],
            "The following required arguments were not provided: <ID|--finished|--older-than <AGE>|--group <GROUP>|--state <STATE>|--subject <SUBJECT>|--search <WORDS>>. See mythline --help.",
        ),
        (
            &["clean", "--older-than", "soon"],
            "Invalid value 'soon' for '--older-than <AGE>': give a number with m, h or d, such as 24h. See mythline --help.",
        ),
    ];
    for (args, sentence) in cases {
        world.run(args).was_refused(sentence);
    }
}

#[test]
fn no_verb_shows_the_help_and_is_no_success() {
    let ended = World::empty(PROGRAM).run(&[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.out.contains("Usage: mythline"), "{ended:?}");
}

#[test]
fn an_error_is_an_object_where_json_is_asked_for() {
    let ended = World::empty(PROGRAM).run(&["write", "Nothing", "--json"]);
    assert_eq!(ended.code, Some(2));
    assert_eq!(ended.json()["error"]["code"], "missing_notes", "{ended:?}");
    assert_eq!(ended.json()["error"]["message"], ended.said().1);
}
