use super::{Form, finite::Reading, lexicon::verb, passage::Word};

/// What has gone on since a time: `Snow lay since October` is `Snow had lain since October`. Answers the place of
/// the verb among the words of the sentence, and what it is told as.
pub(super) fn since(reading: &Reading, words: &[Word<'_>]) -> Option<(usize, String)> {
    let since = words.iter().position(|word| word.low == "since" && !word.quoted)?;
    let is_clear =
        |from: usize, till: usize| !words[from..till].iter().any(|word| word.breaks() || word.low == "and");
    let verbs = || {
        let present = reading.present.iter().map(|verb| verb.at);
        present.chain(reading.earlier.iter().map(|verb| verb.at))
    };
    let at = verbs().filter(|at| *at < since).max().filter(|at| is_clear(*at, since))?;
    // A clause after it says why, and not since when.
    let end = (since..words.len()).find(|at| words[*at].breaks()).unwrap_or(words.len() - 1);
    let is_time = since < end && verbs().all(|verb| verb <= since || verb > end);
    let counts = at.checked_sub(1).is_some_and(|before| words[before].low == "it");
    (is_time && !counts).then(|| perfect(&words[at].low).map(|told| (at, told)))?
}

/// `had lain` of `lies` and of `lay`; none of what helps another verb.
fn perfect(low: &str) -> Option<String> {
    let participle = match low {
        "is" | "are" | "was" | "were" => "been",
        "has" | "have" | "had" | "does" | "do" | "did" | "can" | "will" | "must" | "may" | "shall" => {
            return None;
        }
        _ => {
            let is_finite = |form: Form| matches!(form, Form::Past | Form::Third | Form::Base);
            &verb(low)
                .filter(|(form, _)| is_finite(*form))
                .min_by_key(|(form, _)| *form != Form::Past)?
                .1
                .participle
        }
    };
    Some(format!("had {participle}"))
}
