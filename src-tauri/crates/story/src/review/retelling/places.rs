use crate::text::{Form, Passage, Word, content_stems, is_stop_word, stem, verb};

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

/// A thing that has moved: it stands behind a word of place that stands before other things in the
/// fact, or a word that matters is gone.
pub(super) fn moved(meant: &Passage<'_>, said: &Passage<'_>) -> Option<String> {
    let (fact, text) = (governed(&meant.words), governed(&said.words));
    let stems = content_stems(meant.text);
    let turned = text.iter().find(|here| {
        let there = fact.iter().any(|other| other.place == here.place && other.thing == here.thing);
        stems.contains(&here.thing) && !there && fact.iter().any(|other| other.place == here.place)
    });
    let lost = || {
        SIDES.iter().find(|side| {
            let has = |passage: &Passage<'_>| passage.words.iter().any(|word| word.low == **side);
            has(meant) && !has(said) && !means_same(side, said)
        })
    };
    turned
        .map(|here| said.quote(here.from, here.to).to_owned())
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

/// A word of place with the thing it stands before.
struct Governed<'w> {
    place: &'w str,
    /// The stem of the thing; `it` and its like stand for a thing too.
    thing: String,
    from: usize,
    to: usize,
}

fn governed<'w>(words: &'w [Word<'_>]) -> Vec<Governed<'w>> {
    let of = |from: usize| {
        let to = thing_after(words, from)?;
        Some(Governed { place: &words[from].low, thing: stem(words[to].text), from, to })
    };
    let is_place = |at: &usize| WHERE.contains(&words[*at].low.as_str()) && !words[*at].breaks();
    (0..words.len()).filter(is_place).filter_map(of).collect()
}

/// The last word of the phrase that begins after `from`: `door` of `behind the chapel door`.
fn thing_after(words: &[Word<'_>], from: usize) -> Option<usize> {
    let mut thing = None;
    for (at, word) in words.iter().enumerate().skip(from + 1).take(REACH) {
        let stands_for = matches!(word.low.as_str(), "it" | "him" | "them");
        let content = !is_stop_word(word.folded());
        let acts = verb(&word.low).any(|(form, _)| matches!(form, Form::Past | Form::Third));
        if thing.is_some() && (!content || word.is_capital() || acts) {
            break;
        }
        if stands_for || content {
            thing = Some(at);
        }
        if stands_for || word.breaks() {
            break;
        }
    }
    thing
}
