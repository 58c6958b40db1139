//! What the commands answer, as it crosses to the window.

use serde_json::json;

use crate::desk::{Chosen, Desk};

#[test]
fn a_first_start_proposes_a_workspace_with_the_sample_in_it() {
    let desk = Desk::new();
    let info = desk.ask("workspace_info", json!({})).unwrap();
    assert_eq!(info["name"], "Mythline");
    assert_eq!(info["access"]["type"], "owner");
    assert!(info["sample"].is_string(), "{info}");
    assert!(desk.workspace().is_dir());
}

#[test]
fn an_error_crosses_as_its_code_and_its_sentence() {
    let desk = Desk::new();
    let error =
        desk.ask("start_story", json!({ "params": { "subject": "Nothing of the kind" } })).unwrap_err();
    assert_eq!(error["code"], "missing_notes");
    assert!(error["message"].as_str().is_some_and(|sentence| sentence.ends_with('.')), "{error}");
    assert_eq!(error.as_object().unwrap().len(), 2, "nothing more: {error}");

    let error = desk.ask("cancel_job", json!({ "jobId": "../../etc/passwd" })).unwrap_err();
    assert_eq!(error["code"], "unknown_job");
}

#[test]
fn several_jobs_each_answer_for_themselves() {
    let desk = Desk::new();
    let which = json!({ "ids": ["3f6c1e00-58b2-4d0e-9a77-1c5be2f40d93", "tasks/none"] });
    let answers = desk.ask("each_job", json!({ "verb": "writeNow", "which": which })).unwrap();
    let codes: Vec<_> = answers.as_array().unwrap().iter().map(|each| &each["error"]["code"]).collect();
    assert_eq!(codes, ["unknown_job", "unknown_job"]);
    let query = desk.ask("list_jobs", json!({ "query": {} }));
    assert!(query.is_ok(), "what is left out of a query does not narrow: {query:?}");
    let done = desk.ask("clean_each", json!({ "which": { "matching": { "search": "tower" } } })).unwrap();
    assert_eq!((&done["cleaned"], &done["refused"]), (&json!([]), &json!([])));
    let done = desk.ask("clean_each", json!({ "which": which })).unwrap();
    assert_eq!(done["refused"].as_array().map(Vec::len), Some(2), "{done}");
}

#[test]
fn a_workspace_that_is_a_file_is_told_of_by_every_command() {
    let home = tempfile::tempdir().unwrap();
    let file = Desk::page(home.path(), "letter.txt", "Dear reader");
    let desk = Desk::set(home, Some(file), Chosen::default());
    for command in ["workspace_info", "list_notes", "clean_finished"] {
        assert_eq!(desk.ask(command, json!({})).unwrap_err()["code"], "bad_workspace", "{command}");
    }
}

#[test]
fn after_a_start_that_failed_another_folder_can_be_opened() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("tales");
    std::fs::create_dir(&folder).unwrap();
    let chosen = Chosen { folder: Some(folder), ..Chosen::default() };
    let missing = home.path().join("not-there");
    let desk = Desk::set(home, Some(missing), chosen);
    assert_eq!(desk.ask("workspace_info", json!({})).unwrap_err()["code"], "bad_workspace");
    assert_eq!(desk.ask("open_workspace", json!({})).unwrap()["name"], "tales");
    assert_eq!(desk.ask("workspace_info", json!({})).unwrap()["name"], "tales");
}

#[test]
fn a_folder_that_cannot_be_opened_leaves_the_one_that_is_open() {
    let home = tempfile::tempdir().unwrap();
    let file = Desk::page(home.path(), "letter.txt", "Dear reader");
    let desk = Desk::set(home, None, Chosen { folder: Some(file), ..Chosen::default() });
    assert_eq!(desk.ask("open_workspace", json!({})).unwrap_err()["code"], "bad_workspace");
    assert_eq!(desk.ask("workspace_info", json!({})).unwrap()["name"], "Mythline");
}

#[test]
fn nothing_chosen_changes_nothing() {
    let desk = Desk::new();
    assert_eq!(desk.ask("open_workspace", json!({})).unwrap(), json!(null));
    assert_eq!(desk.ask("import_model", json!({})).unwrap(), json!(null));
    assert_eq!(desk.ask("import_notes", json!({})).unwrap()["notes"], json!([]));
    assert_eq!(desk.ask("workspace_info", json!({})).unwrap()["name"], "Mythline");
}

#[test]
fn notes_are_taken_in_read_and_changed() {
    let home = tempfile::tempdir().unwrap();
    let chosen = Desk::page(home.path(), "The ferry.md", "# The ferry\n\nIda rows the ferry at Skarne.\n");
    let dropped = Desk::page(home.path(), "The mill.txt", "Per owns the mill at Skarne.\n");
    let desk = Desk::set(home, None, Chosen { notes: vec![chosen], ..Chosen::default() });

    assert_eq!(desk.ask("import_notes", json!({})).unwrap()["notes"][0]["subject"], "The ferry");
    let paths = [dropped.with_file_name("not-there.md"), dropped.clone(), dropped];
    let imported = desk.ask("import_dropped", json!({ "paths": paths })).unwrap();
    assert_eq!(imported["notes"].as_array().map(Vec::len), Some(1), "{imported}");
    assert_eq!(imported["notes"][0]["subject"], "The mill");
    let refused: Vec<_> = imported["refused"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&refused[0]["name"], &refused[0]["error"]["code"]),
        (&json!("not-there.md"), &json!("missing_file"))
    );
    assert_eq!(refused[1]["error"]["code"], "bad_subject", "it is there already");

    let text = desk.ask("read_notes", json!({ "subject": "The mill" })).unwrap();
    assert_eq!(text, "Per owns the mill at Skarne.\n");
    desk.ask("save_notes", json!({ "subject": "The mill", "text": "Per sold the mill.\n" })).unwrap();
    assert_eq!(desk.ask("read_notes", json!({ "subject": "The mill" })).unwrap(), "Per sold the mill.\n");

    let listed = desk.ask("list_notes", json!({})).unwrap();
    let subjects: Vec<_> =
        listed.as_array().unwrap().iter().map(|notes| notes["subject"].as_str().unwrap()).collect();
    assert!(subjects.contains(&"The ferry") && subjects.contains(&"The mill"), "{subjects:?}");
}

#[test]
fn what_is_set_is_kept_and_stays_within_its_bounds() {
    let desk = Desk::new();
    let usual = desk.ask("preferences", json!({})).unwrap();
    assert_eq!((&usual["theme"], &usual["cleanAfterHours"]), (&json!("system"), &json!(24)));
    let wanted = json!({ "theme": "dark", "textPercent": 900, "language": "de", "cleanAfterHours": null });
    let kept = desk.ask("change_preferences", json!({ "preferences": wanted })).unwrap();
    assert_eq!((&kept["theme"], &kept["textPercent"]), (&json!("dark"), &json!(200)));
    assert_eq!(desk.ask("preferences", json!({})).unwrap(), kept);
    let settings = std::fs::read_to_string(desk.home.path().join("config/settings.json")).unwrap();
    assert!(settings.contains("\"dark\"") && settings.contains("workspace"), "{settings}");
    assert_eq!(desk.ask("older_than", json!({ "ageHours": 1 })).unwrap(), json!([]));
    assert_eq!(desk.ask("clean_older", json!({ "ageHours": 1 })).unwrap()["cleaned"], json!([]));
}

#[test]
fn notes_are_begun_and_given_another_name() {
    let desk = Desk::new();
    let begun = desk.ask("new_notes", json!({ "subject": "The mill" })).unwrap();
    assert_eq!(begun["subject"], "The mill");
    let again = desk.ask("new_notes", json!({ "subject": "the Mill" })).unwrap_err();
    assert_eq!(again["code"], "bad_subject");
    let spelt = desk.ask("rename_notes", json!({ "subject": "The mill", "name": "THE MILL" })).unwrap_err();
    assert_eq!(spelt["code"], "bad_subject");
    let renamed = desk.ask("rename_notes", json!({ "subject": "The mill", "name": "The weir" })).unwrap();
    assert_eq!(renamed["subject"], "The weir");
    assert_eq!(
        desk.ask("read_notes", json!({ "subject": "The mill" })).unwrap_err()["code"],
        "missing_notes"
    );
    let text = desk.ask("read_notes", json!({ "subject": "The weir" })).unwrap();
    assert!(text.as_str().is_some_and(|text| text.contains("## People")), "{text}");
}

#[test]
fn a_story_that_is_not_there_is_not_exported_and_no_other_file_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let save = home.path().join("story.md");
    let desk = Desk::set(home, None, Chosen { save: Some(save.clone()), ..Chosen::default() });
    let id = "3f6c1e00-58b2-4d0e-9a77-1c5be2f40d93";
    let params = json!({ "of": "The mill", "take": id, "format": "md", "scenes": null });
    assert_eq!(desk.ask("export_story", json!({ "params": params })).unwrap_err()["code"], "missing_file");
    assert!(!save.exists());
    assert_eq!(
        desk.ask("show_export", json!({ "path": "/etc/passwd" })).unwrap_err()["code"],
        "missing_file"
    );
    let chosen = desk.ask("choose_take", json!({ "subject": "The mill", "take": id })).unwrap_err();
    assert_eq!(chosen["code"], "unknown_job");
}

#[test]
fn files_that_the_start_was_given_are_taken_in() {
    let home = tempfile::tempdir().unwrap();
    let page = Desk::page(home.path(), "The ferry.md", "Ida rows the ferry at Skarne.\n");
    let desk = Desk::set(home, None, Chosen { given: vec![page], ..Chosen::default() });
    let taken = desk.ask("given_notes", json!({})).unwrap();
    assert_eq!(taken["notes"][0]["subject"], "The ferry");
    let text = desk.ask("read_notes", json!({ "subject": "The ferry" })).unwrap();
    assert_eq!(text, "Ida rows the ferry at Skarne.\n");
    assert_eq!(
        desk.ask("given_notes", json!({})).unwrap(),
        json!({ "notes": [], "refused": [] }),
        "they are taken in once"
    );
}

#[test]
fn a_model_that_is_none_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let file = Desk::page(home.path(), "model.gguf", "not a model");
    let desk = Desk::set(home, None, Chosen { model: Some(file), ..Chosen::default() });
    assert_eq!(desk.ask("import_model", json!({})).unwrap_err()["code"], "not_a_model");
}

#[test]
fn a_step_of_a_story_that_is_not_there_cannot_be_worked_on() {
    let desk = Desk::new();
    let of =
        json!({ "of": "The mill", "step": "1", "number": 1, "text": "Told.", "leave": true, "lock": true });
    for command in ["step_tries", "choose_try", "edit_step", "leave_step", "lock_step"] {
        assert_eq!(desk.ask(command, of.clone()).unwrap_err()["code"], "missing_file", "{command}");
    }
    let params = json!({ "of": "The mill", "step": "1", "wish": "shorter" });
    assert_eq!(desk.ask("rewrite_step", json!({ "params": params })).unwrap_err()["code"], "missing_file");
}

#[test]
fn what_is_copied_is_cleared_of_keys() {
    let desk = Desk::new();
    let cleared = desk.ask("clear_of_secrets", json!({ "text": "the key sk-a1b2c3d4e5f6g7h8." })).unwrap();
    assert_eq!(cleared, json!({ "text": "the key [removed].", "removed": 1 }));
}
