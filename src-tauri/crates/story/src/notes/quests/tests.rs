#![allow(clippy::unwrap_used)]

use super::{Phase, QuestRole};
use crate::notes::Notes;

/// The facts of a quest with what they are.
fn roles(notes: &Notes, quest: usize) -> Vec<(QuestRole, &str)> {
    let section = notes.quests[quest].section;
    let of = notes.facts.iter().filter(|fact| fact.section == section);
    of.map(|fact| (fact.quest.unwrap(), fact.text.as_str())).collect()
}

/// The same quest in the ways people write it down.
const WAYS: [&str; 5] = [
    "# The Mill\n\n## Quest 1: The lost ledger\n- **Giver:** Old Ana\n- **Objective:** Find the ledger\n- **Place:** the mill\n\
     - **Completion:** Ana reads it aloud.\n",
    "# The Mill\n\nQuest: The lost ledger\nGiver: Old Ana\nObjective: Find the ledger\nPlace: the mill\nCompletion: Ana reads it aloud.\n",
    "# The Mill\n\n## The lost ledger\n\n### Quest giver\n\nOld Ana.\n\n### Objectives\n\n- Find the ledger\n\n### Location\n\nthe mill\n\n\
     ### Completion\n\nAna reads it aloud.\n",
    "# The Mill\n\n| Quest | Giver | Objective | Place | Completion |\n|---|---|---|---|---|\n\
     | The lost ledger | Old Ana | Find the ledger | the mill | Ana reads it aloud. |\n",
    "# The Mill\n\n## The lost ledger\n- Quest giver: Old Ana\n- Objectives:\n  - Find the ledger\n- Location: the mill\n\
     - Completion: Ana reads it aloud.\n",
];

#[test]
fn quests_are_found_in_the_ways_people_write_them() {
    for text in WAYS {
        let notes = Notes::read(text);
        assert_eq!(notes.quests.len(), 1, "{text}");
        let quest = &notes.quests[0];
        assert_eq!(
            (quest.title.as_str(), quest.giver.as_deref()),
            ("The lost ledger", Some("Old Ana")),
            "{text}"
        );
        assert_eq!(
            roles(&notes, 0),
            [
                (QuestRole::Giver, "Old Ana."),
                (QuestRole::Objective, "Find the ledger."),
                (QuestRole::Place, "the mill."),
                (QuestRole::Ending, "Ana reads it aloud."),
            ],
            "{text}"
        );
        assert_eq!(notes.people.first().map(|person| person.name.as_str()), Some("Old Ana"), "{text}");
        assert!(notes.facts.iter().all(crate::notes::NoteFact::is_story), "{text}");
        assert_eq!(notes.title.as_deref(), Some("The Mill"));
    }
}

#[test]
fn facts_of_a_quest_keep_their_lines() {
    let notes = Notes::read(WAYS[1]);
    assert_eq!(notes.facts.iter().map(|fact| fact.line).collect::<Vec<_>>(), [4, 5, 6, 7]);
}

#[test]
fn what_is_spoken_to_somebody_is_said() {
    let notes = Notes::read(
        "## Wolves\nGiver: Bo\nObjective: Hunt the wolves.\nStory: The winter is long. Will you help us? I cannot go.\n\
         Completion: \"You did well.\"\n",
    );
    let said: Vec<_> = roles(&notes, 0).into_iter().skip(2).map(|(role, _)| role).collect();
    assert_eq!(said, [QuestRole::Beat, QuestRole::Said, QuestRole::Said, QuestRole::Thanks]);
}

#[test]
fn other_notes_have_no_quests() {
    for text in [
        crate::sample::NOTES,
        "## The plan\n- Goal: win.\n- Ann runs home.\n",
        "## Places\nPlace: the mill\n\n## People\nGiver: Ana\n",
        include_str!("../../../tests/fixtures/notes/detective.md"),
    ] {
        assert!(Notes::read(text).quests.is_empty(), "{text}");
    }
}

#[test]
fn the_order_of_the_parts_is_read() {
    let two = |title: &str| format!("## {title}\nGiver: Ana\nObjective: Find it.\nPlace: the mill\n\n");
    let text = format!(
        "{}{}## Order\n- accept The well\n- The bell: accept\n- The bell: exec\n- The well\n",
        two("The well"),
        two("The bell")
    );
    let notes = Notes::read(&text);
    assert_eq!(
        notes.order,
        [
            (0, Phase::Accept),
            (1, Phase::Accept),
            (1, Phase::Execute),
            (0, Phase::Execute),
            (0, Phase::Complete)
        ]
    );
}
