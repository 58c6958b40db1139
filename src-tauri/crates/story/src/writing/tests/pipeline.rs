use std::collections::HashSet;

use mythline_jobs::WorkEnd;
use mythline_protocol::{ErrorCode, Rule, StepState, StepSubType};
use serde_json::{Value, json};

use super::world::{World, id};
use crate::sample;

const TAKE: &str = "output/Tale/takes/01010101-0101-4101-8101-010101010101/take.json";

#[tokio::test]
async fn every_fact_is_told_in_one_step() {
    let world = World::new(sample::NOTES);
    let outcome = world.write(json!({})).await.unwrap();
    let take = world.take();
    assert!(take.is_finished());
    assert!(take.steps.len() >= 6 && take.words() >= 600, "{} {}", take.steps.len(), take.words());
    let given: Vec<&str> =
        take.steps.iter().flat_map(|step| &step.facts).map(|fact| fact.fact.as_str()).collect();
    assert_eq!(given.len(), given.iter().collect::<HashSet<_>>().len());
    assert!(take.unused().is_empty(), "{:?}", take.unused());
    assert_eq!(outcome.result["steps"], json!(take.steps.len()));
    let to_look_at: Vec<_> = take
        .steps
        .iter()
        .filter(|step| step.state() == StepState::LookAt)
        .map(|step| (&step.id, &step.review))
        .collect();
    assert!(to_look_at.is_empty(), "{to_look_at:?}");
}

#[tokio::test]
async fn the_log_says_which_processor_computes() {
    let world = World::new(sample::NOTES);
    world.write(json!({})).await.unwrap();
    let said = "A script computes the model.";
    assert_eq!(world.shown.log.lock().unwrap().iter().filter(|line| *line == said).count(), 1);
}

#[tokio::test]
async fn notes_of_other_kinds_leave_little_to_look_at() {
    for notes in [
        include_str!("../../../tests/fixtures/notes/detective.md"),
        include_str!("../../../tests/fixtures/notes/tailor.txt"),
    ] {
        let world = World::new(notes);
        world.write(json!({})).await.unwrap();
        let take = world.take();
        assert!(take.steps.len() >= 6 && take.words() >= 600, "{} {}", take.steps.len(), take.words());
        assert!(take.unused().is_empty());
        let findings = take.steps.iter().flat_map(|step| &step.review);
        let grave: Vec<_> = findings.filter(|finding| finding.rule != Rule::Copied).collect();
        assert!(grave.is_empty(), "{grave:?}");
    }
}

#[tokio::test]
async fn the_files_at_the_top_have_the_shape_that_other_tools_read() {
    let world = World::new(sample::NOTES);
    world.write(json!({})).await.unwrap();
    let story: Value = serde_json::from_str(&world.read("output/Tale/story.json")).unwrap();
    assert_eq!(story["title"], "The Weigh-House at Hallin");
    assert_eq!(story["subject"], "Tale");
    assert!(story["introduction"]["word_count"].as_u64().unwrap() > 50);
    let segments = story["segments"].as_array().unwrap();
    let dialogue = segments.iter().find(|segment| segment.get("lines").is_some()).unwrap();
    assert_eq!(dialogue["lines"][0], json!({ "actor": "Nell", "line": "Which one is honest?" }));
    assert!(segments.iter().all(|segment| segment["id"].is_string()));
    let plan: Value = serde_json::from_str(&world.read("output/Tale/plan.json")).unwrap();
    assert!(
        plan.as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["status"] == "done" && entry["item"]["type"].is_string())
    );
    assert!(world.read("output/Tale/story.md").starts_with("# The Weigh-House at Hallin\n\n## Hallin\n"));
}

#[tokio::test]
async fn a_run_that_was_stopped_goes_on_at_the_first_step_without_text() {
    let mut world = World::stopping_at(20);
    assert!(matches!(world.write(json!({ "seed": 1 })).await, Err(WorkEnd::Stopped)));
    let before = world.take();
    let done = before.steps.iter().filter(|step| step.is_written()).count();
    assert!(done > 0 && done < before.steps.len());

    world.again(|note, _, _| note.to_owned());
    world.write(json!({ "seed": 1 })).await.unwrap();
    let after = world.take();
    assert_eq!(before.steps[..done], after.steps[..done]);
    let begun: HashSet<String> =
        world.shown.text.lock().unwrap().iter().map(|event| event.step.clone()).collect();
    assert!(before.steps[..done].iter().all(|step| !begun.contains(&step.id)));
    assert!(after.is_finished());

    let whole = World::new(sample::NOTES);
    whole.write(json!({ "seed": 1 })).await.unwrap();
    assert_eq!(whole.take().steps, after.steps);
}

#[tokio::test]
async fn the_same_seed_writes_the_same_story() {
    let story = |seed: u32| async move {
        let world = World::with(sample::NOTES, |note, seed, _| match seed % 3 {
            0 => note.to_owned(),
            1 => note.replacen(", and ", ". And ", 1),
            _ => "Nothing of the kind.".to_owned(),
        });
        world.write(json!({ "seed": seed })).await.unwrap();
        world.take().steps
    };
    assert_eq!(story(5).await, story(5).await);
}

#[tokio::test]
async fn what_a_model_makes_up_is_not_told() {
    let world = World::with(sample::NOTES, |_, _, _| {
        "The dragon burned the castle of Morbury to the ground.".to_owned()
    });
    world.write(json!({})).await.unwrap();
    let text = world.read("output/Tale/story.md");
    assert!(!text.contains("dragon") && !text.contains("Morbury"));
    assert!(text.contains("Nell carried the brass weights down to the river to wash them."));
}

#[tokio::test]
async fn notes_that_change_are_used_from_the_next_step_on() {
    let mut world = World::new(sample::NOTES);
    let workspace = world.workspace.clone();
    world.again(move |note, _, asked| {
        if asked == 20 {
            let newer =
                sample::NOTES.replace("The farmers touch it for luck", "The farmers spit on it for luck");
            let path = mythline_files::RelPath::parse("output/Tale/research.md").unwrap();
            workspace.write(&path, newer.as_bytes()).unwrap();
        }
        note.to_owned()
    });
    world.write(json!({})).await.unwrap();
    assert!(
        world.read("output/Tale/story.md").contains("The farmers spat on it for luck when they came in.")
    );
    let take = world.take();
    let ids: HashSet<&str> = take.facts.iter().map(|fact| fact.id.as_str()).collect();
    assert_eq!(ids.len(), take.facts.len());
    assert!(take.steps.iter().flat_map(|step| &step.facts).all(|fact| ids.contains(fact.fact.as_str())));
}

#[tokio::test]
async fn a_damaged_take_is_left_alone() {
    for damage in ["", "{", "[]", "{\"schema\": 1}"] {
        let world = World::new(sample::NOTES);
        world.put(TAKE, damage);
        let Err(WorkEnd::Failed(told, _)) = world.write(json!({})).await else { panic!("{damage}") };
        assert_eq!(told.code, ErrorCode::DamagedFile);
        assert_eq!(world.read(TAKE), damage);
    }
}

#[tokio::test]
async fn a_take_that_was_edited_is_taken_on_step_by_step() {
    let mut world = World::stopping_at(20);
    assert!(matches!(world.write(json!({})).await, Err(WorkEnd::Stopped)));
    let mut take: Value = serde_json::from_str(&world.read(TAKE)).unwrap();
    let steps = take["steps"].as_array_mut().unwrap();
    let last = steps.last_mut().unwrap();
    assert_eq!(last["text"], "");
    last["text"] = json!("And so it ended.");
    last["mood"] = json!("mine");
    world.put(TAKE, &take.to_string());

    world.again(|note, _, _| note.to_owned());
    world.write(json!({})).await.unwrap();
    let take: Value = serde_json::from_str(&world.read(TAKE)).unwrap();
    let last = take["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["text"], &last["mood"]), (&json!("And so it ended."), &json!("mine")));
}

#[tokio::test]
async fn what_was_edited_at_the_top_stays() {
    let world = World::new(sample::NOTES);
    world.write(json!({})).await.unwrap();
    world.put("output/Tale/story.md", "My own ending.\n");
    let outcome = world.write_as(id(2), json!({ "seed": 2 })).await.unwrap();
    assert_eq!(world.read("output/Tale/story.md"), "My own ending.\n");
    assert_eq!(outcome.result["kept"], json!(["story.md"]));
    assert!(outcome.message.contains("story.md"), "{}", outcome.message);
    assert!(world.read(outcome.result["story"].as_str().unwrap()).starts_with("# The Weigh-House"));
}

#[tokio::test]
async fn lines_hold_only_what_is_spoken() {
    let world = World::new(sample::NOTES);
    world.write(json!({})).await.unwrap();
    let take = world.take();
    let dialogue = take.steps.iter().filter(|step| step.sub_type == Some(StepSubType::QuestDialogue));
    let lines: Vec<_> = dialogue.flat_map(|step| &step.lines).collect();
    assert_eq!(lines.len(), 8);
    assert!(lines.iter().all(|line| !line.line.contains(['"', '“']) && !line.line.contains("says")));
}

#[tokio::test]
async fn progress_never_goes_back_and_text_is_what_was_kept() {
    let world = World::new(sample::NOTES);
    world.write(json!({})).await.unwrap();
    let said = world.shown.progress.lock().unwrap();
    assert!(said.windows(2).all(|pair| pair[0].done <= pair[1].done && pair[0].total <= pair[1].total));
    let mut texts: std::collections::HashMap<String, Vec<u16>> = std::collections::HashMap::new();
    for event in world.shown.text.lock().unwrap().iter() {
        let text = texts.entry(event.step.clone()).or_default();
        text.truncate(event.offset as usize);
        assert_eq!(text.len(), event.offset as usize, "a gap in {}", event.step);
        text.extend(event.text.encode_utf16());
    }
    for step in world.take().steps.iter().filter(|step| step.lines.is_empty()) {
        assert_eq!(String::from_utf16(&texts[&step.id]).unwrap(), step.text);
    }
}

#[tokio::test]
async fn notes_in_another_language_are_told_word_for_word() {
    let notes = "# Die Mühle\n\n## Leute\n- Anna Weber ist die Tochter des Müllers.\n- Jakob Weber hört schlecht.\n\n\
                 ## Die Nacht\nAm Abend steigt der Fluss. Anna weckt ihren Vater, aber er versteht sie nicht. Anna läuft \
                 allein zum Wehr. Der Balken klemmt. Jakob kommt mit der Axt. Am Morgen steht die Mühle noch.\n";
    let world = World::with(notes, |_, _, _| "Etwas ganz anderes.".to_owned());
    world.write(json!({})).await.unwrap();
    assert_eq!(world.asked(), 0);
    let story = world.read("output/Tale/story.md");
    assert!(story.contains("Am Abend steigt der Fluss.") && !story.contains("Leute"), "{story}");
}

#[tokio::test]
async fn a_model_is_asked_no_more_than_three_times_for_a_fact() {
    let world = World::with(sample::NOTES, |_, _, _| "Never mind.".to_owned());
    world.write(json!({})).await.unwrap();
    let facts = u32::try_from(world.take().facts.len()).unwrap();
    assert!(world.asked() <= 3 * facts);
}
