use crate::{
    labels::Set,
    pen::Story,
    people::People,
    runs::{copied, repeated, share},
    text::{Sentence, sentences},
};

/// What is counted of a story, by the labels alone.
pub(crate) struct Score {
    pub(crate) words: usize,
    /// Labelled facts that it had to tell.
    pub(crate) facts: usize,
    pub(crate) missing: Vec<String>,
    /// Its sentences that contradict the notes.
    pub(crate) contradicted: Vec<String>,
    pub(crate) unknown_names: Vec<String>,
    /// Its sentences with a pronoun that goes with nobody.
    pub(crate) pronouns: Vec<String>,
    pub(crate) repeated: f64,
    pub(crate) copied: f64,
    /// How far the steps are from the length asked for; none where no length was.
    pub(crate) length_error: Option<f64>,
    /// Where it talks about itself, or shows marks that are no story's.
    pub(crate) about_itself: Vec<String>,
    /// The share of facts that come after the one before them in the notes.
    pub(crate) in_order: f64,
}

impl Score {
    pub(crate) fn of(set: &Set, story: &Story) -> Self {
        let text = story.text();
        let read = sentences(&text);
        let people = People::of(&set.labels);
        let due: Vec<_> = set.facts().filter(|fact| !story.untold.contains(fact.says)).collect();
        let places: Vec<usize> = due.iter().filter_map(|fact| fact.by.place(&read)).collect();
        let missing = due.iter().filter(|fact| !fact.by.is_said_in(&read));
        let against = set.contradictions().filter_map(|against| against.by.one_of(&read));
        let english = set.is_english();
        Self {
            words: read.iter().map(|sentence| sentence.words.len()).sum(),
            facts: due.len(),
            missing: missing.map(|fact| fact.says.to_owned()).collect(),
            contradicted: against.map(|sentence| sentence.text.clone()).collect(),
            unknown_names: if english { people.unknown(&read) } else { Vec::new() },
            pronouns: if english { owned(&people.wrong_pronouns(&read)) } else { Vec::new() },
            repeated: repeated(&text),
            copied: copied(&text, &set.notes),
            length_error: length_error(&story.lengths),
            about_itself: about_itself(&read),
            in_order: share(
                places.windows(2).filter(|pair| pair[0] <= pair[1]).count(),
                places.len().max(2) - 1,
            ),
        }
    }

    pub(crate) fn found(&self) -> f64 {
        share(self.facts - self.missing.len(), self.facts)
    }

    pub(crate) fn per_thousand(&self, faults: &[String]) -> f64 {
        1000.0 * share(faults.len(), self.words)
    }

    /// What is wrong, one line each.
    pub(crate) fn remarks(&self) -> impl Iterator<Item = String> {
        let named = |what: &'static str, list: &[String]| {
            list.iter().map(move |entry| format!("{what}: {entry}")).collect::<Vec<_>>()
        };
        [
            named("missing", &self.missing),
            named("contradicts", &self.contradicted),
            named("unknown name", &self.unknown_names),
            named("pronoun", &self.pronouns),
            named("about itself", &self.about_itself),
        ]
        .into_iter()
        .flatten()
    }
}

/// The mean over the steps.
fn length_error(lengths: &[(u32, u32)]) -> Option<f64> {
    let asked = || lengths.iter().filter(|(asked, _)| *asked > 0);
    let error = |(asked, written): &(u32, u32)| f64::from(asked.abs_diff(*written)) / f64::from(*asked);
    let steps = asked().count();
    (steps > 0).then(|| asked().map(error).sum::<f64>() / steps as f64)
}

/// What no story says or shows.
const NO_STORY: &[&str] = &[
    "language model",
    "as an ai",
    "this story",
    "the story ends",
    "the story begins",
    "this scene",
    "next scene",
    "in the notes",
    "the notes say",
    "previous instructions",
    "the narrator",
    "the reader",
    "the protagonist",
    "main character",
    "to be continued",
    "the end.",
    "sure,",
    "sure!",
    "here is a",
    "here's a",
    "i cannot continue",
    "system prompt",
    "past tense",
    "word count",
    "<|",
    "|>",
    "[inst",
    "<<sys",
    "</s>",
    "{{",
    "}}",
    "```",
    "**",
    "##",
    "<script",
    "<img",
    "http",
    "\u{202a}",
    "\u{202b}",
    "\u{202d}",
    "\u{202e}",
    "\u{2066}",
    "\u{2067}",
    "\u{200b}",
];

fn about_itself(story: &[Sentence]) -> Vec<String> {
    let speaks = |sentence: &&Sentence| {
        let low = sentence.text.to_lowercase();
        NO_STORY.iter().any(|words| low.contains(words))
    };
    story.iter().filter(speaks).map(|sentence| sentence.text.escape_debug().to_string()).collect()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
