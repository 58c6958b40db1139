//! Ids: whole, cut short, unknown, ambiguous, malformed.

use mythline_tests::World;

use crate::PROGRAM;

const VERBS: [&str; 9] = ["status", "result", "wait", "log", "cancel", "pause", "resume", "retry", "discard"];

#[test]
fn an_id_may_be_cut_short() {
    let world = World::with_notes(PROGRAM);
    let id = world.write();
    for length in [4, 8, 36] {
        assert_eq!(world.run(&["status", &id[..length], "--json"]).json()["id"], id.as_str());
    }
}

#[test]
fn an_id_that_no_job_has_is_refused_by_every_verb() {
    let world = World::with_notes(PROGRAM);
    world.write();
    let before = world.files();
    for id in [
        "zzzz",
        "00000000-0000-4000-8000-000000000000",
        "../../etc/passwd",
        "",
        "\u{1b}[2J",
        &"9".repeat(5_000),
    ] {
        for verb in VERBS {
            let ended = world.run(&[verb, id]);
            let (code, said) = ended.said();
            assert_eq!(code, Some(2), "{verb} {id:?}: {ended:?}");
            assert!(
                said.starts_with("There is no job") || said.starts_with("More than one job"),
                "{verb} {id:?}: {said}"
            );
            assert!(!said.contains('\u{1b}') && said.len() < 300, "{verb}: {said:?}");
        }
        assert_eq!(world.run(&["clean", id]).code, Some(2));
    }
    let kept = |files: Vec<(String, Vec<u8>)>| {
        files.into_iter().filter(|(name, _)| !name.ends_with("owner.lock")).collect::<Vec<_>>()
    };
    assert_eq!(kept(world.files()), kept(before));
}

#[test]
fn an_id_that_several_jobs_begin_with_is_refused() {
    let world = World::with_notes(PROGRAM);
    let ids: Vec<String> = (0..17).map(|_| world.write()).collect();
    // Of 17 random ids two begin with the same of 16 digits.
    let shared = ids
        .iter()
        .map(|id| &id[..1])
        .find(|start| ids.iter().filter(|id| id.starts_with(start)).count() > 1)
        .unwrap();
    let ended = world.run(&["status", shared]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.said().1.starts_with("More than one job"), "{ended:?}");
    assert_eq!(world.jobs().len(), 17, "each start with nothing under way is a take of its own");
}
