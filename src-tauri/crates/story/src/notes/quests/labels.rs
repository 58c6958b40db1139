use super::QuestRole;

/// What stands before a colon, or as a heading, over a part of a quest.
const LABELS: &[(QuestRole, &[&str])] = &[
    (
        QuestRole::Giver,
        &[
            "giver",
            "quest giver",
            "questgiver",
            "given by",
            "start",
            "starts with",
            "start npc",
            "from",
            "patron",
            "client",
        ],
    ),
    (
        QuestRole::TurnIn,
        &[
            "turn in",
            "turn-in",
            "turn in npc",
            "turn-in npc",
            "turn in to",
            "turn-in to",
            "turned in to",
            "return to",
            "ends with",
            "end npc",
            "report to",
        ],
    ),
    (
        QuestRole::Objective,
        &["objective", "objectives", "goal", "goals", "task", "tasks", "aim", "what to do", "mission"],
    ),
    (
        QuestRole::Place,
        &[
            "place",
            "location",
            "locations",
            "where",
            "area",
            "zone",
            "execution location",
            "takes place in",
            "takes place at",
        ],
    ),
    (QuestRole::GiverSight, &["around the giver", "seen with the giver"]),
    (QuestRole::PlaceSight, &["around the place", "around the turn-in", "landmarks", "sights", "seen there"]),
    (QuestRole::Enemies, &["enemies", "foes", "opponents", "against"]),
    (
        QuestRole::Beat,
        &[
            "story",
            "background",
            "description",
            "summary",
            "context",
            "story beat",
            "premise",
            "what happens",
            "details",
            "notes",
        ],
    ),
    (
        QuestRole::Said,
        &[
            "says",
            "dialogue",
            "dialog",
            "acceptance",
            "acceptance text",
            "acceptance dialogue",
            "story text",
            "quest text",
            "accept text",
            "offer",
        ],
    ),
    (
        QuestRole::Thanks,
        &[
            "completion text",
            "completion dialogue",
            "turn-in text",
            "turn in text",
            "thanks",
            "says at the end",
        ],
    ),
    (
        QuestRole::Ending,
        &["completion", "complete", "completed", "on completion", "outcome", "result", "resolution"],
    ),
    (QuestRole::Reward, &["reward", "rewards", "pay", "payment"]),
    (QuestRole::GiverManner, &["manner", "personality", "giver's manner", "manner of the giver"]),
    (QuestRole::TurnInManner, &["manner of the turn-in", "turn-in's manner"]),
    (QuestRole::Roleplay, &["roleplay", "role play", "how to play it", "direction", "directions"]),
];

/// What a label stands for: `Quest giver`, `OBJECTIVES`.
pub(super) fn role_of(label: &str) -> Option<QuestRole> {
    let name = label.trim().trim_end_matches(':').trim().to_lowercase();
    LABELS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| *role)
}

/// A line that begins with a label, taken apart.
pub(super) fn labelled(line: &str) -> Option<(QuestRole, &str)> {
    let (label, rest) =
        line.split_once(':').or_else(|| line.split_once(" – ")).or_else(|| line.split_once(" — "))?;
    Some((role_of(label)?, rest.trim()))
}

/// The title of a quest that begins with this line: `Quest: The lost ledger`, `Quest 2: Wolves`.
pub(super) fn title_line(line: &str) -> Option<&str> {
    let (label, title) = line.split_once(':')?;
    let mut words = label.split_whitespace();
    let quest = words.next()?.to_lowercase();
    let number = words.next().is_none_or(|word| word.trim_start_matches('#').parse::<u32>().is_ok());
    let named = matches!(quest.as_str(), "quest" | "mission") && number && words.next().is_none();
    (named && !title.trim().is_empty()).then(|| title.trim())
}

/// A heading without the number that it may begin with.
pub(super) fn title_of(heading: &str) -> &str {
    title_line(heading).unwrap_or_else(|| {
        let rest = heading.trim_start_matches(|c: char| c.is_ascii_digit());
        match rest.strip_prefix(". ").or(rest.strip_prefix(") ")).filter(|_| rest.len() < heading.len()) {
            Some(rest) => rest.trim(),
            None => heading,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_every_form() {
        assert_eq!(labelled("Quest giver: Ana"), Some((QuestRole::Giver, "Ana")));
        assert_eq!(labelled("OBJECTIVES:"), Some((QuestRole::Objective, "")));
        assert_eq!(labelled("Place – the mill"), Some((QuestRole::Place, "the mill")));
        assert_eq!(labelled("Ana says: come in"), None);
        assert_eq!(title_line("Quest 2: Wolves"), Some("Wolves"));
        assert_eq!(title_line("Quest giver: Ana"), None);
        assert_eq!((title_of("3. The well"), title_of("Quest: The well")), ("The well", "The well"));
    }
}
