/// What a part of the notes is about, told by its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Before the first heading, or under one that says so: where and when it happens.
    Setting,
    /// Who is in it.
    People,
    /// Where it happens.
    Places,
    /// What happens.
    Events,
    /// How it ends.
    Ending,
    /// What the writer does not know yet: no facts.
    Questions,
    /// What the writing should mind, as tone, themes and rules: no facts.
    Guidance,
}

impl Part {
    /// What stands over facts of it that have no heading of their own.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Setting => "Setting",
            Self::People => "People",
            Self::Places => "Places",
            Self::Events | Self::Questions | Self::Guidance => "What happens",
            Self::Ending => "How it ends",
        }
    }
}

/// Headings by their first words. Whatever is not among them is a part of the story with its own name.
const HEADINGS: &[(Part, &[&str])] = &[
    (
        Part::People,
        &[
            "people",
            "characters",
            "cast",
            "persons",
            "who",
            "dramatis personae",
            "suspects",
            "family",
            "leute",
            "personen",
            "figuren",
        ],
    ),
    (Part::Places, &["places", "locations", "orte", "place", "location", "where"]),
    (
        Part::Setting,
        &[
            "setting",
            "background",
            "hintergrund",
            "schauplatz",
            "world",
            "premise",
            "introduction",
            "before",
            "summary",
            "situation",
        ],
    ),
    (
        Part::Ending,
        &[
            "ending",
            "ende",
            "schluss",
            "danach",
            "the end",
            "end",
            "conclusion",
            "epilogue",
            "afterwards",
            "after",
            "resolution",
        ],
    ),
    (
        Part::Questions,
        &[
            "open questions",
            "offene fragen",
            "fragen",
            "questions",
            "unknown",
            "to find out",
            "unclear",
            "to do",
            "todo",
        ],
    ),
    (
        Part::Guidance,
        &[
            "tone",
            "ton",
            "stil",
            "themen",
            "themes",
            "theme",
            "style",
            "mood",
            "voice",
            "constraints",
            "rules",
            "keep in mind",
            "to mind",
            "do not",
            "avoid",
            "notes to self",
            "notes for the writer",
            "remember",
            "sources",
        ],
    ),
];

/// Headings that hold the story and are not a scene themselves.
const CONTAINERS: &[&str] = &[
    "events",
    "plot",
    "story",
    "the story",
    "timeline",
    "what happens",
    "scenes",
    "outline",
    "chapters",
    "notes",
    "case",
    "quests",
    "the quests",
    "quest chain",
];

/// The part a heading opens, and whether the heading is the name of a scene.
pub(crate) fn part_of(heading: &str) -> (Part, bool) {
    let name = heading.trim_end_matches(':').trim().to_lowercase();
    for (part, names) in HEADINGS {
        if names.contains(&name.as_str()) {
            return (*part, *part == Part::Ending);
        }
    }
    (Part::Events, !CONTAINERS.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_follows() {
        assert_eq!(part_of("People:"), (Part::People, false));
        assert_eq!(part_of("What happens"), (Part::Events, false));
        assert_eq!(part_of("The widow's page"), (Part::Events, true));
        assert_eq!(part_of("AFTERWARDS"), (Part::Ending, true));
        assert_eq!(part_of("Places of the heart"), (Part::Events, true));
    }
}
