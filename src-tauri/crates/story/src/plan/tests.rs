#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use super::*;

/// Notes of every odd kind that people have; each is planned or refused, and nothing panics.
#[test]
fn odd_notes_are_planned_or_refused() {
    let odd = [
        "",
        "\n\n\n",
        "#",
        "# \n## \n",
        "- \n- \n- ",
        "\"",
        "\"\"\"\"",
        "?",
        "...",
        "{player} {player} {player}",
        "# T\n## People\n## Places\n## Tone\n",
        "Ann. Ann. Ann. Ann. Ann. Ann. Ann. Ann.",
        "He went. She went. They went. It went. He went. She went. They went.",
        "\"Go.\" \"No.\" \"Go.\" \"No.\" \"Go.\" \"No.\" \"Go.\" \"No.\"",
        "太郎は村に住んでいた。ある日、彼は山へ行った。そこで花子に会った。花子は泣いていた。太郎は水をあげた。二人は帰った。村は静かだった。",
        "Der Müller schläft. Die Tochter ruft ihn. Er hört sie nicht. Der Fluss steigt. Sie läuft zum Wehr. Das Wehr hält.",
        "| a | b |\n|---|---|\n| Ann runs home | Bo eats it all |\n",
        "1) Ann runs home\n2) Bo eats all\n3) Cay sings a song\n4) Dan falls down\n5) Eve leaves town\n6) Fay laughs at it\n7) Gus locks up\n",
        "A\u{301}nn walks. \u{1F469}\u{200D}\u{1F680} flies to the moon. She lands there. It is cold. She plants a flag. She sleeps. She wakes.",
    ];
    for text in odd {
        let notes = Notes::read(text);
        let wishes = Wishes { subject: "T", player: Some("Aria"), ..Wishes::default() };
        match plan(&notes, &wishes) {
            Ok(plan) => check(&notes, &plan),
            Err(error) => assert_eq!(error.code, ErrorCode::NotesTooShort, "{text}"),
        }
    }
}

/// Every fact that is told has one step, every step has facts, and ids are unique.
fn check(notes: &Notes, plan: &Plan) {
    let given: Vec<usize> = plan.steps.iter().flat_map(|step| step.facts.clone()).collect();
    let told: HashSet<usize> = (0..notes.facts.len()).filter(|at| notes.facts[*at].is_story()).collect();
    assert_eq!(given.len(), told.len());
    assert_eq!(given.into_iter().collect::<HashSet<_>>(), told);
    assert!(plan.steps.iter().all(|step| !step.facts.is_empty()));
    let ids: HashSet<&str> = plan.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids.len(), plan.steps.len());
    assert_eq!(plan.told.len(), notes.facts.len());
}

#[test]
fn any_number_of_scenes_that_is_carried_can_be_asked_for() {
    let notes = Notes::read(crate::sample::NOTES);
    for scenes in 1..=5 {
        let wishes = Wishes { subject: "T", scenes: Some(scenes), ..Wishes::default() };
        let plan = plan(&notes, &wishes).unwrap();
        assert_eq!(plan.scenes, scenes);
        check(&notes, &plan);
    }
}

#[test]
fn the_steps_of_the_sample_are_in_the_order_of_the_notes() {
    let notes = Notes::read(crate::sample::NOTES);
    let plan = plan(&notes, &Wishes { subject: "T", ..Wishes::default() }).unwrap();
    let events: Vec<usize> = plan.steps[1..].iter().flat_map(|step| step.facts.clone()).collect();
    assert!(events.is_sorted());
    let titles: Vec<&str> = plan.steps.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles.first().zip(titles.last()), Some((&"Hallin", &"Afterwards")));
}
