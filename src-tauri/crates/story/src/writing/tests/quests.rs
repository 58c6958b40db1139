//! Notes of quests become four-part quests.

use mythline_files::RelPath;
use mythline_jobs::Work;
use mythline_protocol::{ErrorCode, OutlookParams, StepSubType, StepType};
use serde_json::json;

use super::world::{World, request};
use crate::take::Step;

const WOLVES: &str = "# The Winter of Wolves\n\n\
    ## Setting\nSnow lies on the pass of Ferrin since October. The village has one gate and nine guards. The sheep are inside the wall.\n\n\
    ## Quest: Wolves at the gate\n\
    - Giver: Marshal Dughan, in front of the gate\n\
    - Story: Two guards were bitten in the night.\n\
    - Story text: The pack comes closer every night. I have nine men, and two of them cannot walk. Go where they sleep.\n\
    - Objective: Kill 8 wolves.\n\
    - Place: the gorge of Lorn\n\
    - Turn in: Marshal Dughan\n\
    - Completion text: You came back. I did not think so.\n\
    - Reward: a coat of grey fur\n\n\
    ## Quest: The den\n\
    - Giver: Old Ana\n\
    - Objective: Find the den and bring Old Ana the cub.\n\
    - Place: the northern wood\n\
    - Completion: Old Ana keeps the cub in her barn.\n";

fn of<'s>(steps: &'s [Step], title: &str, sub_type: StepSubType) -> &'s Step {
    steps.iter().find(|step| step.title == title && step.sub_type == Some(sub_type)).unwrap()
}

#[tokio::test]
async fn a_quest_has_four_parts() {
    let world = World::new(WOLVES);
    world.write(json!({ "player": "Aria", "pronoun": "she" })).await.unwrap();
    let take = world.take();
    let kinds: Vec<_> = take.steps.iter().map(|step| (step.step_type, step.sub_type)).collect();
    let quest = [
        (StepType::Quest, Some(StepSubType::QuestIntroduction)),
        (StepType::Quest, Some(StepSubType::QuestDialogue)),
        (StepType::Quest, Some(StepSubType::QuestExecution)),
        (StepType::Quest, Some(StepSubType::QuestConclusion)),
    ];
    let expected = [&[(StepType::Introduction, None)][..], &quest, &quest].concat();
    assert_eq!(kinds, expected);
    assert!(take.unused().is_empty());
    let found = take.steps.iter().flat_map(|step| &step.review).collect::<Vec<_>>();
    assert!(found.is_empty(), "{found:#?}");

    let wolves = "Wolves at the gate";
    assert_eq!(
        of(&take.steps, wolves, StepSubType::QuestIntroduction).text,
        "Aria met Marshal Dughan in front of the gate. Two guards were bitten in the night."
    );
    let lines = |title: &str, part| -> Vec<(String, String)> {
        let lines = &of(&take.steps, title, part).lines;
        lines.iter().map(|line| (line.actor.clone(), line.line.clone())).collect()
    };
    let accepted = lines(wolves, StepSubType::QuestDialogue);
    assert_eq!(accepted.len(), 2, "{accepted:?}");
    assert!(
        accepted[0].0 == "Marshal Dughan" && accepted[0].1.starts_with("The pack comes closer every night.")
    );
    assert_eq!(accepted[1], ("Aria".into(), "I will kill 8 wolves.".into()));
    assert_eq!(
        of(&take.steps, wolves, StepSubType::QuestExecution).text,
        "Aria went to the gorge of Lorn. She killed 8 wolves. Aria went back to Marshal Dughan. Aria was given \
         a coat of grey fur."
    );
    let ended = lines(wolves, StepSubType::QuestConclusion);
    assert_eq!(ended, [("Marshal Dughan".into(), "You came back. I did not think so.".into())]);

    let asked = lines("The den", StepSubType::QuestDialogue);
    assert_eq!(asked, [("Old Ana".into(), "Find the den.".into()), ("Aria".into(), "I will.".into())]);
    assert!(of(&take.steps, "The den", StepSubType::QuestConclusion).text.contains("Old Ana kept the cub"));
    assert_eq!(take.player.note.as_deref(), Some("Aria is not in the notes and takes on their quests."));
}

/// A workspace whose notes are such a file alone.
fn of_research(text: &str) -> World {
    let world = World::new("");
    world.workspace.remove(&RelPath::parse("output/Tale/research.md").unwrap()).unwrap();
    world.put("output/Tale/research.json", text);
    world
}

#[tokio::test]
async fn research_of_the_tool_is_written_in_its_order() {
    let research = include_str!("../../../tests/fixtures/notes/research.json");
    let world = of_research(research);
    world.write(json!({ "player": "Mira", "pronoun": "she" })).await.unwrap();
    let take = world.take();
    let parts: Vec<_> =
        take.steps.iter().filter_map(|step| Some((step.title.as_str(), step.sub_type?))).collect();
    let (tower, bronze) = ("The silent tower", "Bronze and ash");
    assert_eq!(
        parts,
        [
            (tower, StepSubType::QuestIntroduction),
            (tower, StepSubType::QuestDialogue),
            (bronze, StepSubType::QuestIntroduction),
            (bronze, StepSubType::QuestDialogue),
            (tower, StepSubType::QuestExecution),
            (bronze, StepSubType::QuestExecution),
            (bronze, StepSubType::QuestConclusion),
            (tower, StepSubType::QuestConclusion),
        ]
    );
    let story = world.read("output/Tale/story.md");
    for told in ["You are not from here, Mira.", "Mira climbed the tower", "brought Brother Osk 4 pieces"] {
        assert!(story.contains(told), "{told}:\n{story}");
    }
    assert!(!story.contains("$N") && !story.contains("417") && !story.contains("eager"), "{story}");
    assert_eq!(world.read("output/Tale/research.json"), research, "the file is only read");
    let unused: Vec<String> = take.unused();
    assert!(!unused.is_empty(), "what says how it is played is listed as left out");
}

#[tokio::test]
async fn damaged_research_is_refused_with_its_place_and_left_alone() {
    let world = of_research("{\n  \"quests\": [\n    {\"title\": \"A\"}\n  ]\n}\n");
    let refused = world.work().prepare(&request(&json!({}))).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::UnreadableNotes);
    assert!(refused.message.contains("quests[0].objectives"), "{}", refused.message);
    assert!(world.read("output/Tale/research.json").contains("\"A\""));
}

#[tokio::test]
async fn quests_are_named_before_anything_is_written() {
    let world = World::new(WOLVES);
    let asked = OutlookParams { subject: "Tale".to_owned(), player: None, model: None, scenes: None };
    let quests = world.work().outlook(asked).await.unwrap().quests;
    let named: Vec<_> = quests.iter().map(|quest| (quest.title.as_str(), quest.giver.as_deref())).collect();
    assert_eq!(named, [("Wolves at the gate", Some("Marshal Dughan")), ("The den", Some("Old Ana"))]);
}
