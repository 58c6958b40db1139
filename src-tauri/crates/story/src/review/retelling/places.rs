use crate::text::{Passage, Word, is_stop_word, stem};

/// Words that say where a thing is, or when.
const WHERE: &[&str] = &[
    "in", "on", "at", "under", "over", "behind", "beside", "between", "above", "below", "beneath", "across",
    "against", "into", "onto", "through", "from", "near", "before", "after", "around", "along", "past",
    "inside", "outside", "among", "without", "off", "to", "toward", "towards",
];

/// Words whose loss changes what is said.
const SIDES: &[&str] = &[
    "left", "right", "first", "last", "north", "south", "east", "west", "before", "after", "without",
    "between", "among", "until",
];

/// How far off the thing may stand.
const REACH: usize = 4;

/// A thing that has moved: it stands behind a word of place that belongs to another thing in the fact,
/// or a word that matters is gone.
pub(super) fn moved(meant: &Passage<'_>, said: &Passage<'_>) -> Option<String> {
    let (fact, text) = (governed(&meant.words), governed(&said.words));
    let turned = text.iter().find(|(place, thing, _)| {
        let elsewhere = fact.iter().any(|(other, same, _)| same == thing && other != place);
        let others = fact.iter().any(|(same, other, _)| same == place && other != thing);
        let there = fact.iter().any(|(same, other, _)| same == place && other == thing);
        elsewhere && others && !there
    });
    let lost = || {
        SIDES.iter().find(|side| {
            let has = |passage: &Passage<'_>| passage.words.iter().any(|word| word.low == **side);
            has(meant) && !has(said) && !means_same(side, said)
        })
    };
    turned
        .map(|(place, thing, _)| format!("{place} {thing}"))
        .or_else(|| lost().map(|side| (*side).to_owned()))
}

/// Whether other words say what the lost one said.
fn means_same(side: &str, said: &Passage<'_>) -> bool {
    let any = |words: &[&str]| said.words.iter().any(|word| words.contains(&word.low.as_str()));
    match side {
        "before" => any(&["until", "till", "earlier", "then", "by", "ahead", "front"]),
        "after" => {
            any(&["when", "once", "then", "later", "since", "afterwards", "next", "following", "behind"])
        }
        "without" => {
            any(&["no", "not", "never", "nothing", "nobody"])
                || said.words.iter().any(|word| word.low.ends_with("n't"))
        }
        "until" => any(&["till", "before", "when", "once", "not"]),
        "left" => said.words.iter().any(|word| {
            matches!(
                word.low.as_str(),
                "leaves" | "leave" | "leaving" | "went" | "gone" | "remained" | "sailed"
            )
        }),
        "among" => any(&["one", "with", "in", "of", "amongst"]),
        "first" => any(&["begin", "began", "1st", "begins", "start", "started"]),
        "last" => any(&["final", "finally", "end", "lasted"]),
        _ => false,
    }
}

/// Each word of place with the thing it stands before; `it` and its like stand for a thing too.
fn governed(words: &[Word<'_>]) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !(WHERE.contains(&word.low.as_str()) || word.low == "of") || word.breaks() {
            continue;
        }
        let mut thing = None;
        for next in words.iter().skip(at + 1).take(REACH) {
            let counts = matches!(next.low.as_str(), "it" | "him" | "her" | "them")
                && (next.breaks() || next.after.trim().is_empty());
            let pronoun = counts && next.low != "her";
            if pronoun || !is_stop_word(next.folded()) {
                thing = Some(stem(next.text));
            }
            // The last word of the phrase is the thing: `the chapel door`.
            let ends = next.breaks() || pronoun || (thing.is_some() && is_stop_word(next.folded()));
            if ends {
                break;
            }
        }
        if let Some(thing) = thing {
            found.push((word.low.clone(), thing, at));
        }
    }
    found.retain(|(_, thing, _)| !thing.is_empty());
    found
}
