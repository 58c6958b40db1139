//! A model that can be let go plans the story; what it says is put right by rule.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::world::World;
use crate::{
    sample,
    take::{PlanStage, Take},
};

/// The ids of the facts in a chat that asks for a plan; none in any other.
fn ids(chat: &str) -> Option<Vec<String>> {
    chat.contains("You plan a story").then_some(())?;
    let id = |line: &str| {
        let (id, _) = line.split_once(": ")?;
        let number = id.strip_prefix('f')?;
        number.parse::<u32>().is_ok().then(|| id.to_owned())
    };
    Some(chat.lines().filter_map(id).collect())
}

/// An answer that tells these facts in an opening, in scenes and in an ending, as many of them as there are.
fn plan(parts: &[&[String]]) -> Value {
    let beats = |facts: &[String]| -> Vec<Value> {
        facts.chunks(3).map(|facts| json!({ "what": "something happens", "facts": facts })).collect()
    };
    let [opening, scenes @ .., ending] = parts else { panic!("at least two parts") };
    let scenes: Vec<Value> =
        scenes.iter().map(|facts| json!({ "title": "The river", "beats": beats(facts) })).collect();
    json!({
        "opening": beats(opening),
        "scenes": scenes,
        "ending": { "title": "The market", "beats": beats(ending) },
        "left_out": [],
    })
}

/// The sample, planned as is said; and what the model was asked.
async fn planned(answer: impl Fn(&[String]) -> String + Send + Sync + 'static) -> (World, Vec<String>) {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let chats = heard.clone();
    let world = World::planning(sample::NOTES, move |chat, _, _| match ids(chat) {
        Some(ids) => {
            chats.lock().unwrap().push(chat.to_owned());
            answer(&ids)
        }
        None => String::new(),
    });
    world.write(json!({})).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    (world, heard)
}

/// The facts of the take by step, and all of them.
fn told(take: &Take) -> (Vec<Vec<String>>, Vec<String>) {
    let of = |step: &crate::take::Step| step.facts.iter().map(|used| used.fact.clone()).collect();
    let steps: Vec<Vec<String>> = take.steps.iter().map(of).collect();
    let all = steps.concat();
    (steps, all)
}

fn log(world: &World) -> String {
    world.shown.log.lock().unwrap().join("\n")
}

/// What the plan made by rule would be.
async fn by_rule() -> Take {
    let world = World::composing(sample::NOTES, |_, _, _| String::new());
    world.write(json!({})).await.unwrap();
    world.take()
}

#[tokio::test]
async fn a_plan_of_the_models_is_followed() {
    let (world, asked) = planned(|ids| {
        let mut parts = vec![&ids[..4]];
        parts.extend(ids[4..ids.len() - 4].chunks(11));
        parts.push(&ids[ids.len() - 4..]);
        plan(&parts).to_string()
    })
    .await;
    let take = world.take();
    assert_eq!((asked.len(), take.plan), (1, Some(PlanStage::Made)));
    assert!(take.is_finished() && take.unused().is_empty());
    let (steps, _) = told(&take);
    assert_eq!(steps[0], ids(&asked[0]).unwrap()[..4], "the opening is as the model wants it");
    assert_eq!(take.steps.last().unwrap().title, "The market");
    let log = log(&world);
    assert!(log.contains("Plan, opening: something happens (f1, f2, f3)"), "{log}");
    assert!(log.contains("The model planned 6 scenes. Nothing had to be put right."), "{log}");
}

#[tokio::test]
async fn ids_of_no_fact_and_facts_that_stand_twice_are_put_right() {
    let (world, _) = planned(|ids| {
        let mut last = ids[ids.len() - 4..].to_vec();
        last.extend(["f999".to_owned(), ids[0].clone()]);
        plan(&[&ids[..4], &ids[4..ids.len() - 4], &last]).to_string()
    })
    .await;
    let take = world.take();
    let (_, mut all) = told(&take);
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!((all.len(), take.unused().len(), take.plan), (count, 0, Some(PlanStage::Made)));
    let log = log(&world);
    assert!(log.contains("1 unknown ids, 1 facts that stood there twice"), "{log}");
}

#[tokio::test]
async fn facts_that_a_plan_drops_are_told_all_the_same() {
    let (world, _) = planned(|ids| {
        let kept: Vec<String> =
            ids.iter().enumerate().filter(|(at, _)| at % 5 != 3).map(|(_, id)| id.clone()).collect();
        plan(&[&kept[..4], &kept[4..kept.len() - 4], &kept[kept.len() - 4..]]).to_string()
    })
    .await;
    let take = world.take();
    assert!(take.unused().is_empty() && take.plan == Some(PlanStage::Made));
    assert!(log(&world).contains("facts that were missing"));
}

#[tokio::test]
async fn what_is_left_out_is_listed() {
    let (world, asked) = planned(|ids| {
        let mut plan = plan(&[&ids[..4], &ids[4..ids.len() - 5], &ids[ids.len() - 4..]]);
        plan["left_out"] = json!([ids[ids.len() - 5]]);
        plan.to_string()
    })
    .await;
    let ids = ids(&asked[0]).unwrap();
    assert_eq!(world.take().unused(), [ids[ids.len() - 5].clone()]);
}

#[tokio::test]
async fn a_plan_that_cannot_be_used_gives_way_to_the_one_by_rule() {
    let steps = by_rule().await.steps;
    for (answer, why) in [
        ("{\"scenes\": [{\"title\": \"A\", \"beats\": []}", "Plan, try 2: It was not in the form"),
        ("I would begin with the market.", "Plan, try 2: It was no JSON."),
        (
            "{\"scenes\": [{\"title\": \"A\", \"beats\": [{\"what\": \"\", \"facts\": [\"f1\"]}]}]}",
            "most of the facts",
        ),
    ] {
        let (world, asked) = planned(move |_| answer.to_owned()).await;
        assert_eq!(asked.len(), 2, "it is asked twice");
        assert!(asked[1].contains("A plan before this one could not be used:"), "{}", asked[1]);
        assert_eq!((world.take().steps, world.take().plan), (steps.clone(), None));
        let log = log(&world);
        assert!(log.contains(why) && log.contains("The one made by rule is followed."), "{log}");
    }
}

#[tokio::test]
async fn scenes_are_as_many_as_are_asked_for() {
    let world = World::planning(sample::NOTES, |chat, _, _| match ids(chat) {
        Some(ids) => {
            assert!(chat.contains("exactly 2 scenes"), "{chat}");
            plan(&[&ids[..4], &ids[4..9], &ids[9..14], &ids[14..ids.len() - 4], &ids[ids.len() - 4..]])
                .to_string()
        }
        None => String::new(),
    });
    world.write(json!({ "scenes": 2 })).await.unwrap();
    let steps = world.take().steps;
    let scenes: std::collections::BTreeSet<usize> =
        steps.iter().filter_map(|step| crate::plan::scene_of(&step.id)).collect();
    assert_eq!(scenes.len(), 2);
}

#[tokio::test]
async fn a_plan_is_made_once() {
    let (mut world, _) =
        planned(|ids| plan(&[&ids[..4], &ids[4..ids.len() - 4], &ids[ids.len() - 4..]]).to_string()).await;
    let steps = world.take().steps;
    world.again(|chat, _, _| {
        assert!(ids(chat).is_none(), "it has a plan");
        String::new()
    });
    world.write(json!({})).await.unwrap();
    assert_eq!(world.take().steps, steps);
}

#[tokio::test]
async fn notes_that_do_not_fit_into_the_context_are_planned_by_rule() {
    let long: String = (0..90).map(|at| format!("- Ann opens door number {at} in the old mill.\n")).collect();
    let world = World::composing(&long, |chat, _, _| {
        assert!(ids(chat).is_none(), "it does not fit");
        String::new()
    });
    world.write(json!({})).await.unwrap();
    assert!(world.take().is_finished() && log(&world).contains("too long for a plan by the model"));
}
