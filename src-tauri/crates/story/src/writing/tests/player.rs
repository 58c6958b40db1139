use mythline_protocol::PlayerPlace;
use serde_json::json;

use super::world::World;
use crate::{sample, text::words};

#[tokio::test]
async fn a_stranger_takes_the_place_of_the_person_followed() {
    let world = World::new(sample::NOTES);
    world.write(json!({ "player": "Tam", "pronoun": "he" })).await.unwrap();
    let take = world.take();
    assert_eq!(take.player.place, PlayerPlace::TakesPlace);
    assert_eq!(
        take.player.note.as_deref(),
        Some("Tam is not in the notes and takes the place of Nell Harker.")
    );
    let story = world.read("output/Tale/story.md");
    assert!(!story.contains("Nell") && !story.contains("Harker"), "{story}");
    assert!(story.contains("He had never told a lie about a number."));
    assert!(story.contains("Tam wrote the number on the back of his hand in ink"));
    assert!(story.contains("Write it all down, Tam."));
    // The widow keeps her pronoun.
    assert!(story.contains("The widow had sold her only cow"));
}

#[tokio::test]
async fn a_person_of_the_notes_is_followed_as_they_are() {
    let world = World::new(sample::NOTES);
    world.write(json!({ "player": "josef", "pronoun": "she" })).await.unwrap();
    let take = world.take();
    assert_eq!(
        (take.player.place, take.player.name.as_str(), take.player.pronoun.as_str()),
        (PlayerPlace::InNotes, "Josef", "he")
    );
    assert_eq!(take.player.note, None);
}

#[tokio::test]
async fn the_player_is_named_in_every_step() {
    for player in ["", "Aria", "Josef"] {
        let world = World::new(sample::NOTES);
        world.write(json!({ "player": player })).await.unwrap();
        let take = world.take();
        for step in take.steps.iter().filter(|step| step.lines.is_empty()) {
            let named = words(&step.text).any(|(_, word)| word == take.player.name);
            assert!(named, "{player} in {}: {}", step.id, step.text);
        }
    }
}

#[tokio::test]
async fn who_is_dead_looks_on_no_more() {
    let notes = "# The Bakery\n\n## Events\n\nIlona Varga baked bread above the river. Ilona locked the shop every night.\n\n\
                 Ilona carried the dough upstairs. The river came up the street.\n\nIlona died in 1989. The shop was sold.\n\n\
                 ## Ending\n\nThe bakery became a bank. Klara kept the soup pot.\n";
    let world = World::new(notes);
    world.write(json!({ "player": "Ilona" })).await.unwrap();
    let last = world.take().steps.last().unwrap().text.clone();
    assert!(last.contains("Ilona was not forgotten."), "{last}");
}
