//! A finished story with a passage to look at, and what can be answered to it.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::world::{A_STORY, Page, SOON, World, until};

const JOB: &str = "3f6c1e00-58b2-4d0e-9a77-1c5be2f40d93";
const NOTES: &str = "# The mill\n\nNell Harker keeps the mill at Skarne. Nell walks to the weir at dawn. She finds a \
                     red boat under the weir. Nell ties the boat to the wheel. In the evening a boy asks for the \
                     boat. Nell gives him the boat and an oar.\n";

/// A story as a job left it: the second of its steps says something that its notes do not.
fn story(world: &World) -> PathBuf {
    let folder = world.home().join("tales");
    let take = folder.join(format!("output/The mill/takes/{JOB}"));
    fs::create_dir_all(&take).unwrap();
    fs::create_dir_all(folder.join(".mythline/tasks")).unwrap();
    fs::write(folder.join("output/The mill/research.md"), NOTES).unwrap();
    let step = |id: &str, kind: &str, title: &str, facts: &[&str], text: &str| {
        let facts: Vec<Value> = facts.iter().map(|fact| json!({ "fact": fact, "found": true })).collect();
        let sub = if kind == "quest" { json!("quest_execution") } else { Value::Null };
        json!({ "id": id, "type": kind, "sub_type": sub, "title": title, "facts": facts, "words_asked": 20,
                "attempts": 1, "lock": false, "text": text, "lines": [], "review": [], "tries": [] })
    };
    let mut weir = step(
        "scene-1-execution",
        "quest",
        "The weir",
        &["f2", "f3"],
        "Nell walked to the weir at dawn. She found a green boat.",
    );
    weir["review"] = json!([{ "rule": "contradiction", "message": "The notes say that the boat is red.",
                              "quote": "a green boat", "fact": "f3" }]);
    weir["tries"] = json!([{ "text": "Nell found a red boat under the weir.", "review": [] }]);
    let fact = |id: &str, text: &str| json!({ "id": id, "line": 3, "text": text });
    let whole = json!({
        "schema": 1, "task_id": JOB, "title": "The mill", "subject": "The mill",
        "player": { "name": "Nell Harker", "pronoun": "she", "place": "inNotes", "of": null, "note": null },
        "model": "SmolLM2 135M Instruct", "request": {},
        "facts": [fact("f1", "Nell Harker keeps the mill at Skarne."), fact("f2", "Nell walks to the weir at dawn."),
                  fact("f3", "She finds a red boat under the weir."), fact("f4", "Nell gives him the boat and an oar.")],
        "steps": [step("introduction", "introduction", "Skarne", &["f1"], "Nell Harker kept the mill at Skarne."),
                  weir,
                  step("conclusion", "conclusion", "An oar", &["f4"], "Nell gave him the boat and an oar.")],
    });
    fs::write(take.join("take.json"), serde_json::to_vec_pretty(&whole).unwrap()).unwrap();
    let now = time::OffsetDateTime::now_utc();
    let at = now.format(&time::format_description::well_known::Rfc3339).unwrap();
    let task = json!({
        "schema": 1, "task_id": JOB, "kind": "story", "title": "The mill", "subject": "The mill", "player": null,
        "lane": "smollm2-135m", "request": {}, "status": "completed", "message": "25 words in 3 steps.",
        "progress": 100.0, "current": 3, "total": 3, "current_step": null, "step_number": 3, "total_steps": 3,
        "details": { "words": 25, "to_look_at": 1 }, "result": { "words": 25, "steps": 3, "to_look_at": 1 },
        "error": null, "created_at": at, "started_at": at, "finished_at": at,
        "timestamp": now.unix_timestamp(), "owner": null, "attempt": 1,
    });
    fs::write(folder.join(format!(".mythline/tasks/{JOB}.json")), serde_json::to_vec_pretty(&task).unwrap())
        .unwrap();
    folder
}

fn read(file: PathBuf) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

/// Waits until the step that is worked on stands so on disk.
async fn until_step(folder: &std::path::Path, what: &str, so: impl Fn(&Value) -> bool) {
    let take = folder.join(format!("output/The mill/takes/{JOB}/take.json"));
    until(A_STORY, what, async || so(&read(take.clone())["steps"][1])).await;
}

/// Does something by the menu of the scene.
async fn change(page: &Page, deed: &str) {
    page.press("Change: The weir").await;
    page.choose(deed).await;
}

#[tokio::test]
async fn a_passage_is_left_compared_edited_locked_and_written_again() {
    let world = World::new();
    let folder = story(&world);
    let page = world.start(&[folder.to_str().unwrap()]).await;
    page.reads("One passage to look at").await;
    page.press("The mill").await;
    page.reads("The notes say that the boat is red.").await;
    page.picture("answers-review");

    page.press("Leave it").await;
    until_step(&folder, "it is left", |step| step["left"] == true).await;
    page.reads_no("One passage to look at").await;
    page.press("Undo").await;
    page.reads("One passage to look at").await;

    page.press("Compare tries").await;
    page.reads("Try 1").await;
    page.picture("answers-tries");
    page.press("Take this one").await;
    until_step(&folder, "the other try is taken", |step| {
        step["text"] == "Nell found a red boat under the weir."
    })
    .await;
    page.reads_no("One passage to look at").await;
    let task = folder.join(format!(".mythline/tasks/{JOB}.json"));
    until(SOON, "its job says so", async || read(task.clone())["result"]["to_look_at"] == 0).await;

    change(&page, "Edit").await;
    page.fill("form textarea", "At dawn Nell found a red boat.").await;
    page.press("Save").await;
    until_step(&folder, "it is edited", |step| {
        step["text"] == "At dawn Nell found a red boat." && step["by"] == "hand"
    })
    .await;
    page.reads("edited by you").await;

    change(&page, "Lock").await;
    until_step(&folder, "it is locked", |step| step["lock"] == true).await;
    page.reads("locked").await;
    change(&page, "Unlock").await;
    until_step(&folder, "it is let go", |step| step["lock"] == false).await;
    page.reads_no("locked").await;

    change(&page, "Rewrite").await;
    page.fill("form input", "shorter").await;
    page.keys("\u{E007}").await;
    page.reads("The mill: The weir").await;
    until_step(&folder, "it is written again", |step| {
        step["tries"].as_array().unwrap().len() >= 2 && step["by"] != "hand"
    })
    .await;
    page.picture("answers-rewritten");
}
