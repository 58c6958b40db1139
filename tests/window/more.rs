//! A plan that is read and changed before anything is written, and a finished story that goes on.

use std::fs;

use crate::world::{A_STORY, World, until};

const NOTES: &str = "# The mill\n\nNell Harker keeps the mill at Skarne. Nell walks to the weir at dawn. She finds a \
                     red boat under the weir. Nell ties the boat to the wheel. In the evening a boy asks for the \
                     boat. Nell gives him the boat and an oar. The boy rows to the sea. Nell shuts the mill.\n";
const LATER: &str = "\n## The letter\n\nIn May a letter comes to the mill. The boy has found a ship. Nell reads the \
                     letter by the wheel. She opens the mill again.\n";

#[tokio::test]
async fn a_plan_is_read_first_and_a_finished_story_goes_on() {
    let world = World::new();
    let folder = world.workspace().join("output/The mill");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("research.md"), NOTES).unwrap();
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;

    page.press("Notes").await;
    page.press("The mill").await;
    page.press("Write a story").await;
    page.reads("facts in order").await;
    page.run("document.querySelector('dialog .plan input').click()").await;
    page.press("Start writing").await;
    let plan = "return document.querySelector('section textarea')?.value ?? ''";
    until(A_STORY, "the plan is shown", async || {
        page.run(plan).await.as_str().is_some_and(|plan| plan.contains("## introduction: "))
    })
    .await;
    page.reads("The plan is written.").await;
    page.picture("plan");
    let written = page.run(plan).await.as_str().unwrap().to_owned();

    page.fill("section textarea", &format!("{written}- f999 nothing\n")).await;
    page.press("Write it so").await;
    page.reads("there is no fact “f999”").await;
    page.picture("plan-refused");
    let (before, after) = written.split_once("\n## introduction: ").unwrap();
    let (_, after) = after.split_once('\n').unwrap();
    page.fill("section textarea", &format!("{before}\n## introduction: A mill by the water\n{after}")).await;
    page.press("Write it so").await;
    until(A_STORY, "the story is finished", async || page.words().await.contains("Done at")).await;
    page.reads("A mill by the water").await;

    let more = async || {
        page.press("More").await;
        page.choose("Go on with more scenes").await;
        page.reads("All else stays as it is.").await;
        page.press("Start writing").await;
    };
    more().await;
    page.reads("has told all that its notes say").await;
    fs::write(folder.join("research.md"), format!("{NOTES}{LATER}")).unwrap();
    page.press("Start writing").await;
    page.reads("The mill: more scenes").await;
    let story = || fs::read_to_string(folder.join("story.md")).unwrap_or_default();
    until(A_STORY, "the story goes on", async || story().contains("letter")).await;
    page.reads("The letter").await;
    page.picture("more");
}
