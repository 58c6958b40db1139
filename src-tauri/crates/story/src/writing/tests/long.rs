//! Notes that are longer than a model's context.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

use mythline_jobs::{StepProgress, WorkEnd};
use mythline_protocol::TextEvent;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::world::{World, id, request};
use crate::{Report, notes::Notes, text::word_count};

const TOWNS: [&str; 6] = ["Arden", "Berrow", "Calder", "Dunmere", "Esk", "Farrow"];
const PEOPLE: [(&str, &str); 5] =
    [("Nell", "She"), ("Josef", "He"), ("Ada", "She"), ("Silas", "He"), ("Mara", "She")];
const THINGS: [&str; 12] = [
    "lantern", "ledger", "anvil", "kettle", "saddle", "mirror", "candle", "barrel", "hammer", "ribbon",
    "basket", "compass",
];
const ROOMS: [&str; 10] =
    ["cellar", "chapel", "orchard", "stable", "mill", "granary", "tavern", "library", "garden", "kitchen"];

/// Notes of about so many words: scenes by headings, each of a dozen sentences, no two the same.
pub(super) fn notes(words: usize) -> String {
    let mut text = String::from("# The Long Road\n\n## People\n");
    for (name, pronoun) in PEOPLE {
        text.push_str(&format!("- {name} is a carrier. {pronoun} knows every town on the road.\n"));
    }
    let (mut count, mut at) = (word_count(&text) as usize, 0);
    while count < words {
        let from = text.len();
        let town = TOWNS[at / 12 % TOWNS.len()];
        if at % 12 == 0 {
            text.push_str(&format!("\n## Day {} in {town}\n\n", at / 12 + 1));
        }
        let (name, _) = PEOPLE[at % PEOPLE.len()];
        let (thing, room) = (THINGS[at % THINGS.len()], ROOMS[at / 3 % ROOMS.len()]);
        let other = THINGS[(at * 5 + at / 12) % THINGS.len()];
        text.push_str(&format!(
            "{name} finds the {thing} number {at} in the {room} of {town}, lays it beside the old {other}, writes its \
             weight and its price into the book of the day, and tells the keeper of the house who brought it there and \
             who will come for it.\n"
        ));
        count += word_count(&text[from..]) as usize;
        at += 1;
    }
    text
}

/// The facts that a chat asks for, in runs of six words that the notes do not have.
pub(super) fn told(chat: &str) -> String {
    let asked = chat.split("The facts of this passage:").nth(1).unwrap_or_default();
    let facts =
        asked.lines().filter_map(|line| line.split_once(". ").filter(|(n, _)| n.parse::<u32>().is_ok()));
    let told = |fact: &str| {
        let words: Vec<&str> = fact.split(' ').collect();
        words.chunks(6).map(|run| run.join(" ")).collect::<Vec<_>>().join(" then ")
    };
    facts.map(|(_, fact)| told(fact)).collect::<Vec<_>>().join(" ")
}

/// Takes the log alone.
#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Report for Log {
    fn progress(&self, _: StepProgress) {}
    fn text(&self, _: TextEvent) {}
    fn log(&self, line: &str) {
        self.0.lock().unwrap().push(line.to_owned());
    }
}

/// The first steps of notes of 20,000 words. In the scripted model a byte is a token, and there is room for 4,096.
#[tokio::test]
async fn twenty_thousand_words_fit_into_a_small_context() {
    let text = notes(20_000);
    assert!(Notes::read(&text).words >= 20_000);
    let stop = CancellationToken::new();
    let (most, cancel): (Arc<AtomicU32>, _) = (Arc::default(), stop.clone());
    let seen = most.clone();
    let world = World::composing(&text, move |chat, _, asked| {
        seen.fetch_max(u32::try_from(chat.len()).unwrap(), Ordering::SeqCst);
        if asked == 60 {
            cancel.cancel();
        }
        told(chat)
    });
    let log = Log::default();
    let asked = request(&json!({ "scenes": 12 }));
    let end = Box::pin(world.work().write(id(1), &asked, "scripted", stop, &log)).await;
    assert!(matches!(end, Err(WorkEnd::Stopped)));
    let take = world.take();
    let written = take.steps.iter().filter(|step| step.is_written()).count();
    assert!(written > 2 && take.unused().is_empty(), "{written} {:?}", take.steps[1].review);
    // Every prompt stayed within the context, and most of it was used.
    let most = most.load(Ordering::SeqCst);
    assert!(most < 4096 && most > 2048, "{most}");
    let log = log.0.lock().unwrap();
    let cut = log.iter().find(|line| line.contains("left out of the prompt")).unwrap();
    assert!(cut.starts_with("All that bears on “") && cut.contains("4096 tokens"), "{cut}");
}

/// A model that begins and ends every scene in the same words does so once in a book: from then on it is told.
#[tokio::test]
async fn openings_and_endings_do_not_come_again() {
    let world = World::composing(crate::sample::NOTES, |chat, _, _| {
        let facts = told(chat);
        if chat.contains("as an earlier scene does") {
            facts
        } else {
            format!("The wind came off the grey water again. {facts} The wind went back to the grey water.")
        }
    });
    world.write(json!({})).await.unwrap();
    let take = world.take();
    let told: Vec<&str> =
        take.steps.iter().filter(|step| !step.text.is_empty()).map(|step| step.text.as_str()).collect();
    let begin = told.iter().filter(|text| text.starts_with("The wind came off the grey water")).count();
    let end = told.iter().filter(|text| text.ends_with("The wind went back to the grey water.")).count();
    assert!(told.len() > 5 && begin <= 1 && end <= 1, "{begin} and {end} of {}", told.len());
}
