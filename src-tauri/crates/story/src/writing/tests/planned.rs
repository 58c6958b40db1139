//! A plan that is read and changed before anything is written.

use mythline_jobs::{Work, WorkEnd};
use mythline_protocol::{ErrorCode, StepSubType};
use serde_json::json;

use super::world::{World, request};
use crate::{sample, take::PlanStage};

const PLAN: &str = "output/Tale/takes/01010101-0101-4101-8101-010101010101/plan.md";

/// What the run says that waits.
async fn waits(world: &World) -> String {
    let Err(WorkEnd::Waits(why)) = world.write(json!({ "plan_first": true, "seed": 1 })).await else {
        panic!("it did not wait")
    };
    assert!(matches!(why.code, ErrorCode::PlanWaits | ErrorCode::BadPlan), "{why:?}");
    why.message
}

/// The sample, planned and not written.
async fn planned() -> World {
    let world = World::new(sample::NOTES);
    let said = waits(&world).await;
    assert!(said.contains("takes/01010101-0101-4101-8101-010101010101/plan.md"), "{said}");
    world
}

#[tokio::test]
async fn the_plan_waits_and_is_followed_when_the_job_goes_on() {
    let world = planned().await;
    assert_eq!((world.asked(), world.take().plan), (0, Some(PlanStage::Waits)));
    let plan = world.read(PLAN);
    assert!(plan.starts_with("# Plan of The Weigh-House at Hallin\n"), "{plan}");
    assert!(plan.contains("\n## introduction: Hallin\n\n- f"), "{plan}");
    world.write(json!({ "plan_first": true, "seed": 1 })).await.unwrap();
    let whole = World::new(sample::NOTES);
    whole.write(json!({ "seed": 1 })).await.unwrap();
    assert_eq!(world.take().steps, whole.take().steps, "as it stood it is the plan by rule");
}

#[tokio::test]
async fn what_its_author_changes_is_followed() {
    let world = planned().await;
    let before = world.take();
    let intro = &before.steps[0];
    let (moved, out) = (&intro.facts[0].fact, &intro.facts[1].fact);
    let line = |id: &str| {
        let fact = before.facts.iter().find(|fact| fact.id == id).unwrap();
        format!("- {id} {}\n", fact.text)
    };
    let plan = world
        .read(PLAN)
        .replace(&line(moved), "")
        .replace(&line(out), "")
        .replace("## introduction: Hallin", "## introduction: A town of scales")
        .replace(
            "\n## Left out\n\n",
            &format!(
                "\n## scene: The square\n\n- {moved} only the number counts\n\n## Left out\n\n- {out}\n"
            ),
        );
    world.put(PLAN, &plan);
    world.write(json!({ "plan_first": true })).await.unwrap();
    let take = world.take();
    assert_eq!(take.plan, Some(PlanStage::Approved));
    assert_eq!(take.steps[0].title, "A town of scales");
    let last = take.steps.last().unwrap();
    assert_eq!((last.title.as_str(), last.sub_type), ("The square", Some(StepSubType::QuestExecution)));
    assert_eq!(last.facts.iter().map(|used| &used.fact).collect::<Vec<_>>(), [moved]);
    assert_eq!(&take.unused(), std::slice::from_ref(out));
    assert!(take.is_finished() && world.read("output/Tale/story.md").contains("## The square"));
}

#[tokio::test]
async fn a_bad_edit_is_refused_with_its_place_and_nothing_is_lost() {
    let world = planned().await;
    let (plan, take) = (world.read(PLAN), world.take());
    let first = take.steps[0].facts[0].fact.clone();
    let spoken = take.steps.iter().find(|step| step.sub_type == Some(StepSubType::QuestDialogue)).unwrap();
    for (edited, says) in [
        (format!("{plan}- f9999 x\n"), "there is no fact “f9999”".to_owned()),
        (format!("{plan}- {first}\n"), format!("the fact {first} stands in line ")),
        (plan.replace(&format!("- {first} "), "* "), format!("the fact {first} (line ")),
        (plan.replace("## introduction:", "## beginning:"), "there is no step “beginning”".to_owned()),
        (
            plan.replace("\n## Left out", "\n## introduction: Again\n\n## Left out"),
            "a second time".to_owned(),
        ),
        (plan.replace("\n## Left out", "\n## scene: Empty\n\n## Left out"), "has no fact".to_owned()),
        (
            plan.replace(&format!("- {first} "), "* ").replace(
                &format!("## {}: {}\n", spoken.id, spoken.title),
                &format!("## {}: {}\n\n- {first}\n", spoken.id, spoken.title),
            ),
            format!("nobody speaks in {first}"),
        ),
        (String::new(), "stands nowhere".to_owned()),
    ] {
        world.put(PLAN, &edited);
        let said = waits(&world).await;
        assert!(said.contains(&says) && said.contains("Your file is as you left it"), "{said}");
        assert_eq!((world.read(PLAN), world.take(), world.asked()), (edited, take.clone(), 0));
    }
    let with_line = {
        world.put(PLAN, &format!("{plan}- f9999 x\n"));
        waits(&world).await
    };
    assert!(with_line.contains(&format!("in line {}", plan.lines().count() + 1)), "{with_line}");
}

#[tokio::test]
async fn a_plan_that_was_removed_is_made_again() {
    let world = planned().await;
    let plan = world.read(PLAN);
    world.workspace.remove(&mythline_files::RelPath::parse(PLAN).unwrap()).unwrap();
    waits(&world).await;
    assert_eq!(world.read(PLAN), plan);
}

#[tokio::test]
async fn a_plan_that_waits_is_read_and_changed_as_text() {
    let world = planned().await;
    let put = async |text: &str| world.work().change(&request(&json!({ "do": "plan", "text": text }))).await;
    assert_eq!(world.work().plan("Tale", None).unwrap(), world.read(PLAN));
    assert!(world.take().view().plan_waits);

    let changed = world.read(PLAN).replace("## introduction: Hallin", "## introduction: A town of scales");
    put(&changed).await.unwrap();
    assert_eq!(world.read(PLAN), changed);
    world.write(json!({ "plan_first": true })).await.unwrap();
    let take = world.take();
    assert_eq!((take.steps[0].title.as_str(), take.view().plan_waits), ("A town of scales", false));

    assert_eq!(world.work().plan("Tale", None).unwrap_err().code, ErrorCode::NotNow);
    assert_eq!(put("# Another\n").await.unwrap_err().code, ErrorCode::NotNow);
    assert_eq!(world.read(PLAN), changed, "what is followed stays as it was read");
}
