//! A model that reads notes is let write whole steps.

use std::sync::{Arc, Mutex};

use mythline_files::{Folder, RelPath};
use mythline_jobs::{Work, WorkEnd};
use mythline_protocol::{ErrorCode, Rule, StepSubType};
use serde_json::json;

use super::world::{World, request};
use crate::{
    prompts::PromptFolder,
    review::{Style, Voice},
    sample,
    take::Step,
};

/// The facts that a chat asks for, one after another.
fn facts(chat: &str) -> String {
    let asked = chat.split("The facts of this passage:").nth(1).unwrap_or_default();
    let facts =
        asked.lines().filter_map(|line| line.split_once(". ").filter(|(n, _)| n.parse::<u32>().is_ok()));
    facts.map(|(_, fact)| fact).collect::<Vec<_>>().join(" ")
}

fn narrated(steps: &[Step]) -> impl Iterator<Item = &Step> {
    steps.iter().filter(|step| step.sub_type != Some(StepSubType::QuestDialogue))
}

#[tokio::test]
async fn whole_steps_are_written_from_their_facts() {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let chats = heard.clone();
    let world = World::composing(sample::NOTES, move |chat, _, _| {
        chats.lock().unwrap().push(chat.to_owned());
        facts(chat)
    });
    world.write(json!({})).await.unwrap();
    let take = world.take();
    assert!(take.is_finished() && take.unused().is_empty());
    for step in narrated(&take.steps) {
        assert!(step.facts.iter().all(|fact| fact.found), "{}: {:?}", step.id, step.review);
        let carried = step.text.split_whitespace().count();
        assert!(step.words_asked as usize > carried, "{} of {carried}", step.words_asked);
        let passages = step.facts.len().div_ceil(4);
        assert!((passages..=3 * passages).contains(&(step.attempts as usize)), "{}", step.attempts);
    }
    let heard = heard.lock().unwrap();
    assert!(!heard[0].contains("The story so far ends:") && !heard[0].contains("Told before:"));
    let last = heard.last().unwrap();
    assert!(last.contains("The story so far ends:") && last.contains("Told before:"), "{last}");
}

#[tokio::test]
async fn what_the_review_says_is_fed_back_and_the_best_try_is_kept() {
    let world = World::composing(sample::NOTES, |chat, _, _| {
        // The first try at a passage knows a stranger; told so, the model says the facts.
        if chat.contains("Baroness Quillfeather\" is not in the notes.") {
            facts(chat)
        } else {
            "Baroness Quillfeather walked across the empty market with her umbrella.".to_owned()
        }
    });
    world.write(json!({})).await.unwrap();
    let take = world.take();
    for step in narrated(&take.steps) {
        assert!(step.attempts as usize >= 2 * step.facts.len().div_ceil(4), "{}", step.id);
        assert!(step.facts.iter().all(|fact| fact.found), "{}: {}", step.id, step.text);
        assert!(!step.text.contains("Quillfeather"), "{}", step.text);
    }
}

#[tokio::test]
async fn a_model_that_tells_the_end_of_the_story_again_is_not_shown_it_twice() {
    let shown: Arc<Mutex<Vec<bool>>> = Arc::default();
    let chats = shown.clone();
    let world = World::composing(sample::NOTES, move |chat, _, _| {
        let before = chat.split_once("The story so far ends: ").and_then(|(_, rest)| rest.lines().next());
        chats.lock().unwrap().push(before.is_some());
        before.map_or_else(|| facts(chat), |before| format!("{before} {before}"))
    });
    world.write(json!({})).await.unwrap();
    let shown = shown.lock().unwrap();
    assert!(shown.iter().filter(|shown| **shown).count() > 3, "{shown:?}");
    assert!(shown.windows(2).all(|pair| pair != [true, true]), "{shown:?}");
}

#[tokio::test]
async fn what_a_model_makes_up_goes_and_what_it_leaves_out_is_told_in_the_notes_own_words() {
    let world = World::composing(sample::NOTES, |_, _, _| {
        "Baroness Quillfeather walked across the market. Rain fell on the roofs of the town for a long time."
            .to_owned()
    });
    world.write(json!({})).await.unwrap();
    let take = world.take();
    for step in narrated(&take.steps) {
        assert!(step.facts.iter().all(|fact| fact.found), "{}: {}", step.id, step.text);
        assert!(!step.text.contains("Quillfeather"), "{}", step.text);
        let raw = &step.tries[0];
        assert!(raw.text.contains("Quillfeather"), "the text as it was written is kept beside it");
        assert!(raw.review.iter().any(|finding| finding.rule == Rule::UnknownName));
    }
}

#[tokio::test]
async fn a_model_that_says_nothing_useful_leaves_the_notes_own_words() {
    let world = World::composing(sample::NOTES, |_, _, _| "No.".to_owned());
    world.write(json!({})).await.unwrap();
    let take = world.take();
    assert!(take.is_finished() && narrated(&take.steps).all(|step| step.tries.is_empty()));
    assert!(world.read("output/Tale/story.md").contains("Nell carried the brass weights down to the river"));
}

#[tokio::test]
async fn a_wish_is_followed_in_person_and_tense() {
    let wish = "In the first person and the present tense; dry.";
    let world = World::composing(sample::NOTES, move |chat, _, _| {
        assert!(
            chat.contains("in the first person, as the main character tells it, and in the present tense")
        );
        assert!(chat.contains(wish));
        "I weigh what they bring me, and I write the number down. Nobody looks at me while I do it."
            .to_owned()
    });
    world.write(json!({ "wish": wish })).await.unwrap();
    let take = world.take();
    assert_eq!(take.style, Style { voice: Voice::First, present: true });
    let against = |rule: Rule| narrated(&take.steps).flat_map(|step| &step.review).any(|it| it.rule == rule);
    assert!(!against(Rule::Person) && !against(Rule::Tense) && against(Rule::MissingFact));
    let checked = world.work().check("Tale", None).await.unwrap();
    let found = checked.steps.iter().flat_map(|(_, figures)| &figures.findings);
    assert!(found.into_iter().all(|finding| !matches!(finding.rule, Rule::Person | Rule::Tense)));
}

#[tokio::test]
async fn a_retelling_does_not_change_by_a_wish() {
    let told = |wish: &'static str| async move {
        let world = World::new(sample::NOTES);
        world.write(json!({ "seed": 1, "wish": wish })).await.unwrap();
        (world.take().steps, world.take().style)
    };
    assert_eq!(told("In the first person.").await, told("").await);
}

#[tokio::test]
async fn a_broken_prompt_of_the_user_is_refused_before_anything_is_written() {
    let config = tempfile::tempdir().unwrap();
    let path = RelPath::parse("prompts/scene.jinja").unwrap();
    Folder::open(config.path()).unwrap().write(&path, b"--- user\n\n{{ facts | nonsense }}\n").unwrap();
    let mut world = World::composing(sample::NOTES, |chat, _, _| facts(chat));
    world.prompts = PromptFolder::of(config.path());
    let Err(WorkEnd::Failed(refused, _)) = world.write(json!({})).await else { panic!("it was refused") };
    assert_eq!(refused.code, ErrorCode::BadOption);
    assert!(refused.message.contains("line 3"), "{}", refused.message);
    // From now on it is known what the model can do, and there is no job to begin with.
    assert_eq!(world.work().prepare(&request(&json!({}))).await.unwrap_err(), refused);
    assert_eq!(world.asked(), 0);
    // Who retells does not need it.
    let mut world = World::new(sample::NOTES);
    world.prompts = PromptFolder::of(config.path());
    world.write(json!({})).await.unwrap();
}
